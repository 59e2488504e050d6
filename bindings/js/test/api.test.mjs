import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import {
  AgoraTokenError,
  createHandler,
  Endpoint,
  Issuer,
  libraryVersion,
  parse,
  Refused,
  RtcPrivilege,
  Rtm2Permission,
  Rtm2Resource,
  RtmPrivilege,
  ServiceType,
} from "agora-token-wasm";
import * as native from "./node_modules/agora-token-wasm/esm/native.js";
import { ONE_CALLS } from "./one-calls.mjs";
import { APP_ID, CERTIFICATE, readJson } from "./support.mjs";

const issuer = new Issuer(APP_ID, CERTIFICATE);
const RTC = { uid: 42, role: "publisher", expiresIn: 3600 };
const NOW = Math.floor(Date.now() / 1000);

const throws = (code, call) => assert.throws(call, (error) => error instanceof AgoraTokenError && error.code === code);

test("each one-call builder makes the token that it says", () => {
  for (const [name, [services, make]] of Object.entries(ONE_CALLS)) {
    const made = parse(make(issuer, { expiresIn: 600 })).services.map(({ type, privileges }) => [type, privileges.length]);
    assert.deepEqual(made, Object.entries(services).map(([service, count]) => [ServiceType[service], count]), name);
  }
  const { version, appId, issuedAt, expiresAt, cutAt, services: [service] } = parse(issuer.rtc("room", RTC));
  assert.deepEqual([version, appId, expiresAt - issuedAt, cutAt], ["007", APP_ID, 3600, null]);
  assert.deepEqual([service.channel, service.account], ["room", "42"]);
  assert.equal(parse(issuer.rtc("room", { ...RTC, version: "006" })).version, "006");
  assert.equal(parse(issuer.rtm("ann", { expiresIn: 200_000 })).cutAt - issuedAt < 86_400 + 60, true);
});

test("each one-call builder of the C ABI is tested", () => {
  const made = readJson("abi/agora_token.json").functions.filter(({ kind }) => kind === "one call");
  assert.deepEqual(made.map(({ name }) => name).sort(), Object.keys(ONE_CALLS).map((name) => `agora_token_${name}`).sort());
});

test("the builder makes several services with a lifetime each, and permissions", () => {
  const token = issuer
    .builder()
    .issuedAt(NOW)
    .salt(7)
    .expiresIn(3600)
    .addRtc("room", 42)
    .grant(RtcPrivilege.JOIN_CHANNEL, 600)
    .addRtm2("ann")
    .grant(RtmPrivilege.LOGIN)
    .permit(Rtm2Resource.MESSAGE_CHANNELS, Rtm2Permission.WRITE, ["a", "b"])
    .build();
  const info = parse(token);
  assert.equal(info.salt, 7);
  assert.deepEqual(info.services[0].privileges, [{ privilege: 1, name: "join channel", expiresAt: NOW + 600 }]);
  assert.deepEqual(info.services[1].permissions, [
    { resource: 0, resourceName: "message channels", permission: 1, permissionName: "write", names: ["a", "b"] },
  ]);
  throws("NO_SERVICE", () => issuer.builder().build());
  throws("UNSUPPORTED_IN_VERSION", () => issuer.builder("006").addRtc("a").addRtm("b"));
  throws("BAD_SERVICE", () => issuer.builder().addRtc("a").permit(0, 0, ["x"]));
  throws("STRING_TOO_LONG", () => issuer.builder().addRtc("x".repeat(65_536)));
});

test("a token that is longer than most comes out whole", () => {
  // What cannot be compressed, so that the token outgrows every buffer that was made before.
  const names = Array.from({ length: 1000 }, (_, index) => `${Math.sin(index)}${Math.cos(index)}`);
  const token = issuer.builder().addRtm2("ann").permit(0, 0, names).build();
  assert.ok(token.length > 16_000);
  assert.deepEqual(parse(token).services[0].permissions[0].names, names);
  issuer.verify(token);
});

