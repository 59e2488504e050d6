// The official packages' own tests and samples, as npm has them, against what takes their place.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { parse } from "agora-token-wasm";
import { APP_ID, CERTIFICATE } from "./support.mjs";

const run = promisify(execFile);
const env = { ...process.env, AGORA_APP_ID: APP_ID, AGORA_APP_CERTIFICATE: CERTIFICATE };
const files = (folder) => readdirSync(folder).filter((name) => name.endsWith(".js")).sort();

/** What is of versions before 006, and stays the official package's own, so that the files that need it run. */
const OLDER = ["DynamicKey5.js", "SignalingToken.js"];

/** Why a test that passes with the official package does not pass with ours. */
const SAME_CONTENT = "another text of the same content: zlib's streams are not unique";
const INTERNALS = "it compiles the text of the package's own source file, to call functions in it that nothing exports";
const OWN_TYPES = "it writes a service of a type that Agora does not have, which the library refuses to write; see facade.test.mjs for reading";
const DIFFERENT = {
  "agora-token": {
    "AccessToken2Test.js AccessToken_Test4": SAME_CONTENT,
    "AccessToken2Test.js AccessToken_Test_buildChatUserToken": SAME_CONTENT,
    "AccessToken2Test.js AccessToken_Test_buildChatAppToken": SAME_CONTENT,
    "AccessToken2Test.js AccessToken_Test_extendedServiceNumericUidConversion": SAME_CONTENT,
    "AccessToken2Test.js AccessToken_Test_stableServiceTypeOrdering": SAME_CONTENT,
    "AccessToken2Test.js AccessToken_Test_unknownServiceAfterKnownService": OWN_TYPES,
    "AccessToken2Test.js AccessToken_Test_unknownServiceBeforeKnownService": OWN_TYPES,
    "AccessToken2Test.js AccessToken_Test_bufferHelpers": INTERNALS,
    "AccessTokenTest.js AccessToken_BufferHelpers_Test": INTERNALS,
  },
  "agora-access-token": {},
};

/** The official package with its sources replaced by ours. */
function replaced(name) {
  const official = resolve("node_modules", name);
  const ours = resolve("official", name);
  rmSync(ours, { recursive: true, force: true });
  mkdirSync(join(ours, "src"), { recursive: true });
  for (const part of ["test", "sample", ...OLDER.map((file) => `src/${file}`)]) {
    cpSync(join(official, part), join(ours, part), { recursive: true });
  }
  writeFileSync(join(ours, "package.json"), '{ "type": "commonjs" }');
  writeFileSync(join(ours, "index.js"), `module.exports = require("agora-token-wasm/${name}");`);
  for (const file of files(join(official, "src")).filter((file) => !OLDER.includes(file))) {
    const module = `agora-token-wasm/${name}/src/${basename(file, ".js")}`;
    writeFileSync(join(ours, "src", file), `module.exports = require("${module}");`);
  }
  return { official, ours };
}

async function testsOf(root) {
  const folder = join(root, "test");
  const { stdout } = await run(process.execPath, ["official-runner.cjs", ...files(folder).map((file) => join(folder, file))], { env });
  return JSON.parse(stdout.slice(stdout.indexOf("\0") + 1));
}

const passing = (outcomes) => Object.keys(outcomes).filter((name) => outcomes[name].passed);

for (const name of Object.keys(DIFFERENT)) {
  const { official, ours } = replaced(name);

  test(`the tests of ${name} that pass with it pass with ours, but for those that are listed with a reason`, async (t) => {
    const [theirs, outcomes] = [await testsOf(official), await testsOf(ours)];
    const failing = passing(theirs).filter((test) => !outcomes[test].passed);
    const explain = failing.map((test) => `${test}: ${outcomes[test].message}`).join("\n");
    assert.deepEqual(failing.sort(), Object.keys(DIFFERENT[name]).sort(), explain);
    for (const test of failing.filter((test) => DIFFERENT[name][test] === SAME_CONTENT)) {
      const { actual, expected } = outcomes[test];
      assert.deepEqual(parse(actual), parse(expected), test);
    }
    t.diagnostic(`${passing(theirs).length - failing.length} of ${passing(theirs).length} pass`);
  });

  test(`the samples of ${name} print tokens that say the same`, async (t) => {
    let tokens = 0;
    for (const sample of files(join(official, "sample"))) {
      const [theirs, printed] = await Promise.all([official, ours].map((root) => said(join(root, "sample", sample))));
      assert.deepEqual(printed, theirs, sample);
      tokens += printed.filter((line) => typeof line === "object").length;
    }
    assert.ok(tokens > 0);
    t.diagnostic(`${tokens} tokens`);
  });
}

/** What a sample prints, with each token as what it says, but for its salt and when it was made. */
async function said(file) {
  const { stdout, stderr } = await run(process.execPath, [file], { env });
  assert.equal(stderr, "", file);
  return stdout.split(/\b(00[67][\w+/=]{60,})/).map((part) => (/^00[67]/.test(part) ? lasting(part) : part));
}

function lasting(token) {
  const { salt, issuedAt, expiresAt, services, ...info } = parse(token);
  const now = Math.floor(Date.now() / 1000);
  // Two runs are seconds apart, and lifetimes are minutes.
  const left = (end) => (end === null ? null : Math.round((end - (issuedAt ?? now)) / 60));
  return {
    ...info,
    left: left(expiresAt),
    services: services.map((service) => ({
      ...service,
      privileges: service.privileges.map(({ privilege, expiresAt }) => [privilege, left(expiresAt)]),
    })),
  };
}
