// What users do with the packed file, outside of this repository.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { ROOT } from "./support.mjs";

const run = promisify(execFile);
const packages = join(ROOT, "target/js");
const packed = join(packages, readdirSync(packages).find((name) => name.endsWith(".tgz")));
const here = resolve("node_modules");
const folder = mkdtempSync(join(tmpdir(), "agora-token-js-"));
after(() => rmSync(folder, { recursive: true }));
cpSync("consumers", folder, { recursive: true });

const inFolder = (command, ...args) => run(command, args, { cwd: folder });

await inFolder("npm", "init", "-y");
await inFolder("npm", "install", "--offline", "--no-audit", "--no-fund", packed);

const tsc = (...args) =>
  run(join(here, ".bin/tsc"), ["--noEmit", "--strict", "--target", "es2022", "--types", "node", "--typeRoots", join(here, "@types"), ...args], {
    cwd: folder,
  }).catch((error) => assert.fail(error.stdout));

test("the packed file can be imported and required", async () => {
  await inFolder(process.execPath, "esm.mjs");
  await inFolder(process.execPath, "cjs.cjs");
});

test("the packed file has no dependency, and no script that runs where it is installed", () => {
  const manifest = JSON.parse(readFileSync(join(folder, "node_modules/agora-token-wasm/package.json"), "utf8"));
  for (const key of ["dependencies", "peerDependencies", "optionalDependencies", "scripts", "devDependencies"]) {
    assert.equal(manifest[key], undefined, key);
  }
});

test("right uses compile under --strict, as a module and as CommonJS, and wrong ones do not", async () => {
  const lib = ["--lib", "es2022,dom,dom.iterable"];
  await tsc(...lib, "--module", "nodenext", "right.mts", "wrong.mts");
  cpSync(join(folder, "right.mts"), join(folder, "right.cts"));
  await tsc(...lib, "--module", "nodenext", "right.cts");
  await tsc(...lib, "--module", "esnext", "--moduleResolution", "bundler", "right.mts");
});

test("what was written for Agora's packages compiles and runs, their default imports too, whatever the module resolution", async () => {
  const options = ["--target", "es2022", "--strict", "--esModuleInterop", "--types", "node", "--typeRoots", join(here, "@types")];
  const compile = (compiler, ...more) =>
    run(process.execPath, [join(here, compiler, "bin/tsc"), ...options, ...more, "moved.ts"], { cwd: folder }).catch((error) =>
      assert.fail(error.stdout),
    );
  const prints = async (file) => assert.match((await inFolder(process.execPath, file)).stdout, /^true(,true){5}$/m);
  await compile("typescript-5", "--module", "commonjs", "--moduleResolution", "node10", "--outDir", "node10");
  await prints("node10/moved.js");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  await compile("typescript", "--module", "nodenext", "--outDir", "nodenext");
  await prints("nodenext/moved.js");
});

test("a page gets what reads tokens, and nothing that takes a certificate", async () => {
  symlinkSync(here, join(folder, "tools"));
  const build = (code) => {
    writeFileSync(join(folder, "page.mjs"), code);
    return inFolder(join(here, ".bin/esbuild"), "page.mjs", "--bundle", "--format=esm", "--platform=browser");
  };
  const { stdout } = await build('import { parse } from "agora-token-wasm"; console.log(parse("007"));');
  assert.ok(!stdout.includes("appCertificate"));
  await assert.rejects(build('import { Issuer } from "agora-token-wasm"; console.log(Issuer);'), /No matching export/);
});

test("arethetypeswrong finds nothing wrong", async () => {
  const { stdout } = await run(join(here, ".bin/attw"), [packed, "--format", "json", "--exclude-entrypoints", "./agora_token.wasm"], {
    maxBuffer: 64 << 20,
  }).catch((error) => assert.fail(`${error.stdout}${error.stderr}`));
  assert.deepEqual(Object.values(JSON.parse(stdout).problems).flat(), []);
});

test("the module has at most 300 KB, and 130 KB gzipped", () => {
  const module = readFileSync(join(folder, "node_modules/agora-token-wasm/agora_token.wasm"));
  assert.ok(module.length <= 300_000 && gzipSync(module, { level: 9 }).length <= 130_000);
});