test("a check says the first thing that does not match", () => {
  const token = issuer.rtc("room", RTC);
  issuer.verify(token);
  issuer.checkRtc(token, "room", { uid: 42 });
  issuer.checkRtc(token, "room", { account: "42", privilege: RtcPrivilege.PUBLISH_VIDEO });
  issuer.check(token, { service: ServiceType.RTC, channel: "room", user: "42", privilege: 1 });
  throws("WRONG_USER", () => issuer.checkRtc(token, "room", { uid: 43 }));
  throws("WRONG_CHANNEL", () => issuer.checkRtc(token, "hall", { uid: 42 }));
  throws("EXPIRED", () => issuer.checkRtc(token, "room", { uid: 42, now: NOW + 7200 }));
  throws("NOT_GRANTED", () => issuer.checkRtc(token, "room", { uid: 42, privilege: 99 }));
  throws("WRONG_APP", () => new Issuer(CERTIFICATE, CERTIFICATE).verify(token));
  throws("BAD_SIGNATURE", () => new Issuer(APP_ID, APP_ID).verify(token));
  throws("NOT_GRANTED", () => issuer.checkRtm(token, "42"));
  issuer.checkRtm(issuer.rtm("ann", { expiresIn: 60 }), "ann");
  throws("UNSUPPORTED_IN_VERSION", () => issuer.verify(issuer.rtc("room", { ...RTC, version: "006" })));
  throws("MALFORMED_TOKEN", () => parse("007"));
  throws("UNKNOWN_VERSION", () => parse("005abc"));
});

test("an error has a code, its number and the library's sentence", () => {
  assert.throws(() => new Issuer("x", CERTIFICATE), (error) => {
    assert.deepEqual([error.name, error.code, error.status], ["AgoraTokenError", "BAD_APP_ID", 100]);
    assert.equal(error.message, "the App ID must be 32 hexadecimal characters");
    return true;
  });
  assert.match(libraryVersion(), /^\d+\.\d+\.\d+$/);
});

test("what the rules refuse is refused by name", () => {
  throws("BAD_APP_CERTIFICATE", () => new Issuer(APP_ID, "x"));
  throws("BAD_CHANNEL", () => issuer.rtc("", RTC));
  throws("BAD_CHANNEL", () => issuer.rtc("a\0b", RTC));
  throws("BAD_CHANNEL", () => issuer.rtc("x".repeat(1 << 20), RTC));
  throws("BAD_CHANNEL", () => issuer.rtc("ü".repeat(3 << 20), RTC));
  throws("BAD_ACCOUNT", () => issuer.rtc("room", { account: "", role: "publisher", expiresIn: 1 }));
  throws("BAD_ACCOUNT", () => issuer.rtm("a\0b", { expiresIn: 1 }));
  throws("BAD_ROLE", () => issuer.rtc("room", { ...RTC, role: "admin" }));
  throws("BAD_VERSION", () => issuer.rtc("room", { ...RTC, version: "005" }));
  throws("EXPIRY_LOOKS_ABSOLUTE", () => issuer.rtc("room", { ...RTC, expiresIn: NOW + 3600 }));
  throws("EXPIRY_LOOKS_ABSOLUTE", () => issuer.rtc("room", { ...RTC, expiresIn: Date.now() }));
  for (const expiresIn of [0, -1, 1.5, NaN, -Infinity]) throws("BAD_EXPIRY", () => issuer.rtc("room", { ...RTC, expiresIn }));
  throws("TOKEN_TOO_LARGE", () => parse(`007${"x".repeat(10 << 20)}`));
});

