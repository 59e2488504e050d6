// What a call costs in the runtime that runs this, with this package and with the official ones, in turn: lines of a name, a
// tab, and the least nanoseconds of all rounds. `make bench` runs it in Node, Deno and Bun, beside the packed package.
import { createRequire } from "node:module";

const runtime = globalThis.Deno ? "Deno" : globalThis.Bun ? "Bun" : "Node";
const start = performance.now();
const { Issuer, parse } = await import("agora-token-wasm");

const ROUNDS = 150;
const CALLS = 300;
const PAIR = ["970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b"];
const CHANNEL = "0123456789abcdef0123456789abcdef";

const issuer = new Issuer(...PAIR);
const publisher = { uid: 42, role: "publisher", expiresIn: 3600 };
const publisher006 = { ...publisher, version: "006" };
const token = issuer.rtc(CHANNEL, publisher);
console.log(`${runtime} first token\t${((performance.now() - start) * 1e6).toFixed(0)}`);

const require = createRequire(import.meta.url);
const current = require("agora-token");
const { AccessToken2 } = require("agora-token/src/AccessToken2");
const deprecated = require("agora-access-token");
const moved = require("agora-token-wasm/agora-token");
const moved006 = require("agora-token-wasm/agora-access-token");
const anHourFromNow = () => Math.floor(Date.now() / 1000) + 3600;

const with007 = ({ RtcTokenBuilder }) => () => RtcTokenBuilder.buildTokenWithUid(...PAIR, CHANNEL, 42, 1, 3600, 3600);
const with006 = ({ RtcTokenBuilder }) => () => RtcTokenBuilder.buildTokenWithUid(...PAIR, CHANNEL, 42, 1, anHourFromNow());

const calls = {
  "build 007": () => issuer.rtc(CHANNEL, publisher),
  "build 006": () => issuer.rtc(CHANNEL, publisher006),
  "read 007": () => {
    issuer.verify(token);
    return parse(token);
  },
  "official build 007": with007(current),
  "official build 006": with006(deprecated),
  "official read 007": () => {
    const read = new AccessToken2("", "", 0, 0);
    if (!read.from_string(token) || !read.verifySignature(PAIR[1])) throw new Error("the token is not good");
    return read;
  },
  "moved build 007": with007(moved),
  "moved build 006": with006(moved006),
};

const least = {};
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, call] of Object.entries(calls)) {
    const begin = performance.now();
    for (let count = 0; count < CALLS; count++) call();
    const time = ((performance.now() - begin) / CALLS) * 1e6;
    if (!(time >= least[name])) least[name] = time;
  }
}
for (const [name, time] of Object.entries(least)) console.log(`${runtime} ${name}\t${time.toFixed(0)}`);
