// Each example does what it says, and the endpoint in the frameworks of Node.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import express from "express";
import fastify from "fastify";
import { Issuer, parse, Refused } from "agora-token-wasm";
import { createListener, createPlugin } from "agora-token-wasm/node";
import { fetchToken } from "./examples/client.mjs";
import { APP_ID, CERTIFICATE, ROOT } from "./support.mjs";
import { inWorkerd } from "./worker-of.mjs";

const issuer = new Issuer(APP_ID, CERTIFICATE);

/** Starts a server that prints its port, calls `use` with the URL that it has, and ends it. */
async function serving(command, args, use, stderr = "inherit") {
  const env = { ...process.env, APP_ID, APP_CERTIFICATE: CERTIFICATE, PORT: "0" };
  const server = spawn(command, args, { env, stdio: ["ignore", "pipe", stderr] });
  try {
    const port = await new Promise((resolve, reject) => {
      server.stdout.on("data", (text) => {
        const found = /(\d+)\s*$/.exec(text);
        if (found) resolve(found[1]);
      });
      server.once("error", reject).once("exit", () => reject(new Error(`${args} ended`)));
    });
    await use(`http://127.0.0.1:${port}`);
  } finally {
    server.kill();
  }
}

const json = async (url, init) => {
  const response = await fetch(url, init);
  return [response.status, await response.json()];
};

/** The seconds that a token of one service has left. */
const left = (token) => parse(token).services[0].privileges[0].expiresAt - Date.now() / 1000;

/** The article's requests, and the tokens that it promises; `routes` with those of the project that it ends in. */
async function asArticle(url, routes) {
  for (const [query, seconds] of [["", 3600], ["?expiry=1000", 1000]]) {
    const [status, { rtcToken }] = await json(`${url}/rtc/test/publisher/uid/1${query}`);
    assert.equal(status, 200);
    issuer.checkRtc(rtcToken, "test", { uid: 1, privilege: 2 });
    assert.equal(parse(rtcToken).version, "006");
    assert.ok(left(rtcToken) > seconds - 10 && left(rtcToken) <= seconds, query);
  }
  const [, { rtcToken: ofAccount }] = await json(`${url}/rtc/test/audience/userAccount/ann?expiry=60`);
  issuer.checkRtc(ofAccount, "test", { account: "ann" });
  assert.throws(() => issuer.checkRtc(ofAccount, "test", { account: "ann", privilege: 2 }), { code: "NOT_GRANTED" });
  assert.ok(left(ofAccount) > 50 && left(ofAccount) <= 60);
  // The article asks for a "subscriber" too, which its own code does not know.
  for (const role of ["admin", "subscriber"]) {
    assert.deepEqual(await json(`${url}/rtc/test/${role}/userAccount/ann`), [500, { error: "role is incorrect" }]);
  }
  assert.deepEqual(await json(`${url}/rtc/test/publisher/id/42`), [500, { error: "token type is invalid" }]);
  if (!routes) return;
  assert.deepEqual(await json(`${url}/ping`), [200, { message: "pong" }]);
  issuer.checkRtm((await json(`${url}/rtm/1`))[1].rtmToken, "1");
  const [, { rtmToken }] = await json(`${url}/rtm/ann/?expiry=60`);
  issuer.checkRtm(rtmToken, "ann");
  assert.ok(left(rtmToken) > 50 && left(rtmToken) <= 60);
  const [, both] = await json(`${url}/rte/test/publisher/uid/42`);
  issuer.checkRtc(both.rtcToken, "test", { uid: 42 });
  issuer.checkRtm(both.rtmToken, "42");
}

test("the article's server answers its requests with one require changed", () =>
  serving(process.execPath, ["examples/article.cjs"], (url) => asArticle(url, true)));

test("a server that was written for agora-access-token goes on with nothing changed but that name", async () => {
  const written = readFileSync(join(ROOT, "benches/express/server.js"), "utf8");
  const changed = written.replace("'agora-access-token'", "'agora-token-wasm/agora-access-token'");
  assert.notEqual(changed, written);
  writeFileSync("moved-over.cjs", changed);
  await serving(process.execPath, ["moved-over.cjs"], (url) => asArticle(url, false));
});

