// Express with a login: a user gets tokens for the own uid, and for channels that start with "room-".
import { randomUUID, scryptSync, timingSafeEqual } from "node:crypto";
import express from "express";
import { Issuer, Refused } from "agora-token-wasm";
import { createListener } from "agora-token-wasm/node";

const { APP_ID, APP_CERTIFICATE, PORT = 8080 } = process.env;

// In place of your database and your sessions.
const users = new Map([["ann", { uid: "42", salt: "pepper", hash: scryptSync("correct horse", "pepper", 32) }]]);
const sessions = new Map();

const app = express();

app.post("/login", express.json(), (request, response) => {
  const { name, password } = request.body ?? {};
  const user = users.get(name);
  const given = scryptSync(String(password), user?.salt ?? "", 32);
  if (user === undefined || !timingSafeEqual(given, user.hash)) {
    return response.status(401).json({ error: "wrong name or password" });
  }
  const session = randomUUID();
  sessions.set(session, user);
  response.json({ session });
});

const authorize = (request) => {
  const user = sessions.get(request.headers.authorization?.replace(/^Bearer /, ""));
  if (user === undefined) return new Refused(401, "log in first", { challenge: "Bearer" });
  return { user: user.uid, channels: ["room-*"], maxRole: "publisher" };
};

const issuer = new Issuer(APP_ID, APP_CERTIFICATE);
app.use("/agora", createListener(issuer, { version: "007", clientErrorStatus: 400, authorize }));

const server = app.listen(PORT, () => console.log(`Listening on port: ${server.address().port}`));
