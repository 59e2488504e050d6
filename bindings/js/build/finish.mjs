// finish.mjs PACKAGE: what a compiler of TypeScript does not write: the module inside of JavaScript, for hosts that have no
// other way to load it, and package.json.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const read = (...path) => readFileSync(join(here, ...path), "utf8");
const write = (path, text) => writeFileSync(join(folder, path), text);

// It stands in the JavaScript, so that no bundler can lose it and no host needs a right to read files.
const base64 = readFileSync(join(folder, "agora_token.wasm")).toString("base64");
const inline = (exported) => `const base64 = "${base64}";
const bytes = typeof Buffer === "undefined" ? Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)) : Buffer.from(base64, "base64");
${exported} = new WebAssembly.Module(bytes);
`;
write("esm/module.js", inline("export const module"));
write("cjs/module.js", `"use strict";\n${inline("exports.module")}`);
// Workers compile no WebAssembly while they run: it is imported, compiled.
write("esm/module-workerd.js", 'export { default as module } from "../agora_token.wasm";\n');
write("esm/module-edge.js", 'export { default as module } from "../agora_token.wasm?module";\n');

const { devDependencies, ...published } = JSON.parse(read("..", "package.json"));
// A file of CommonJS asks the package.json that is nearest.
const ofCommonJs = (target) =>
  typeof target === "string"
    ? target.startsWith("./cjs/") && target.replace("./cjs/", "./")
    : Object.fromEntries(Object.entries(target).map(([key, value]) => [key, ofCommonJs(value)]).filter(([, value]) => value));
write("cjs/package.json", `${JSON.stringify({ type: "commonjs", imports: ofCommonJs(published.imports) }, null, 2)}\n`);

published.version = read("..", "..", "..", "Cargo.toml").match(/^version = "(.+)"$/m)[1];
published.name = process.env.JS_PACKAGE || published.name;
write("package.json", `${JSON.stringify(published, null, 2)}\n`);
