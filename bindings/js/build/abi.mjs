// abi.mjs RECORD OUT: writes the constants, statuses, structs and functions of the recorded C ABI as TypeScript, as they are
// on wasm32, so that no number of it is typed by hand. Another signature in the record fails to compile in src/.
import { readFileSync, writeFileSync } from "node:fs";

const [, , record, out] = process.argv;
const abi = JSON.parse(readFileSync(record, "utf8"));
const PREFIX = "AGORA_TOKEN_";

const comment = (doc, indent = "") => `${indent}/** ${doc} */\n`;
const short = ({ name }) => name.slice(PREFIX.length);
const single = (constant) => `${comment(constant.doc)}export const ${short(constant)} = ${constant.value};\n`;

/** A group becomes an object; the constants of a group that users do not see stand alone, as those without a group. */
const ALONE = new Set(["", "Version", "Field"]);
function group({ name, doc, prefix, constants }) {
  const rows = constants.map((constant) => {
    return `${comment(constant.doc, "  ")}  ${short(constant).slice(prefix.length)}: ${constant.value},\n`;
  });
  return `${comment(doc)}export const ${name} = {\n${rows.join("")}} as const;\n`;
}

const values = new Map([...abi.groups.flatMap(({ constants }) => constants)].map(({ name, value }) => [name, value]));

/** The numbers that an initialiser sets: what a field is where nobody says anything. */
function initials(fields) {
  const numbers = fields.map(({ name, initial }) => [name, values.get(initial) ?? (/^\d+$/.test(initial) ? initial : undefined)]);
  return numbers.filter(([, number]) => number !== undefined).map(([name, number]) => `  ${name}: ${number},\n`).join("");
}

function struct({ name, size32, fields }) {
  const constant = name.toUpperCase().slice(PREFIX.length);
  const rows = fields.map((field) => `  ${field.name}: ${field.offset32},\n`);
  return `export const ${constant} = {\n${rows.join("")}} as const;
export const ${constant}_SIZE = ${size32};
export const ${constant}_INITIAL = {\n${initials(fields)}} as const;\n`;
}

const wasmType = (type) => (/^u?int64_t$/.test(type) ? "bigint" : "number");

/** A struct that is passed by value goes as a pointer, and one that is returned is written to a pointer in front. */
function signature({ name, returns, result, parameters }) {
  const typed = parameters.map((parameter) => `${parameter.name}: ${wasmType(parameter.type)}`);
  if (result === "text") typed.unshift("result: number");
  const gives = result === "none" || result === "text" ? "void" : wasmType(returns);
  return `  ${name}(${typed.join(", ")}): ${gives};\n`;
}

const statuses = abi.statuses.filter((status) => short(status) !== "OK");
const grouped = abi.groups.filter(({ name }) => !ALONE.has(name)).map(group);
const alone = abi.groups.filter(({ name }) => ALONE.has(name)).flatMap(({ constants }) => constants.map(single));
const structs = abi.structs.filter(({ fields }) => fields[0].name === "size").map(struct);
const functions = abi.functions.filter(({ kind }) => kind !== "inline").map(signature);

writeFileSync(
  out,
  `// Written by build/abi.mjs from abi/agora_token.json: do not edit it.
${grouped.join("\n")}
${alone.join("\n")}
/** The name of each status but OK. */
export const STATUS_NAMES = {
${statuses.map((status) => `  ${status.value}: "${short(status)}",\n`).join("")}} as const;

/** The number of each status but OK. */
export const STATUSES = {
${statuses.map((status) => `  ${short(status)}: ${status.value},\n`).join("")}} as const;

${structs.join("\n")}
/** The functions of the C ABI as the module has them. */
export interface Functions {
${functions.join("")}}
`,
);