// Of the servers that Agora itself publishes, npm has this one. It is written for Express 3, two of whose middlewares Express has no more.
test("the demo server in Agora's package, filled in as it says, answers with the name of the package changed", async () => {
  let changed = readFileSync("node_modules/agora-access-token/server/DemoServer.js", "utf8");
  for (const [from, to] of [
    ["'agora-access-token'", "'agora-token-wasm/agora-access-token'"],
    ["<YOUR APP ID>", APP_ID],
    ["<YOUR APP CERTIFICATE>", CERTIFICATE],
    ["PORT = 8080", "PORT = 0"],
    ["app.use(express.favicon());", ""],
    ["app.use(app.router);", ""],
    ["'AgoraSignServer starts at ' + app.get('port')", "this.address().port"],
  ]) {
    assert.ok(changed.includes(from), from);
    changed = changed.replace(from, to);
  }
  writeFileSync("demo-server.cjs", changed);
  // It sends each answer twice, which Express tells its log.
  await serving(process.execPath, ["demo-server.cjs"], async (url) => {
    issuer.checkRtc((await json(`${url}/rtcToken?channelName=test&uid=42`))[1].key, "test", { uid: 42, privilege: 2 });
    issuer.checkRtc((await json(`${url}/rtcToken?channelName=test`))[1].key, "test", { uid: 0 });
    issuer.checkRtm((await json(`${url}/rtmToken?account=ann`))[1].key, "ann");
  }, "ignore");
});

/** Tokens for user 42 in rooms, and nothing without a session. */
async function for42(url, headers, status401 = 401) {
  const path = "/rtc/room-1/publisher/uid/42";
  assert.equal((await json(url + path))[0], status401);
  const [status, { rtcToken }] = await json(url + path, { headers });
  assert.equal(status, 200);
  issuer.checkRtc(rtcToken, "room-1", { uid: 42, privilege: 2 });
  assert.equal((await json(`${url}/rtc/room-1/publisher/uid/43`, { headers }))[0], 403);
  assert.equal((await json(`${url}/rtc/hall/publisher/uid/42`, { headers }))[0], 403);
  const body = JSON.stringify({ tokenType: "rtc", channel: "room-1", uid: "42" });
  const [, { token }] = await json(`${url}/getToken`, { method: "POST", headers, body });
  issuer.checkRtc(token, "room-1", { uid: 42 });
}