test("numbers that are no 32-bit integers are refused, not cut", () => {
  for (const uid of [-1, 1.5, 2 ** 32, NaN, Infinity]) throws("OUT_OF_RANGE", () => issuer.rtc("room", { ...RTC, uid }));
  throws("OUT_OF_RANGE", () => issuer.builder().addRtc("room", -1));
  throws("OUT_OF_RANGE", () => issuer.builder().salt(2 ** 32));
  throws("BAD_PRIVILEGE", () => issuer.builder().addRtc("room").grant(65_536));
  throws("OUT_OF_RANGE", () => issuer.educationRoomUser("r", "u", { role: 40_000, expiresIn: 1 }));
  throws("OUT_OF_RANGE", () => issuer.verify(issuer.fpa(), { now: 0 }));
  assert.equal(parse(issuer.rtc("room", { ...RTC, uid: 2 ** 32 - 1 })).services[0].account, "4294967295");
  assert.equal(parse(issuer.builder().salt(2 ** 32 - 1).addFpa().build()).salt, 2 ** 32 - 1);
});

test("text with half of a surrogate pair is refused, and all other text goes through", () => {
  for (const half of ["\ud800", "\udfff", "a\ud83d", "\ude00\ud83d"]) {
    throws("NOT_UTF8", () => issuer.rtm(half, { expiresIn: 1 }));
    throws("NOT_UTF8", () => parse(`007${half}`));
  }
  for (const text of ["é", "日本語", "😀", "a".repeat(31) + "é", "x".repeat(64), "\ufeffa", "\ufffd"]) {
    const token = issuer.rtm(text, { expiresIn: 60 });
    assert.equal(parse(token).services[0].userId, text);
    issuer.checkRtm(token, text);
  }
});

test("arguments of a wrong type are a TypeError that names them", () => {
  const wrong = [undefined, null, 1, {}, [], true, 1n, Symbol("s"), () => "room", new String("room")];
  for (const value of wrong) {
    assert.throws(() => issuer.rtc(value, RTC), { name: "TypeError", message: /^channel must be a string/ });
    assert.throws(() => issuer.rtc("room", { ...RTC, uid: undefined, account: value }), TypeError);
    assert.throws(() => parse(value), { name: "TypeError", message: /^token must be a string/ });
    assert.throws(() => new Issuer(APP_ID, value), { name: "TypeError", message: /^appCertificate must be a string/ });
  }
  for (const value of ["42", null, true, 42n, [42]]) assert.throws(() => issuer.rtc("room", { ...RTC, uid: value }), TypeError);
  for (const value of ["3600", null, undefined]) {
    assert.throws(() => issuer.rtc("room", { ...RTC, expiresIn: value }), TypeError);
  }
  assert.throws(() => issuer.rtc("room", { ...RTC, account: "ann" }), TypeError);
  assert.throws(() => issuer.rtc("room"), TypeError);
  assert.throws(() => issuer.builder().addRtm2("a").permit(0, 0, "names"), TypeError);
  assert.throws(() => createHandler(issuer, {}), TypeError);
  assert.throws(() => new Endpoint({}), TypeError);
});

/** What a call says where it is a TypeError. */
function typeError(call) {
  let message;
  assert.throws(call, (error) => {
    message = error.message;
    return error instanceof TypeError;
  });
  return message;
}

test("an option that there is not is refused, and the one that was meant is named", async () => {
  const token = issuer.rtc("room", RTC);
  const question = { service: ServiceType.RTC, privilege: 1, channel: "room", user: "42" };
  for (const ask of [issuer.check, issuer.explain]) {
    for (const [name, right] of [["uid", "user"], ["account", "user"], ["chanel", "channel"], ["userId", "user"], ["Now", "now"]]) {
      const { [right]: value = 1, ...others } = question;
      assert.match(typeError(() => ask.call(issuer, token, { ...others, [name]: value })), new RegExp(`"${name}": did you mean "${right}"`));
    }
    assert.doesNotMatch(typeError(() => ask.call(issuer, token, { ...question, frobnicate: 1 })), /did you mean/);
  }
  const says = (name, right, call) => assert.match(typeError(call), new RegExp(`"${name}": did you mean "${right}"`));
  says("vesion", "version", () => issuer.rtc("room", { ...RTC, vesion: "006" }));
  says("user", "account", () => issuer.rtc("room", { user: "ann", role: "publisher", expiresIn: 60 }));
  says("expire", "expiresIn", () => issuer.rtm("ann", { expire: 60 }));
  says("ttl", "expiresIn", () => issuer.chatApp({ ttl: 60 }));
  says("nwo", "now", () => issuer.verify(token, { nwo: 1 }));
  says("userUid", "userUuid", () => issuer.builder().addApaas({ userUid: "a" }));
});

