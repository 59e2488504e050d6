import assert from "node:assert/strict";
import { createServer, request as ask } from "node:http";
import { test } from "node:test";
import * as api from "agora-token-wasm";
import { createListener } from "agora-token-wasm/node";
import { bodyOf, Contract, optionsOf, policyOf, text } from "./contract.mjs";
import { readJson } from "./support.mjs";

const contract = new Contract(api, readJson("tests/contract.json"));
const authorizeOf = (policy) => (policy === null ? null : () => policy);

async function each(cases, answer) {
  for (const case_ of cases) {
    const askedAt = Math.floor(Date.now() / 1000);
    try {
      contract.check(await answer(case_, case_.request), case_, askedAt);
    } catch (error) {
      throw new Error(`${case_.name}: ${error.message}`, { cause: error });
    }
  }
}

test("the endpoint answers every case of the contract", async () => {
  assert.ok(contract.cases.length > 300);
  await each(contract.cases, (case_, request) => {
    const endpoint = new api.Endpoint(contract.issuer, optionsOf(case_));
    const answer = endpoint.handle(
      { method: request.method, target: text(request.target), origin: request.headers?.Origin, body: bodyOf(request) },
      policyOf(case_),
    );
    endpoint.close();
    return answer;
  });
});

/** Whether a fetch handler can be asked this: its host refuses some methods, and rewrites what is no URL. */
function isFetchable({ request }) {
  try {
    const url = `http://localhost${text(request.target)}`;
    return new Request(url, requestOf(request)).url === url;
  } catch {
    return false;
  }
}

const requestOf = (request) => ({ method: request.method, headers: request.headers ?? {}, body: bodyOf(request) });

test("the fetch handler answers every case that fetch can ask", async () => {
  const cases = contract.cases.filter(isFetchable);
  assert.ok(contract.cases.length - cases.length <= 12, `${contract.cases.length - cases.length} left out`);
  await each(cases, async (case_, request) => {
    const handler = api.createHandler(contract.issuer, {
      ...optionsOf(case_),
      authorize: authorizeOf(policyOf(case_)),
    });
    const url = `http://localhost${text(request.target)}`;
    const response = await handler(new Request(url, requestOf(request)));
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  });
});

/** What Node adds to the headers of the endpoint. */
const HOST_HEADERS = new Set(["connection", "content-length", "date", "keep-alive"]);

function over(port, { method, target, headers }, body) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "Content-Length": body.length };
    const options = { port, method, path: target, headers: { ...headers, ...length }, agent: false };
    const asking = ask(options, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part)).on("end", () => {
        const sent = Object.entries(response.headers).filter(([name]) => !HOST_HEADERS.has(name));
        resolve({ status: response.statusCode, headers: sent, body: Buffer.concat(parts).toString() });
      });
    });
    asking.on("error", reject).end(body);
  });
}

test("the listener of Node answers every case over a socket", async () => {
  let listener;
  const server = createServer({ maxHeaderSize: 2 << 20 }, (request, response) => listener(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    // Node's own client takes no spaces and control characters in a path.
    const cases = contract.cases.filter(({ request }) => /^[!-~]*$/.test(text(request.target)));
    assert.ok(contract.cases.length - cases.length <= 8, `${contract.cases.length - cases.length} left out`);
    await each(cases, (case_, request) => {
      listener = createListener(contract.issuer, { ...optionsOf(case_), authorize: authorizeOf(policyOf(case_)) });
      return over(server.address().port, { ...request, target: text(request.target) }, bodyOf(request));
    });
  } finally {
    server.close();
  }
});