for (const framework of ["express", "fastify"]) {
  test(`the example of ${framework} with a login gives tokens to who has logged in`, () =>
    serving(process.execPath, [`examples/${framework}-login.mjs`], async (url) => {
      const login = (body) =>
        json(`${url}/login`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      assert.equal((await login({ name: "ann", password: "wrong" }))[0], 401);
      assert.equal((await login({ name: "bob", password: "correct horse" }))[0], 401);
      const [, { session }] = await login({ name: "ann", password: "correct horse" });
      await for42(`${url}/agora`, { Authorization: `Bearer ${session}` });
      issuer.checkRtc(await fetchToken(`${url}/agora`, session, "room-1", 42), "room-1", { uid: 42, privilege: 2 });
      await assert.rejects(fetchToken(`${url}/agora`, "none", "room-1", 42), { message: "401: log in first" });
      await assert.rejects(fetchToken(`${url}/agora`, session, "hall", 42), /^Error: 403: a token for this channel/);
    }));
}

for (const [runtime, command] of [["hono", process.execPath], ["bun", "node_modules/.bin/bun"]]) {
  test(`the example of ${runtime} gives tokens to who has a session, beside the app's own routes`, () =>
    serving(command, [`examples/${runtime}.mjs`], async (url) => {
      await for42(`${url}/agora`, { Authorization: "Bearer secret-of-42" });
      assert.equal(await (await fetch(url)).text(), "an app of your own");
    }));
}

test("the example of Deno gives tokens to who has a session", () =>
  serving("node_modules/.bin/deno", ["run", "--cached-only", "--allow-net", "--allow-env", "examples/deno.mjs"], (url) =>
    for42(url, { Authorization: "Bearer secret-of-42" })));

test("the example of a Worker gives tokens to who has the key", () =>
  inWorkerd("examples/worker.mjs", { APP_ID, APP_CERTIFICATE: CERTIFICATE, API_KEY: "key" }, async (get) => {
    assert.equal((await get("/rtm/ann")).status, 401);
    assert.equal((await get("/rtm/ann", { Authorization: "Bearer kez" })).status, 401);
    const response = await get("/rtc/hall/publisher/uid/7", { Authorization: "Bearer key" });
    issuer.checkRtc((await response.json()).rtcToken, "hall", { uid: 7, privilege: 2 });
  }));

test("the route of Next.js gives tokens to who has a session", async () => {
  Object.assign(process.env, { APP_ID, APP_CERTIFICATE: CERTIFICATE });
  const { GET, POST, OPTIONS } = await import("./examples/next-route.mjs");
  const url = "http://localhost/api/agora";
  const headers = { Cookie: "session=of-42" };
  assert.equal((await GET(new Request(`${url}/rtm/42`))).status, 401);
  const { rtcToken } = await (await GET(new Request(`${url}/rtc/room-1/publisher/uid/42`, { headers }))).json();
  issuer.checkRtc(rtcToken, "room-1", { uid: 42 });
  const body = JSON.stringify({ tokenType: "rtm", uid: "42" });
  const { token } = await (await POST(new Request(`${url}/getToken`, { method: "POST", headers, body }))).json();
  issuer.checkRtm(token, "42");
  assert.equal((await OPTIONS(new Request(`${url}/getToken`, { method: "OPTIONS" }))).status, 204);
});

const authorize = (request) =>
  request.headers.authorization === "Bearer secret-of-42"
    ? { user: "42", channels: ["room-*"], maxRole: "publisher" }
    : new Refused(401, "log in first", { challenge: "Bearer" });
const headers = { Authorization: "Bearer secret-of-42" };

async function listening(server, use) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test("in Express the endpoint works under a path, behind express.json() too", async () => {
  for (const before of [[], [express.json()], [express.text({ type: "*/*" })], [express.raw({ type: "*/*" })]]) {
    const app = express().use(...before, (request, response, next) => next());
    app.use("/agora", createListener(issuer, { version: "007", authorize }));
    await listening(createServer(app), (url) => for42(`${url}/agora`, { ...headers, "Content-Type": "application/json" }));
  }
});

test("in Express what authorize throws goes to its error handler", async () => {
  const app = express();
  app.use(createListener(issuer, { authorize: () => Promise.reject(new Error("the database is down")) }));
  app.use((error, request, response, next) => response.status(503).json({ error: error.message }));
  await listening(createServer(app), async (url) => {
    assert.deepEqual(await json(`${url}/rtm/ann`), [503, { error: "the database is down" }]);
  });
});

test("a client that goes away in the middle of its request leaves nothing in the log, and others are answered", async () => {
  const real = console.error;
  const said = [];
  console.error = (...what) => said.push(what);
  try {
    await listening(createServer(createListener(issuer, { authorize: null })), async (url) => {
      const socket = connect(new URL(url).port, "127.0.0.1");
      await new Promise((resolve) => socket.once("connect", resolve));
      socket.write("POST /getToken HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
      // The next answer comes after the server has read what came before it.
      assert.equal((await json(`${url}/ping`))[0], 200);
      socket.destroy();
      assert.equal((await json(`${url}/rtm/ann`))[0], 200);
    });
  } finally {
    console.error = real;
  }
  assert.deepEqual(said, []);
});

test("an authorize that reads or answers the request itself does not end the server, nor leave a client waiting", async () => {
  const policy = { allowAnyUser: true, allowAnyChannel: true };
  const reading = async (request) => {
    for await (const _ of request);
    return policy;
  };
  const answering = (request) => {
    request.res.end("mine");
    return policy;
  };
  for (const [authorize, method, expected] of [[reading, "POST", 500], [reading, "GET", 200], [answering, "GET", 200]]) {
    const real = console.error;
    const said = [];
    console.error = (error) => said.push(error.message);
    const listener = createListener(issuer, { authorize });
    const server = createServer((request, response) => listener(Object.assign(request, { res: response }), response));
    try {
      await listening(server, async (url) => {
        const body = method === "GET" ? undefined : JSON.stringify({ tokenType: "rtm", uid: "ann" });
        const ask = () => fetch(`${url}/${method === "GET" ? "rtm/ann" : "getToken"}`, { method, body }).then(({ status }) => status);
        assert.deepEqual([await ask(), await ask()], [expected, expected]);
      });
    } finally {
      console.error = real;
    }
    const expectedText = { 500: "the body was read before the endpoint" }[expected] ?? "";
    assert.ok(said.every((text) => text.startsWith(expectedText)), said.join());
  }
});

test("a body of 100 MB and one that does not end get their 413, and the server answers others", async () => {
  const part = Buffer.alloc(1 << 20, " ");
  await listening(createServer(createListener(issuer, { authorize: null })), async (url) => {
    for (const parts of [100, Infinity]) {
      const socket = connect(new URL(url).port, "127.0.0.1");
      socket.write("POST /getToken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      let isAnswered = false;
      const answer = new Promise((resolve) => socket.once("data", (data) => resolve(String(data)))).finally(() => (isAnswered = true));
      for (let sent = 0; sent < parts && !isAnswered; sent++) {
        socket.write(`${part.length.toString(16)}\r\n`);
        if (!socket.write(part) && !isAnswered) await Promise.race([answer, new Promise((resolve) => socket.once("drain", resolve))]);
        socket.write("\r\n");
      }
      assert.match(await answer, /^HTTP\/1.1 413 /);
      socket.destroy();
      assert.equal((await json(`${url}/rtm/ann`))[0], 200);
    }
  });
});

test("in Fastify the endpoint works as a plugin, under a prefix and without", async () => {
  for (const prefix of ["/agora", "/"]) {
    const app = fastify();
    await app.register(createPlugin(issuer, { version: "007", authorize }), { prefix });
    app.post("/own", async (request) => ({ own: request.body }));
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    try {
      await for42(prefix === "/" ? url : url + prefix, { ...headers, "Content-Type": "application/json" });
      const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"a":1}' };
      assert.deepEqual(await json(`${url}/own`, init), [200, { own: { a: 1 } }], "the app's own parsers stay");
    } finally {
      await app.close();
    }
  }
});
