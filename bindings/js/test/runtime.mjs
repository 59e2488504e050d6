// The vectors and the contract in the runtime that runs this: Node, Deno, Bun, or a Worker that has bundled it.
import * as api from "agora-token-wasm";
import { bodyOf, Contract, optionsOf, policyOf, text } from "./contract.mjs";
import { checkVectors } from "./vectors.mjs";

/** Whether a fetch handler can be asked this: runtimes refuse some methods, and rewrite what is no URL. */
function requestOf({ request }) {
  const url = `http://localhost${text(request.target)}`;
  try {
    const asked = new Request(url, { method: request.method, headers: request.headers ?? {}, body: bodyOf(request) });
    return asked.url === url && asked.method === request.method ? asked : undefined;
  } catch {
    return undefined;
  }
}

export async function checkContract(json) {
  const contract = new Contract(api, json);
  const counts = { passed: 0, leftOut: 0 };
  for (const case_ of contract.cases) {
    const request = requestOf(case_);
    if (request === undefined) {
      counts.leftOut++;
      continue;
    }
    const askedAt = Math.floor(Date.now() / 1000);
    const policy = policyOf(case_);
    const authorize = policy === null ? null : () => policy;
    const handler = api.createHandler(contract.issuer, { ...optionsOf(case_), authorize });
    const response = await handler(request);
    const answer = { status: response.status, headers: [...response.headers], body: await response.text() };
    try {
      contract.check(answer, case_, askedAt);
    } catch (error) {
      throw new Error(`${case_.name}: ${error.message}`, { cause: error });
    }
    counts.passed++;
  }
  return counts;
}

/** What passed, in one line. */
export async function checkAll(vectors, contract) {
  const tokens = await checkVectors(api, vectors);
  const { passed, leftOut } = await checkContract(contract);
  if (tokens < 144 || passed < 300 || leftOut > 12) throw new Error(`${tokens} vectors, ${passed} cases, ${leftOut} left out`);
  return `${tokens} vectors, ${passed} cases of the contract (${leftOut} that fetch cannot ask)`;
}
