// Node, Deno, Bun: `runtime-main.mjs VECTORS CONTRACT`.
import { readFileSync } from "node:fs";
import { checkAll } from "./runtime.mjs";

const [vectors, contract] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
console.log(await checkAll(vectors, contract));
