// Hono, here under Node (npm install hono @hono/node-server); the same app runs under Deno, Bun and Workers.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createHandler, Issuer, Refused } from "agora-token-wasm";

const { APP_ID, APP_CERTIFICATE, PORT = 8080 } = process.env;

// In place of your own sessions.
const users = new Map([["Bearer secret-of-42", "42"]]);

const tokens = createHandler(new Issuer(APP_ID, APP_CERTIFICATE), {
  version: "007",
  clientErrorStatus: 400,
  basePath: "/agora",
  authorize: (request) => {
    const user = users.get(request.headers.get("Authorization"));
    if (user === undefined) return new Refused(401, "log in first", { challenge: "Bearer" });
    return { user, channels: ["room-*"], maxRole: "publisher" };
  },
});

const app = new Hono();
app.get("/", (context) => context.text("an app of your own"));
app.all("/agora/*", (context) => tokens(context.req.raw));

serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) => console.log(`Listening on port: ${port}`));
