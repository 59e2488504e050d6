// What explain says, row by row of tests/explain.json, and what the errors of checks have of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Issuer, ServiceType } from "agora-token-wasm";
import { readJson } from "./support.mjs";
import { outcome } from "./vectors.mjs";

const { app_id, app_certificate, rows, refused } = readJson("tests/explain.json");
const issuer = new Issuer(app_id, app_certificate);
const question = ({ service, channel, user, privilege, now }) => ({ service, channel, user, privilege, now });

test("every row is explained to the letter", () => {
  assert.ok(rows.length > 20);
  for (const row of rows) {
    const { sdkError, expiresAt, cutAt, now, ...rest } = issuer.explain(row.token, question(row));
    assert.deepEqual({ ...rest, sdk_error: sdkError, expires_at: expiresAt, cut_at: cutAt, now }, row.expected, row.name);
  }
});

test("what cannot be asked is refused", () => {
  for (const row of refused) {
    assert.equal(outcome(() => issuer.explain("", { ...question(row), now: 1 })), row.status_name, JSON.stringify(row));
  }
});

test("the error of a check says what the token has, what was asked and what to do", () => {
  let failed = 0;
  for (const row of rows) {
    const { service, channel, user, privilege, now } = row;
    const checks = service === 0 ? [() => issuer.verify(row.token, { now })] : [() => issuer.check(row.token, question(row))];
    if (service === ServiceType.RTC && user !== "") {
      checks.push(() => issuer.checkRtc(row.token, channel, { account: user, privilege, now }));
      if (/^\d+$/.test(user) && user !== "0") {
        checks.push(() => issuer.checkRtc(row.token, channel, { uid: Number(user), privilege, now }));
      }
    }
    if (service === ServiceType.RTM && privilege === 1) checks.push(() => issuer.checkRtm(row.token, user, { now }));
    for (const check of checks) {
      // A token that Agora has cut is good for a check.
      if (outcome(check) === "OK") continue;
      const { name, found, asked, advice } = row.expected;
      assert.throws(check, { code: name, found, asked, advice }, row.name);
      failed++;
    }
  }
  assert.ok(failed > 20);
});

test("without a question the signature and the lifetime are explained, at the clock's time", () => {
  const token = issuer.rtc("room", { uid: 42, role: "publisher", expiresIn: 60 });
  const { good, name, expiresAt, now } = issuer.explain(token);
  assert.deepEqual([good, name], [true, "OK"]);
  assert.ok(expiresAt - now > 50 && Math.abs(now - Date.now() / 1000) < 5);
  assert.equal(issuer.explain(token, { now: now + 120 }).name, "EXPIRED");
});
