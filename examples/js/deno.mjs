// deno run --allow-net --allow-env deno.mjs
//
// Its import is "npm:agora-token-wasm" where no deno.json or package.json names the package.
import { createHandler, Issuer, Refused } from "agora-token-wasm";

const issuer = new Issuer(Deno.env.get("APP_ID"), Deno.env.get("APP_CERTIFICATE"));

// In place of your own sessions.
const users = new Map([["Bearer secret-of-42", "42"]]);

const tokens = createHandler(issuer, {
  version: "007",
  authorize: (request) => {
    const user = users.get(request.headers.get("Authorization"));
    if (user === undefined) return new Refused(401, "log in first", { challenge: "Bearer" });
    return { user, channels: ["room-*"], maxRole: "publisher" };
  },
});

Deno.serve(
  { port: Number(Deno.env.get("PORT") ?? 8080), onListen: ({ port }) => console.log(`Listening on port: ${port}`) },
  tokens,
);
