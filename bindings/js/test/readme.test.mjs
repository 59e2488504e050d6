// The examples of the package's README, as they stand there.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { Issuer } from "agora-token-wasm";
import { APP_ID, CERTIFICATE } from "./support.mjs";

const readme = readFileSync("node_modules/agora-token-wasm/README.md", "utf8");
const blocks = [...readme.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);

test("the first example prints a token", () => {
  writeFileSync("readme-1.mjs", blocks[0]);
  const token = execFileSync(process.execPath, ["readme-1.mjs"], { encoding: "utf8" }).trim();
  new Issuer(APP_ID, CERTIFICATE).checkRtc(token, "room", { uid: 42 });
});

test("the example of a check says what the token has and what was asked", () => {
  writeFileSync("readme-2.mjs", blocks[1]);
  const said = execFileSync(process.execPath, ["readme-2.mjs"], { encoding: "utf8" });
  assert.match(said, /^the token is for another channel "room" "Room" issue it for the channel/);
});

test("the token server's example answers who has a session", async () => {
  writeFileSync("readme-3.mjs", blocks[2]);
  const { tokens } = await import("./readme-3.mjs");
  const ask = (headers) => tokens(new Request("http://localhost/agora/rtc/room-1/publisher/uid/42", { headers }));
  assert.equal((await ask({})).status, 401);
  const { rtcToken } = await (await ask({ Authorization: "Bearer secret-of-42" })).json();
  new Issuer(APP_ID, CERTIFICATE).checkRtc(rtcToken, "room-1", { uid: 42, privilege: 2 });
  assert.equal(blocks.length, 3);
});
