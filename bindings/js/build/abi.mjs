// abi.mjs HEADER OUT: writes the constants, statuses, structs and functions of the C header as TypeScript, as they are on
// wasm32, so that no number of the ABI is typed by hand. Another signature in the header fails to compile in src/.
import { readFileSync, writeFileSync } from "node:fs";

const [, , header, out] = process.argv;
const text = readFileSync(header, "utf8");

/** Which constants become which exported object: the first line that fits counts. */
const GROUPS = [
  ["ROLE_", "Role", "What a token lets its user do in a channel."],
  ["SERVICE_", "ServiceType", "The services that a token can carry."],
  ["RTM2_", "Rtm2Resource", "What a permission of RTM2 is about.", /^RTM2 resources/],
  ["RTM2_", "Rtm2Permission", "What a permission of RTM2 allows.", /^RTM2 permission/],
  ["RTM2_", "Rtm2Privilege", "The privileges of RTM2."],
  ["RTC_", "RtcPrivilege", "The privileges of RTC."],
  ["RTM_", "RtmPrivilege", "The privileges of RTM."],
  ["STREAMING_", "StreamingPrivilege", "The privileges of Streaming."],
  ["FPA_", "FpaPrivilege", "The privileges of FPA."],
  ["CHAT_", "ChatPrivilege", "The privileges of Chat."],
  ["FCDN_", "FcdnPrivilege", "The privileges of FCDN."],
  ["APAAS_", "ApaasPrivilege", "The privileges of Education."],
];

/** `/// text` above `#define AGORA_TOKEN_NAME number`. */
function* constants() {
  for (const [, doc, name, number] of text.matchAll(/((?:^\/\/\/.*\n)*)^#define AGORA_TOKEN_(\w+) \(?(-?\d+)\)?$/gm)) {
    yield { name, number: Number(number), doc: doc.replace(/^\/\/\/ ?/gm, "").trim() };
  }
}

const statusesFrom = text.indexOf("#define AGORA_TOKEN_OK 0");
const all = [...constants()];
const isStatus = ({ name }) => text.indexOf(`#define AGORA_TOKEN_${name} `) > statusesFrom;
const statuses = all.filter((constant) => isStatus(constant) && constant.name !== "OK");
const others = all.filter((constant) => !isStatus(constant) && constant.name !== "OK");

const comment = (doc, indent = "") => `${indent}/** ${doc.replaceAll("\n", `\n${indent} *  `)} */\n`;

function group([prefix, name, doc, only]) {
  const members = others.filter((c) => !c.taken && c.name.startsWith(prefix) && (!only || only.test(c.doc)));
  const rows = members.map((constant) => {
    constant.taken = true;
    return `${comment(constant.doc, "  ")}  ${constant.name.slice(prefix.length)}: ${constant.number},\n`;
  });
  return `${comment(doc)}export const ${name} = {\n${rows.join("")}} as const;\n`;
}

/** Size in bytes of a C type on wasm32, where a pointer and a size_t have four. */
const sizeOf = (type) => (type === "agora_token_str" ? 8 : 4);

function struct([, name, body]) {
  let offset = 0;
  const rows = [...body.replace(/\/\/\/.*/g, "").matchAll(/^\s*(?:const )?(\w+) (\*?)(\w+);$/gm)].map(
    ([, type, pointer, field]) => {
      const row = `  ${field}: ${offset},\n`;
      offset += pointer ? 4 : sizeOf(type);
      return row;
    },
  );
  return `export const ${name.toUpperCase()} = {\n${rows.join("")}} as const;\nexport const ${name.toUpperCase()}_SIZE = ${offset};\n`;
}

const wasmType = (type) => (/\b(u?int64_t)$/.test(type) ? "bigint" : "number");

/** A struct that is passed by value goes as a pointer, and one that is returned is written to a pointer in front. */
function signature([, result, name, list]) {
  const parameters = list.trim() === "void" ? [] : list.split(",").map((p) => p.trim().replace(/\s+/g, " "));
  const typed = parameters.map((parameter) => {
    const [, type, parameterName] = parameter.match(/^(.*?)(\w+)$/);
    return `${parameterName}: ${wasmType(type.trim())}`;
  });
  const returned = result.trim();
  if (returned === "agora_token_str") typed.unshift("result: number");
  const gives = returned === "void" || returned === "agora_token_str" ? "void" : wasmType(returned);
  return `  ${name}(${typed.join(", ")}): ${gives};\n`;
}

const declarations = text.slice(text.indexOf('extern "C" {'));
const functions = [...declarations.matchAll(/^((?:const )?[\w ]+? \*?)(agora_token_\w+)\(([^)]*)\);/gm)].map(signature);
const structs = [...text.matchAll(/^typedef struct agora_token_(endpoint_options|policy|request) \{\n([^}]*)\}/gm)];

const grouped = GROUPS.map(group);
const single = others.filter((c) => !c.taken).map((c) => `${comment(c.doc)}export const ${c.name} = ${c.number};\n`);

writeFileSync(
  out,
  `// Written by build/abi.mjs from include/agora_token.h: do not edit it.
${grouped.join("\n")}
${single.join("\n")}
/** The name of each status but OK. */
export const STATUS_NAMES = {
${statuses.map(({ name, number }) => `  ${number}: "${name}",\n`).join("")}} as const;

/** The number of each status but OK. */
export const STATUSES = {
${statuses.map(({ name, number }) => `  ${name}: ${number},\n`).join("")}} as const;

${structs.map(struct).join("\n")}
/** The functions of the C ABI as the module has them. */
export interface Functions {
${functions.join("")}}
`,
);