test("a policy or an endpoint with a limit that there is not opens nothing", async () => {
  const endpoint = new Endpoint(issuer);
  const ask = (policy) => endpoint.handle({ method: "GET", target: "/rtm/ann" }, { user: "ann", ...policy });
  for (const [name, right] of [["maxExpiry", "maxExpiresIn"], ["channel", "channels"], ["maxrole", "maxRole"], ["role", "maxRole"]]) {
    assert.match(typeError(() => ask({ [name]: 1 })), new RegExp(`"${name}": did you mean "${right}"`));
  }
  assert.match(typeError(() => new Endpoint(issuer, { allowOrigin: [] })), /did you mean "allowOrigins"/);
  assert.match(typeError(() => createHandler(issuer, { authorise: () => null })), /did you mean "authorize"/);
  assert.match(typeError(() => createHandler(issuer, { authorize: null, basepath: "/a" })), /did you mean "basePath"/);
  const handler = createHandler(issuer, { authorize: () => ({ user: "42", chanels: ["a"] }) });
  await assert.rejects(handler(new Request("http://localhost/rtm/42")), /did you mean "channels"/);
});

test("what somebody has put on Object.prototype is no option and no limit", () => {
  const token = issuer.rtc("room", RTC);
  const endpoint = new Endpoint(issuer);
  const target = "/rtc/any/publisher/uid/42?expiry=200000";
  const polluted = {
    version: "006",
    now: 1,
    privilege: 1,
    uid: 7,
    allowAnyChannel: true,
    allowAnyUser: true,
    allowAppTokens: true,
    maxRole: "publisher",
    maxExpiresIn: Infinity,
    channels: ["any"],
    omitCorsHeaders: true,
    frobnicate: 1,
  };
  Object.assign(Object.prototype, polluted);
  try {
    assert.equal(parse(issuer.rtm("ann", { expiresIn: 60 })).version, "007");
    throws("EXPIRED", () => issuer.verify(issuer.builder().issuedAt(NOW - 100).expiresIn(1).addFpa().build(), {}));
    throws("NOT_GRANTED", () => issuer.check(token, { service: ServiceType.RTC, channel: "room", user: "42" }));
    assert.equal(endpoint.handle({ method: "GET", target }, { user: "42" }).status, 403);
    const { headers } = new Endpoint(issuer).handle({ method: "GET", target: "/ping" }, null);
    assert.ok(headers.some(([name]) => name === "Access-Control-Allow-Origin"));
  } finally {
    for (const name of Object.keys(polluted)) delete Object.prototype[name];
  }
});

test("what is missing is asked for by name", () => {
  const token = issuer.rtc("room", RTC);
  assert.match(typeError(() => issuer.rtc("room")), /^the options of rtc must be an object of uid, account, role, expiresIn, version, not undefined$/);
  assert.match(typeError(() => issuer.chatUser("ann")), /^the options of chatUser must be an object of expiresIn, not undefined$/);
  assert.match(typeError(() => issuer.check(token)), /^questions of check must be an object/);
  assert.match(typeError(() => issuer.checkRtc(token, "room", "42")), /^questions of checkRtc must be an object/);
  assert.match(typeError(() => issuer.verify(token, null)), /^the options of verify must be an object of now, not null$/);
  assert.match(typeError(() => issuer.explain(token, { channel: "room" })), /has a channel but no service: give it, such as ServiceType.RTC/);
  assert.match(typeError(() => createHandler(issuer)), /^the options of the endpoint must be an object/);
  assert.match(typeError(() => createHandler(issuer, { authorize: null, basePath: 1 })), /^basePath must be a string/);
  assert.match(typeError(() => new Endpoint(issuer).handle({ method: "GET", target: "/ping" })), /^policies must be an object/);
});

