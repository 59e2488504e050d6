// What takes the official packages' place: what it says of what the rules would refuse, and what it makes all the same.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Issuer, parse } from "agora-token-wasm";
import default6, * as facade6 from "agora-token-wasm/agora-access-token";
import default7, * as facade7 from "agora-token-wasm/agora-token";
import { APP_ID, CERTIFICATE } from "./support.mjs";

const require = createRequire(import.meta.url);
const issuer = new Issuer(APP_ID, CERTIFICATE);
const now = Math.floor(Date.now() / 1000);
const { RtcTokenBuilder, RtcRole } = facade7;
const rtc = (uid, expire = 3600, ...rest) => RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, "room", uid, RtcRole.PUBLISHER, expire, ...rest);

/** The codes of the warnings that a call brings. */
async function warnings(call) {
  const codes = [];
  const take = (warning) => warning.name === "AgoraTokenWarning" && codes.push(warning.code);
  process.on("warning", take);
  try {
    call();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off("warning", take);
  }
  return codes;
}

test("the default export has the names of the package, as that of a CommonJS package has", () => {
  for (const [name, whole, names] of [["agora-token", default7, facade7], ["agora-access-token", default6, facade6]]) {
    for (const key of Object.keys(require(name))) assert.equal(whole[key], names[key], `${name}: ${key}`);
    assert.equal(require(`agora-token-wasm/${name}`).RtcTokenBuilder.name, names.RtcTokenBuilder.name);
  }
});

test("both packages' public names are there", () => {
  for (const [name, ours] of [["agora-token", facade7], ["agora-access-token", facade6]]) {
    const official = require(name);
    for (const [key, value] of Object.entries(official)) {
      assert.ok(key in ours, `${name}: ${key}`);
      for (const method of Object.getOwnPropertyNames(value)) {
        if (["length", "name", "prototype", "arguments", "caller", "key"].includes(method)) continue;
        assert.ok(method in ours[key], `${name}: ${key}.${method}`);
        if (typeof value[method] !== "function") assert.equal(ours[key][method], value[method]);
        else assert.equal(ours[key][method].length, value[method].length, `${name}: ${key}.${method}`);
      }
    }
  }
});

test("a file below src has what that of the official package has", async () => {
  for (const file of ["AccessToken2", "AccessToken", "RtcTokenBuilder", "RtcTokenBuilder2", "RtmTokenBuilder"]) {
    const official = Object.keys(require(`agora-token/src/${file}`));
    assert.deepEqual(official.filter((key) => !(key in require(`agora-token-wasm/agora-token/src/${file}`))), [], file);
    assert.ok(require(`agora-token-wasm/agora-token/src/${file}.js`));
    const { default: whole } = await import(`agora-token-wasm/agora-token/src/${file}.js`);
    assert.deepEqual(official.filter((key) => !(key in whole)), [], `${file}, by a default import`);
  }
});

test("what is right brings no warning", async () => {
  const codes = await warnings(() => {
    issuer.checkRtc(rtc(42, 3600, 600), "room", { uid: 42, privilege: 2 });
    issuer.checkRtc(rtc(0), "room", { uid: 0 });
    issuer.checkRtm(facade7.RtmTokenBuilder.buildToken(APP_ID, CERTIFICATE, "ann", 600), "ann");
    const old = facade6.RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, "room", 42, 1, now + 600);
    issuer.checkRtc(old, "room", { uid: 42, privilege: 2 });
    issuer.checkRtm(facade6.RtmTokenBuilder.buildToken(APP_ID, CERTIFICATE, "ann", 1, now + 600), "ann");
    facade7.FpaTokenBuilder.buildToken(APP_ID, CERTIFICATE);
    facade7.ChatTokenBuilder.buildUserToken(APP_ID, CERTIFICATE, "ann", 600);
    facade7.EducationTokenBuilder.buildRoomUserToken(APP_ID, CERTIFICATE, "r", "u", 1, 600);
  });
  assert.deepEqual(codes, []);
});

