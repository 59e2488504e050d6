#!/usr/bin/env node
// Starts the program, which lies in a package of its own for each system and processor.
"use strict";
const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const carrier = `${require("./package.json").name}-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${carrier}/agora-token${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`agora-token: the package ${carrier} is not here. Either there is none for this system, or npm left out optional dependencies.`);
  process.exit(1);
}
const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", ({ message }) => {
  console.error(`agora-token: ${message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