test("a service without privileges is checked without one", () => {
  for (const [service, make] of [[ServiceType.CONVOAI, "convoai"], [ServiceType.STT, "stt"]]) {
    const token = issuer[make]("room", { account: "ann", role: "publisher", expiresIn: 60 });
    issuer.check(token, { service });
    issuer.check(token, { service, privilege: 0 });
    throws("BAD_PRIVILEGE", () => issuer.check(token, { service, privilege: 1 }));
    throws("NOT_GRANTED", () => issuer.check(issuer.fpa(), { service }));
    throws("NOT_GRANTED", () => issuer.check(token, { service: ServiceType.RTC, channel: "room", user: "ann" }));
  }
});

test("an issuer of another copy of the package is refused, since its address means nothing here", () => {
  const { Issuer: Required, createHandler: required } = createRequire(import.meta.url)("agora-token-wasm");
  const other = new Required(APP_ID, CERTIFICATE);
  required(other, { authorize: null });
  for (const wrong of [other, {}, null, issuer.builder(), new Endpoint(issuer), new Proxy(issuer, {})]) {
    assert.match(typeError(() => createHandler(wrong, { authorize: null })), /^issuer must be an Issuer of the same copy/);
  }
});

test("what is closed says so, and closing twice is fine", () => {
  const mine = new Issuer(APP_ID, CERTIFICATE);
  const builder = mine.builder().addFpa();
  const endpoint = new Endpoint(mine);
  mine.close();
  mine.close();
  for (const call of [() => mine.fpa(), () => mine.builder(), () => mine.verify("x"), () => new Endpoint(mine)]) throws("CLOSED", call);
  // They keep what they need of it.
  issuer.verify(builder.build());
  assert.equal(endpoint.handle({ method: "GET", target: "/ping" }, null).status, 200);
  builder.close();
  endpoint.close();
  throws("CLOSED", () => builder.build());
  throws("CLOSED", () => endpoint.handle({ method: "GET", target: "/ping" }, null));
});

test("what a using declaration calls closes", () => {
  const mine = new Issuer(APP_ID, CERTIFICATE);
  mine[Symbol.dispose]();
  throws("CLOSED", () => mine.fpa());
});

test("one million tokens of one issuer have one million salts", () => {
  const mine = new Issuer(APP_ID, CERTIFICATE);
  const seen = new Set();
  const life = { expiresIn: 60, version: "006" };
  for (let count = 0; count < 1_000_000; count++) {
    const token = mine.rtm("ann", life);
    // The content behind the version and the App ID: the signature, the CRCs and the salt are in it.
    seen.add(token.slice(35));
  }
  assert.equal(seen.size, 1_000_000);
});

test("eight worker threads with an issuer each make no two equal tokens", async () => {
  const salts = await Promise.all(
    Array.from({ length: 8 }, () => {
      const worker = new Worker(new URL("./thread.mjs", import.meta.url), { workerData: [APP_ID, CERTIFICATE, 20_000] });
      return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    }),
  );
  assert.equal(new Set(salts.flat()).size, 160_000);
});

/** A call that does not come back, as a bug in the module would end. */
function trap() {
  native.enter();
  throws("PANIC", () => native.call(() => native.wasm.agora_token_issuer_free(0xfffffff0)));
}

