import { readFileSync } from "node:fs";
import { join } from "node:path";

/** This repository, which the environment names: the tests run beside the packed package. */
export const ROOT = process.env.AGORA_TOKEN_ROOT;

export const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

export const APP_ID = "970CA35de60c44645bbae8a215061b33";
export const CERTIFICATE = "5CFd2fd1755d40ecb72977518be15d3b";
