// A Worker in workerd, as wrangler makes one.
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** Bundles a module with the package, starts it with these bindings, calls `use` with how to ask it, and ends it. */
export async function inWorkerd(entry, bindings, use) {
  // As wrangler bundles a Worker: these conditions, and .wasm files as they are.
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["*.wasm"],
  });
  const worker = new Miniflare({
    compatibilityDate: "2026-01-01",
    bindings,
    modules: [
      { type: "ESModule", path: "worker.js", contents: bundle.outputFiles[0].text },
      {
        type: "CompiledWasm",
        path: "../agora_token.wasm",
        contents: readFileSync("node_modules/agora-token-wasm/agora_token.wasm"),
      },
    ],
    modulesRoot: "/",
  });
  try {
    await use((path, headers) => worker.dispatchFetch(`http://localhost${path}`, { headers }));
  } finally {
    await worker.dispose();
  }
}