test("after each of 20,000 traps everything works on", () => {
  const mine = new Issuer(APP_ID, CERTIFICATE);
  const endpoint = new Endpoint(mine, { version: "007" });
  const token = mine.rtc("room", RTC);
  for (let count = 0; count < 20_000; count++) {
    trap();
    if (count % 100 !== 0) {
      mine.fpa();
      continue;
    }
    mine.checkRtc(token, "room", { uid: 42 });
    mine.verify(mine.builder().addFpa().build());
    assert.equal(parse(token).services.length, 1);
    assert.match(endpoint.handle({ method: "GET", target: "/rtm/ann" }, null).body, /007/);
  }
});

test("tokens before and after a trap are not equal", () => {
  const mine = new Issuer(APP_ID, CERTIFICATE);
  const salts = [];
  for (let count = 0; count < 1000; count++) {
    salts.push(parse(mine.fpa()).salt);
    if (count % 10 === 0) trap();
  }
  assert.equal(new Set(salts).size, 1000);
});

test("a builder of an instance that was thrown away says so", () => {
  const builder = issuer.builder().addFpa();
  trap();
  issuer.fpa();
  throws("PANIC", () => builder.build());
  builder.close();
});

test("a call that finds JavaScript's own stack full leaves everything usable", () => {
  let panics = 0;
  const deeper = () => {
    try {
      issuer.fpa();
    } catch (error) {
      panics += error.code === "PANIC" ? 1 : 0;
      return;
    }
    deeper();
  };
  assert.throws(
    () => {
      for (let count = 0; count < 50; count++) deeper();
      throw new RangeError("done");
    },
    RangeError,
  );
  issuer.verify(issuer.fpa());
  assert.equal(new Set(Array.from({ length: 100 }, () => parse(issuer.fpa()).salt)).size, 100);
});

test("a clock and randomness that are not to be had are errors of their own", () => {
  const real = Date.now;
  const token = issuer.fpa();
  try {
    for (const now of [0, -1, NaN, 500]) {
      Date.now = () => now;
      throws("CLOCK_FAILED", () => issuer.fpa());
      throws("CLOCK_FAILED", () => issuer.verify(token));
    }
    Date.now = () => 2 ** 32 * 1000;
    throws("CLOCK_FAILED", () => issuer.fpa());
  } finally {
    Date.now = real;
  }
  const { webcrypto } = createRequire(import.meta.url)("node:crypto");
  const random = Object.getOwnPropertyDescriptor(webcrypto, "getRandomValues");
  try {
    webcrypto.getRandomValues = () => {
      throw new Error("no entropy");
    };
    const mine = new Issuer(APP_ID, CERTIFICATE);
    throws("RANDOM_FAILED", () => mine.fpa());
    delete webcrypto.getRandomValues;
    issuer.verify(mine.fpa());
  } finally {
    if (random !== undefined) Object.defineProperty(webcrypto, "getRandomValues", random);
  }
});

test("hostile requests are answered", async () => {
  const handler = createHandler(issuer, { authorize: null });
  const post = (body) => handler(new Request("http://localhost/getToken", { method: "POST", body }));
  for (const body of ["", "{", "[".repeat(60_000), `${'{"a":'.repeat(10_000)}1`, "\0", "null", '{"uid":1e999}']) {
    assert.equal((await post(body)).status, 400);
  }
  assert.equal((await post("x".repeat(1 << 20))).status, 413);
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(50_000)) });
  const request = new Request("http://localhost/getToken", { method: "POST", body: endless, duplex: "half" });
  assert.equal((await handler(request)).status, 413);
});

