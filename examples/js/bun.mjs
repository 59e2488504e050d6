// bun bun.mjs
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

const server = Bun.serve({
  port: Number(PORT),
  routes: { "/": new Response("an app of your own"), "/agora/*": tokens },
});
console.log(`Listening on port: ${server.port}`);
