import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { parse } from "agora-token-wasm";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { ROOT } from "./support.mjs";

const VECTORS = join(ROOT, "tests/vectors/official.json");
const CONTRACT = join(ROOT, "tests/contract.json");
const PACKAGE = "node_modules/agora-token-wasm";

async function prints(command, ...args) {
  const { stdout } = await promisify(execFile)(command, [...args, "runtime-main.mjs", VECTORS, CONTRACT], {
    env: { ...process.env, NO_COLOR: "1" },
  });
  return stdout.trim();
}

const PASSED = /^\d{3,} vectors, \d{3} cases of the contract \(\d+ that fetch cannot ask\)$/;

test("the vectors and the contract pass in Node", async () => assert.match(await prints(process.execPath), PASSED));

// It may read the two files, and no more: the package itself needs no right.
test("the vectors and the contract pass in Deno, without a right to read the package", async () => {
  assert.match(await prints("node_modules/.bin/deno", "run", "--cached-only", `--allow-read=${VECTORS},${CONTRACT}`), PASSED);
});

test("the vectors and the contract pass in Bun", async () => assert.match(await prints("node_modules/.bin/bun"), PASSED));

test("in workerd the vectors and the contract pass, and an issuer of the global scope makes tokens in requests alone", async () => {
  copyFileSync(VECTORS, "official.json");
  copyFileSync(CONTRACT, "contract.json");
  // As wrangler bundles a Worker: these conditions, and .wasm files as they are.
  const bundle = await build({
    entryPoints: ["worker.mjs"],
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["*.wasm"],
  });
  const worker = new Miniflare({
    compatibilityDate: "2026-01-01",
    modules: [
      { type: "ESModule", path: "worker.js", contents: bundle.outputFiles[0].text },
      { type: "CompiledWasm", path: "../agora_token.wasm", contents: readFileSync(`${PACKAGE}/agora_token.wasm`) },
    ],
    modulesRoot: "/",
  });
  try {
    const get = async (path) => (await worker.dispatchFetch(`http://localhost${path}`)).text();
    assert.match(await get("/global-scope"), /^(CLOCK|RANDOM)_FAILED$/);
    assert.match(await get("/check"), PASSED);
    const tokens = await Promise.all(Array.from({ length: 50 }, () => get("/rtm/ann?version=007")));
    assert.equal(new Set(tokens.map((body) => parse(JSON.parse(body).rtmToken).salt)).size, 50);
  } finally {
    await worker.dispose();
  }
});