test("a getter that makes a call of its own changes nothing of the call that reads it", () => {
  const intruder = (value) => ({
    get() {
      issuer.rtm("somebody-else-with-a-long-name", { expiresIn: 60 });
      return value;
    },
    enumerable: true,
  });
  const channels = new Proxy(["room-1"], {
    get(list, key) {
      issuer.rtm("somebody-else-with-a-long-name", { expiresIn: 60 });
      return Reflect.get(list, key);
    },
  });
  const endpoint = new Endpoint(issuer, { version: "007" });
  const request = Object.create(null, {
    method: intruder("GET"),
    target: intruder("/rtc/room-1/publisher/uid/42"),
    origin: intruder(""),
    body: intruder(""),
  });
  const policy = Object.create(null, {
    user: intruder("42"),
    channels: intruder(channels),
    maxRole: intruder("publisher"),
    allowAppTokens: intruder(false),
  });
  const { status, body } = endpoint.handle(request, policy);
  assert.equal(status, 200, body);
  issuer.checkRtc(JSON.parse(body).rtcToken, "room-1", { uid: 42, privilege: 2 });
  const token = issuer.rtc("room", Object.create(null, { uid: intruder(7), role: intruder("publisher"), expiresIn: intruder(60) }));
  issuer.checkRtc(token, "room", { uid: 7 });
  assert.deepEqual(
    parse(issuer.builder().addRtm2("ann").permit(0, 0, channels).build()).services[0].permissions[0].names,
    ["room-1"],
  );
});

test("the body of a request is what it is, whatever its class answers", () => {
  const endpoint = new Endpoint(issuer, { version: "007" });
  const text = new TextEncoder().encode(JSON.stringify({ tokenType: "rtm", uid: "ann" }));
  const ask = (body) => endpoint.handle({ method: "POST", target: "/getToken", body }, null);
  class Intruder extends Uint8Array {
    get length() {
      issuer.rtm("somebody-else-with-a-long-name", { expiresIn: 60 });
      return 1e9;
    }
    subarray() {
      issuer.rtm("somebody-else-with-a-long-name", { expiresIn: 60 });
      return { length: 1e6 };
    }
    static get [Symbol.species]() {
      throw new Error("species");
    }
  }
  const shared = new Uint8Array(new SharedArrayBuffer(text.length));
  shared.set(text);
  for (const body of [text, new Intruder(text.buffer), Buffer.from(text), shared]) {
    const { status, body: answer } = ask(body);
    assert.equal(status, 200, answer);
    issuer.checkRtm(JSON.parse(answer).token, "ann");
  }
  for (const size of [100 << 20]) {
    assert.equal(ask(new Intruder(size)).status, 413);
    assert.equal(ask(new Uint8Array(size)).status, 413);
    assert.equal(ask("x".repeat(size)).status, 413);
    assert.equal(endpoint.handle({ method: "GET", target: `/${"x".repeat(size)}` }, null).status, 414);
  }
  for (const body of [null, 1, {}, new ArrayBuffer(3), new Uint16Array(3), new DataView(new ArrayBuffer(3)), new Proxy(text, {})]) {
    assert.match(typeError(() => ask(body)), /^body must be a string or a Uint8Array/);
  }
  const detached = new Uint8Array(9);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  typeError(() => ask(detached));
  issuer.verify(issuer.fpa());
});

test("a clock that makes a call of its own is PANIC, and no token of another's", () => {
  const mine = new Issuer(APP_ID, CERTIFICATE);
  mine.fpa();
  const real = Date.now;
  Date.now = () => {
    Date.now = real;
    mine.rtm("somebody-else", { expiresIn: 60 });
    return real();
  };
  throws("PANIC", () => mine.rtc("room", RTC));
  Date.now = real;
  issuer.checkRtc(mine.rtc("room", RTC), "room", { uid: 42 });
});

test("a handler says so where somebody has read the body before it, or the body is none", async () => {
  const post = (body) => new Request("http://localhost/getToken", { method: "POST", body, duplex: "half" });
  const text = JSON.stringify({ tokenType: "rtm", uid: "ann" });
  const reading = (read) => createHandler(issuer, { authorize: async (request) => ({ user: (await read(request).json()).uid }) });
  await assert.rejects(reading((request) => request)(post(text)), /in authorize, read that of request.clone\(\)/);
  assert.equal((await reading((request) => request.clone())(post(text))).status, 200);
  const open = createHandler(issuer, { authorize: null });
  const streaming = (start) => open(post(new ReadableStream({ start })));
  await assert.rejects(streaming((controller) => controller.enqueue("text")), /must give Uint8Arrays/);
  await assert.rejects(streaming((controller) => controller.error(new Error("gone"))), /^Error: gone$/);
});

