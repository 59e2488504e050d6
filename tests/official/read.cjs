// node read.cjs APP_CERTIFICATE SERVICE < tokens, one a line: Agora's own parser must read each, find it signed, and find
// RTC, RTM and the service in it. Prints how many there were.
const { readFileSync } = require("node:fs");
const { AccessToken2 } = require("agora-token/src/AccessToken2");

const [certificate, service] = process.argv.slice(2);
const tokens = readFileSync(0, "utf8").trim().split("\n");
for (const token of tokens) {
  const read = new AccessToken2("", "", 0, 0);
  const problem =
    (!read.from_string(token) && "is not read") ||
    (!read.verifySignature(certificate) && "is not verified") ||
    (read.verifySignature("0".repeat(32)) && "is verified under another certificate") ||
    (read.services.map(one => one.service_type()).join() !== `1,2,${service}` && "has other services");
  if (problem) {
    console.error(`${token} ${problem}`);
    process.exit(1);
  }
}
console.log(tokens.length);