/** Each mistake, the code that names it, and whether a token comes of it all the same. */
const MISTAKES = [
  ["a Unix time as a 007 lifetime", "EXPIRY_LOOKS_ABSOLUTE", () => rtc(42, now + 3600)],
  ["a Unix time as a 007 privilege's lifetime", "EXPIRY_LOOKS_ABSOLUTE", () => rtc(42, 3600, now + 3600)],
  ["a lifetime of 0", "BAD_EXPIRY", () => rtc(42, 0)],
  ["seconds as a 006 time", "BAD_EXPIRY", () => facade6.RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, "room", 42, 1, 3600)],
  ["a uid that is a name", "OUT_OF_RANGE", () => rtc("ann")],
  ["a uid that is undefined", "OUT_OF_RANGE", () => rtc(undefined)],
  ["a uid beyond 32 bits", "OUT_OF_RANGE", () => rtc(2 ** 32)],
  ["a channel that breaks the rule", "BAD_CHANNEL", () => RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, "räum", 42, 1, 60)],
  ["a channel that is empty, in 006", "BAD_CHANNEL", () => facade6.RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, "", 42, 1, now + 60)],
  ["an RTM user id that is too long", "BAD_ACCOUNT", () => facade7.RtmTokenBuilder.buildToken(APP_ID, CERTIFICATE, "a".repeat(65), 60)],
];

test("each mistake is said once a process, and the token is made all the same", async () => {
  const said = new Set();
  for (const [mistake, code, make] of MISTAKES) {
    let token;
    const codes = await warnings(() => (token = make()));
    assert.deepEqual(codes, said.has(code) ? [] : [code], mistake);
    said.add(code);
    assert.equal(parse(token).appId, APP_ID, mistake);
    assert.deepEqual(await warnings(make), [], `${mistake}, again`);
  }
});

test("with strict(true) each mistake is an error", () => {
  for (const strict of [facade6.strict, facade7.strict]) {
    strict(true);
    try {
      for (const [, code, make] of MISTAKES) assert.throws(make, { code });
      assert.throws(() => RtcTokenBuilder.buildTokenWithUid("x", CERTIFICATE, "room", 1, 1, 60), { code: "BAD_APP_ID" });
    } finally {
      strict(false);
    }
  }
});

test("the calls of the article's server, and of the demo servers in the packages, make the tokens that they made", () => {
  const end = now + parseInt("600", 10);
  const { RtcTokenBuilder, RtcRole, RtmTokenBuilder, RtmRole } = facade6;
  const pair = [APP_ID, CERTIFICATE];
  // Path segments are strings, and some have the role of one builder for the other's, or all roles for one.
  issuer.checkRtc(RtcTokenBuilder.buildTokenWithUid(...pair, "test", "42", RtcRole.PUBLISHER, end), "test", { uid: 42, privilege: 2 });
  issuer.checkRtc(RtcTokenBuilder.buildTokenWithUid(...pair, "test", "0", RtcRole.SUBSCRIBER, end), "test", { account: "0" });
  issuer.checkRtc(RtcTokenBuilder.buildTokenWithAccount(...pair, "test", "ann", RtcRole.SUBSCRIBER, end), "test", { account: "ann" });
  for (const role of [RtmRole.Rtm_User, RtmRole, RtcRole.PUBLISHER, RtcRole.SUBSCRIBER, undefined]) {
    issuer.checkRtm(RtmTokenBuilder.buildToken(...pair, "ann", role, end), "ann");
  }
  issuer.checkRtc(facade7.RtcTokenBuilder.buildTokenWithUid(...pair, "test", "42", facade7.RtcRole.PUBLISHER, 600, 600), "test", { uid: 42 });
});

test("a 006 builder's token is that of AccessToken with the same privileges, to the second, and later ones have the clock again", () => {
  const { AccessToken, priviledges } = require("agora-token-wasm/agora-access-token/src/AccessToken");
  const { RtcTokenBuilder, RtcRole, RtmTokenBuilder } = require("agora-token-wasm/agora-access-token");
  const pair = [APP_ID, CERTIFICATE];
  const byHand = (name, user, privileges, end) => {
    const token = new AccessToken(...pair, name, user);
    for (const privilege of privileges) token.addPriviledge(privilege, end);
    return token.build();
  };
  const said = (token) => ({ ...parse(token), salt: undefined });
  const same = (made, name, user, privileges, end) => {
    assert.deepEqual(said(made), said(byHand(name, user, privileges, end)), JSON.stringify([name, user, privileges, end]));
    // A 006 token holds no names: the check has the signature made with them.
    if (user !== "") issuer.checkRtc(made, name, typeof user === "number" ? { uid: user } : { account: user });
    else issuer.checkRtm(made, name);
  };
  const real = Date.now;
  let clock = now * 1000;
  Date.now = () => clock;
  try {
    for (const end of [now + 1, now + 3600, now + 10 ** 8]) {
      for (const user of [42, 0, "0", "ann", "42"]) {
        for (const role of [RtcRole.ATTENDEE, RtcRole.PUBLISHER, RtcRole.ADMIN]) {
          same(RtcTokenBuilder.buildTokenWithAccount(...pair, "room", user, role, end), "room", user, [1, 2, 3, 4], end);
        }
        same(RtcTokenBuilder.buildTokenWithAccount(...pair, "room", user, RtcRole.SUBSCRIBER, end), "room", user, [1], end);
      }
      same(RtmTokenBuilder.buildToken(...pair, "ann", 1, end), "ann", "", [priviledges.kRtmLogin], end);
    }
    // Each look at the clock is a second after the one before.
    Date.now = () => (clock += 1000);
    const token = parse(RtcTokenBuilder.buildTokenWithUid(...pair, "room", 42, RtcRole.PUBLISHER, now + 3600));
    assert.deepEqual(token.services[0].privileges.map(({ expiresAt }) => expiresAt), Array(4).fill(now + 3600));
    const next = parse(issuer.rtm("ann", { expiresIn: 60 }));
    assert.equal(next.issuedAt, clock / 1000);
  } finally {
    Date.now = real;
  }
});