test("a refusal that cannot be sent is a mistake where it is made", () => {
  for (const status of [200, 399, 600, 401.5]) throws("OUT_OF_RANGE", () => new Refused(status));
  typeError(() => new Refused("401"));
  for (const challenge of ["Bearer\r\nSet-Cookie: a=b", "Bearer é", "", "\0"]) {
    assert.match(typeError(() => new Refused(401, "no", { challenge })), /^challenge must be the text of a WWW-Authenticate header/);
  }
  assert.match(typeError(() => new Refused(401, "no", { chalenge: "Bearer" })), /did you mean "challenge"/);
});

test("authorize decides, and forgetting to answer opens nothing", async () => {
  const ask = async (authorize, path = "/rtc/room-1/audience/uid/42") => {
    const response = await createHandler(issuer, { authorize })(new Request(`http://localhost${path}`));
    return [response.status, await response.json(), response.headers.get("WWW-Authenticate")];
  };
  const policy = { user: "42", channels: ["room-*"] };
  assert.equal((await ask(() => policy))[0], 200);
  assert.equal((await ask(async () => policy, "/rtc/hall/audience/uid/42"))[0], 403);
  assert.equal((await ask(() => policy, "/rtc/room-1/publisher/uid/42"))[0], 403);
  assert.equal((await ask(() => policy, "/rtm/somebody"))[0], 403);
  for (const nothing of [null, undefined]) assert.equal((await ask(() => nothing))[0], 403);
  const refused = new Refused(401, "log in first", { challenge: "Bearer" });
  assert.deepEqual(await ask(() => refused), [401, { error: "log in first" }, "Bearer"]);
  assert.deepEqual(await ask(() => Promise.reject(refused)), [401, { error: "log in first" }, "Bearer"]);
  await assert.rejects(ask(() => true), TypeError);
  await assert.rejects(ask(() => ({})), { code: "BAD_ACCOUNT" });
  await assert.rejects(ask(() => ({ user: "" })), { code: "BAD_ACCOUNT" });
  await assert.rejects(ask(() => ({ user: "42", maxRole: "admin" })), { code: "BAD_ROLE" });
  await assert.rejects(ask(() => ({ user: "42", maxExpiresIn: 0 })), { code: "OUT_OF_RANGE" });
  const error = new Error("the database is down");
  await assert.rejects(ask(() => Promise.reject(error)), error);
});

test("a body is not read of who may not ask", async () => {
  let read = false;
  const body = new ReadableStream({ pull: () => void (read = true) }, { highWaterMark: 0 });
  const request = new Request("http://localhost/getToken", { method: "POST", body, duplex: "half" });
  const response = await createHandler(issuer, { authorize: () => new Refused() })(request);
  assert.deepEqual([response.status, read], [403, false]);
});

test("an endpoint under a path answers below it alone, and says what came where that is elsewhere", async () => {
  const handler = createHandler(issuer, { authorize: null, basePath: "/agora/" });
  const ask = (path) => handler(new Request(`http://localhost${path}`));
  const status = async (path) => (await ask(path)).status;
  const elsewhere = await (await ask("/rtm/ann?secret=1")).json();
  assert.deepEqual(elsewhere, { error: "no such route: /rtm/ann is not below the basePath /agora" });
  assert.equal(await status("/agora/ping"), 200);
  assert.equal(await status("/agora/ping?x=1#y"), 200);
  for (const path of ["/ping", "/agora", "/agorax/ping", "/"]) assert.equal(await status(path), 404);
});
