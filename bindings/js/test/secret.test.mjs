// The certificate, the keys that are made from it, and what their HMACs keep, in the whole memory of the module.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { inspect } from "node:util";
import { test } from "node:test";
import { createHandler, Issuer, parse } from "agora-token-wasm";
import * as native from "./node_modules/agora-token-wasm/esm/native.js";
import { ONE_CALLS } from "./one-calls.mjs";
import { stateAfter, tracesOf } from "./sha256.mjs";
import { APP_ID, CERTIFICATE } from "./support.mjs";

const memory = () => Buffer.from(native.wasm.memory.buffer);
const found = (traces) => Object.keys(traces).filter((name) => memory().includes(traces[name]));

const named = (name, list) => Object.fromEntries(list.map((trace, index) => [`${name} ${index}`, trace]));
const traces006 = { certificate: Buffer.from(CERTIFICATE), ...named("006", tracesOf(Buffer.from(CERTIFICATE))) };

/** Of a 007 token: the certificate signed with the time, that signed with the salt, and what the HMACs of it keep. */
function traces007(token) {
  const { issuedAt, salt } = parse(token);
  const le32 = (number) => Buffer.from(Uint32Array.of(number).buffer);
  const byTime = createHmac("sha256", le32(issuedAt)).update(CERTIFICATE).digest();
  const key = createHmac("sha256", le32(salt)).update(byTime).digest();
  return { byTime, key, ...named("007", tracesOf(key)) };
}

test("the search knows what SHA-256 keeps of a block", () => {
  const block = Buffer.alloc(64);
  block[0] = 0x80;
  const state = Buffer.alloc(32);
  stateAfter(block).forEach((word, index) => state.writeUInt32BE(word, 4 * index));
  assert.deepEqual(state, createHash("sha256").digest());
});

test("while an issuer is open its certificate and the 006 states are found, so the search sees them", () => {
  const issuer = new Issuer(APP_ID, CERTIFICATE);
  assert.deepEqual(found(traces006), ["certificate", "006 1", "006 3"]);
  issuer.close();
});

test("after close nothing of the certificate is in memory: no key, no state, not on the stack, nor in what texts went through", () => {
  assert.deepEqual(found(traces006), [], "before");
  const issuer = new Issuer(APP_ID, CERTIFICATE);
  const life = { expiresIn: 3600 };
  const tokens = Object.values(ONE_CALLS).map(([, make]) => make(issuer, life));
  issuer.rtc("room", { uid: 42, role: "publisher", ...life, version: "006" });
  issuer.rtm("ann", { ...life, version: "006" });
  const builder = issuer.builder().addRtc("room", 42).grant(1, 60);
  tokens.push(builder.build());
  for (const token of tokens) issuer.verify(token);
  const made = memory().length;
  issuer.close();
  builder.close();
  assert.equal(memory().length, made);
  for (const token of tokens) assert.deepEqual(found({ ...traces006, ...traces007(token) }), []);
});

test("a builder and an endpoint that outlive their issuer are the last to hold it", async () => {
  const issuer = new Issuer(APP_ID, CERTIFICATE);
  const builder = issuer.builder().addFpa();
  issuer.close();
  assert.notDeepEqual(found(traces006), []);
  const token = builder.build();
  builder.close();
  assert.deepEqual(found({ ...traces006, ...traces007(token) }), []);
});

test("a certificate that is refused is not left behind", () => {
  const wrong = `${CERTIFICATE.slice(0, 31)}x`;
  assert.throws(() => new Issuer(APP_ID, wrong), { code: "BAD_APP_CERTIFICATE" });
  assert.throws(() => new Issuer("none", CERTIFICATE), { code: "BAD_APP_ID" });
  assert.deepEqual(found({ ...traces006, wrong: Buffer.from(wrong) }), []);
});

test("an instance that is thrown away after a trap is wiped", () => {
  const issuer = new Issuer(APP_ID, CERTIFICATE);
  const old = native.wasm.memory;
  native.enter();
  assert.throws(() => native.call(() => native.wasm.agora_token_issuer_free(0xfffffff0)), { code: "PANIC" });
  issuer.fpa();
  assert.notEqual(native.wasm.memory, old);
  assert.ok(Buffer.from(old.buffer).every((byte) => byte === 0));
  issuer.close();
  assert.deepEqual(found(traces006), []);
});

test("no error, no text of an object and no answer shows the certificate", async () => {
  const issuer = new Issuer(APP_ID, CERTIFICATE);
  const shown = [inspect(issuer, { showHidden: true, depth: 9 }), JSON.stringify(issuer), String(issuer)];
  for (const call of [
    () => new Issuer(APP_ID, `${CERTIFICATE}0`),
    () => new Issuer(CERTIFICATE, [CERTIFICATE]),
    () => new Issuer(APP_ID, `${CERTIFICATE}\ud800`),
    () => issuer.rtc("", { uid: 1, role: "publisher", expiresIn: 1 }),
  ]) {
    assert.throws(call, (error) => shown.push(inspect(error), JSON.stringify(error)) > 0);
  }
  const response = await createHandler(issuer, { authorize: null })(new Request("http://localhost/rtc/a/b/c/d"));
  shown.push(await response.text());
  for (const text of shown) assert.ok(!text.toLowerCase().includes(CERTIFICATE.toLowerCase()), text);
});
