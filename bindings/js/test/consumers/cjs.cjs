const assert = require("node:assert/strict");
const { Issuer, parse, AgoraTokenError } = require("agora-token-wasm");
const { createListener } = require("agora-token-wasm/node");

const issuer = new Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b");
const token = issuer.rtc("room", { uid: 42, role: "publisher", expiresIn: 3600 });
issuer.checkRtc(token, "room", { uid: 42 });
assert.equal(parse(token).services[0].channel, "room");
assert.throws(() => issuer.checkRtc(token, "hall", { uid: 42 }), AgoraTokenError);
assert.equal(typeof createListener(issuer, { authorize: null }), "function");
