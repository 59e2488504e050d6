// bundle.mjs PACKAGE: puts the ES modules of the package together, behind a small file for each name that it is imported by.
// To load twenty files takes Node longer than all else up to the first token. What a page may have, and what takes the
// official packages' place, stay apart: a page has nothing that takes a certificate, and an app without those names nothing of
// them.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const esm = resolve(process.argv[2], "esm");
const official = ["official/agora-access-token.js", "official/agora-token.js"];
const below = readdirSync(join(esm, "official/src")).filter((file) => file.endsWith(".js")).map((file) => `official/src/${file}`);

/** What is imported by its name: users' entries, and the module's memory, which the tests search. */
const entries = { page: ["browser.js"], core: ["index.js", "native.js", "node.js"], official: [...official, ...below] };
/** What an export condition chooses. */
const chosen = /^(module|random)(-\w+)?\.js$/;

/** The name in the bundle of what an entry exports. */
const within = (entry, name) => `${entry.replace(/\W/g, "_")}_${name}`;
/** Statements that export names of another file; `rename` gives those that they have there and here. */
const exporting = (file, names, rename) => `export { ${names.map((name) => rename(name).join(" as ")).join(", ")} } from "${file}";\n`;

const names = {};
for (const entry of Object.values(entries).flat()) {
  names[entry] = Object.keys(await import(pathToFileURL(join(esm, entry))));
}
for (const [bundle, list] of Object.entries(entries)) {
  const all = list.map((entry) => exporting(`./${entry}`, names[entry], (name) => [name, within(entry, name)]));
  writeFileSync(join(esm, `${bundle}.js`), all.join(""));
}
const { outputFiles } = await build({
  entryPoints: Object.keys(entries).map((bundle) => join(esm, `${bundle}.js`)),
  bundle: true,
  splitting: true,
  // 006 and 007 have a class RtcTokenBuilder each, of which one gets another name here.
  keepNames: true,
  write: false,
  format: "esm",
  target: "es2022",
  packages: "external",
  external: ["#module", "#random"],
  chunkNames: "shared-[hash]",
  outdir: esm,
  absWorkingDir: esm,
});

const written = readdirSync(esm, { recursive: true }).filter((file) => file.endsWith(".js") && !chosen.test(file));
for (const file of written) rmSync(join(esm, file));
for (const { path, contents } of outputFiles) writeFileSync(path, contents);
for (const [bundle, list] of Object.entries(entries)) {
  for (const entry of list) {
    const up = "../".repeat(entry.split("/").length - 1) || "./";
    writeFileSync(join(esm, entry), exporting(`${up}${bundle}.js`, names[entry], (name) => [within(entry, name), name]));
  }
}
