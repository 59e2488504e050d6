// The token server of the article "How to Build a Token Server for Agora Applications", on Express, as one has it that was
// written by it: with `agora-access-token` in the second line it is the server of before.
const express = require("express");
const { RtcRole, RtcTokenBuilder, RtmRole, RtmTokenBuilder } = require("agora-token-wasm/agora-access-token");

const { APP_ID, APP_CERTIFICATE, PORT = 8080 } = process.env;
const app = express();

const noCache = (request, response, next) => {
  response.header("Cache-Control", "private, no-cache, no-store, must-revalidate");
  response.header("Expires", "-1");
  response.header("Pragma", "no-cache");
  response.header("Access-Control-Allow-Origin", "*");
  next();
};

const endOf = (request) => Math.floor(Date.now() / 1000) + parseInt(request.query.expiry || "3600", 10);

function rtcToken(request) {
  const { channel, role, tokentype, uid } = request.params;
  const roles = { publisher: RtcRole.PUBLISHER, audience: RtcRole.SUBSCRIBER };
  if (!(role in roles)) throw new Error("role is incorrect");
  if (tokentype === "uid") {
    return RtcTokenBuilder.buildTokenWithUid(APP_ID, APP_CERTIFICATE, channel, uid, roles[role], endOf(request));
  }
  if (tokentype === "userAccount") {
    return RtcTokenBuilder.buildTokenWithAccount(APP_ID, APP_CERTIFICATE, channel, uid, roles[role], endOf(request));
  }
  throw new Error("token type is invalid");
}

const rtmToken = (request) =>
  RtmTokenBuilder.buildToken(APP_ID, APP_CERTIFICATE, request.params.uid, RtmRole.Rtm_User, endOf(request));

const answer = (body) => (request, response) => {
  try {
    response.json(body(request));
  } catch (error) {
    response.status(500).json({ error: error.message });
  }
};

app.get("/ping", noCache, (request, response) => response.json({ message: "pong" }));
app.get("/rtc/:channel/:role/:tokentype/:uid", noCache, answer((request) => ({ rtcToken: rtcToken(request) })));
app.get("/rtm/:uid", noCache, answer((request) => ({ rtmToken: rtmToken(request) })));
app.get(
  "/rte/:channel/:role/:tokentype/:uid",
  noCache,
  answer((request) => ({ rtcToken: rtcToken(request), rtmToken: rtmToken(request) })),
);

const server = app.listen(PORT, () => console.log(`Listening on port: ${server.address().port}`));
