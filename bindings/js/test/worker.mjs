// The same in a Worker. The issuer is made in the global scope, where there is neither a clock nor randomness.
import { createHandler, Issuer } from "agora-token-wasm";
import contract from "./contract.json";
import { checkAll } from "./runtime.mjs";
import vectors from "./official.json";

const issuer = new Issuer(contract.app_id, contract.app_certificate);
const inGlobalScope = (() => {
  try {
    issuer.fpa();
    return "OK";
  } catch (error) {
    return error.code;
  }
})();
const tokens = createHandler(issuer, { authorize: null });

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/check") return new Response(await checkAll(vectors, contract));
    if (pathname === "/global-scope") return new Response(inGlobalScope);
    return tokens(request);
  },
};
