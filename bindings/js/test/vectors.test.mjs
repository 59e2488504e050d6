import assert from "node:assert/strict";
import { test } from "node:test";
import * as api from "agora-token-wasm";
import { readJson } from "./support.mjs";
import { checkVectors } from "./vectors.mjs";

test("every official token is written, read and checked as the official builders have it", async () => {
  const official = readJson("tests/vectors/official.json");
  assert.ok((await checkVectors(api, official)) >= 144);
});
