// One of the worker threads: sends the salts of its own issuer.
import { parentPort, workerData } from "node:worker_threads";
import { Issuer, parse } from "agora-token-wasm";

const [appId, certificate, count] = workerData;
const issuer = new Issuer(appId, certificate);
parentPort.postMessage(Array.from({ length: count }, () => parse(issuer.fpa()).salt));