test("the token of a pair that is none is the empty text, as the official package has it", () => {
  assert.equal(RtcTokenBuilder.buildTokenWithUid("x", CERTIFICATE, "room", 1, 1, 60), "");
  assert.equal(RtcTokenBuilder.buildTokenWithUid(APP_ID, undefined, "room", 1, 1, 60), "");
});

test("what the official packages throw at is thrown at", () => {
  assert.throws(() => RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, undefined, 1, 1, 60), TypeError);
  assert.throws(() => rtc(1, 2 ** 32), RangeError);
  assert.throws(() => rtc(1, -1), RangeError);
});

test("texts of numbers are numbers, and roles from the environment are roles", () => {
  issuer.checkRtc(RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, "room", "42", "1", "3600", "600"), "room", { uid: 42, privilege: 2 });
  const old = facade6.RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, "room", "42", "2", String(now + 600));
  assert.throws(() => issuer.checkRtc(old, "room", { uid: 42, privilege: 2 }), { code: "NOT_GRANTED" });
  issuer.checkRtc(old, "room", { uid: 42 });
});

test("a token with services that Agora does not have, from the official package, is read as that reads it", () => {
  const official = require("agora-token/src/AccessToken2");
  const ours = require("agora-token-wasm/agora-token/src/AccessToken2");
  for (const types of [[1, 999], [0, 1], [999], [1, 2, 11, 12]]) {
    const token = new official.AccessToken2(APP_ID, CERTIFICATE, now, 600);
    for (const type of types) {
      const service = type === 1 ? new official.ServiceRtc("room", 42) : new official.Service(type);
      service.add_privilege(1, 600);
      if (type === 2) service.pack = () => new official.ServiceRtm("ann").pack();
      token.add_service(service);
    }
    const text = token.build();
    const [read, expected] = [ours, official].map(({ AccessToken2 }) => {
      const parsed = new AccessToken2("", "", 0, 0);
      const isRead = parsed.from_string(text);
      const { appId, issueTs, expire, salt, services } = parsed;
      const known = services.map((service) => [service.service_type(), service.__privileges]);
      return [isRead, String(appId), issueTs, expire, salt, known, parsed.verifySignature(CERTIFICATE), parsed.verifySignature(APP_ID)];
    });
    assert.deepEqual(read, expected, types.join());
    assert.equal(read[6], true);
  }
});

test("a signature, time or salt that somebody puts in another's place is not that of the token", () => {
  const { AccessToken2 } = require("agora-token-wasm/agora-token/src/AccessToken2");
  for (const change of [{}, { __signature: Buffer.alloc(32) }, { __signing_info: Buffer.alloc(9) }, { salt: 1 }, { issueTs: 1 }, { appId: CERTIFICATE }]) {
    const read = new AccessToken2("", "", 0, 0);
    assert.equal(read.from_string(rtc(42)), true);
    Object.assign(read, change);
    assert.equal(read.verifySignature(CERTIFICATE), Object.keys(change).length === 0, Object.keys(change)[0]);
  }
});

test("a hundred pairs take turns, and each token is of its own", () => {
  for (let index = 0; index < 200; index++) {
    const certificate = String(index % 100).padStart(32, "0");
    const token = RtcTokenBuilder.buildTokenWithUid(APP_ID, certificate, "room", 1, 1, 60);
    new Issuer(APP_ID, certificate).verify(token);
  }
});
