// Fastify with a login: a user gets tokens for the own uid, and for channels that start with "room-".
import { randomUUID, scryptSync, timingSafeEqual } from "node:crypto";
import fastify from "fastify";
import { Issuer, Refused } from "agora-token-wasm";
import { createPlugin } from "agora-token-wasm/node";

const { APP_ID, APP_CERTIFICATE, PORT = 8080 } = process.env;

// In place of your database and your sessions.
const users = new Map([["ann", { uid: "42", salt: "pepper", hash: scryptSync("correct horse", "pepper", 32) }]]);
const sessions = new Map();

const app = fastify();

app.post("/login", async (request, reply) => {
  const { name, password } = request.body ?? {};
  const user = users.get(name);
  const given = scryptSync(String(password), user?.salt ?? "", 32);
  if (user === undefined || !timingSafeEqual(given, user.hash)) {
    return reply.code(401).send({ error: "wrong name or password" });
  }
  const session = randomUUID();
  sessions.set(session, user);
  return { session };
});

// It gets Node's own request, not Fastify's.
const authorize = (request) => {
  const user = sessions.get(request.headers.authorization?.replace(/^Bearer /, ""));
  if (user === undefined) return new Refused(401, "log in first", { challenge: "Bearer" });
  return { user: user.uid, channels: ["room-*"], maxRole: "publisher" };
};

const issuer = new Issuer(APP_ID, APP_CERTIFICATE);
await app.register(createPlugin(issuer, { version: "007", clientErrorStatus: 400, authorize }), { prefix: "/agora" });

await app.listen({ port: Number(PORT) });
console.log(`Listening on port: ${app.server.address().port}`);
