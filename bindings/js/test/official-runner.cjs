// official-runner.cjs FILE...: runs test files that were written for nodeunit, and prints what came of each test as JSON.
const assert = require("node:assert");
const { basename } = require("node:path");

/** What those files use of nodeunit. */
const testing = (done) => ({
  equal: assert.equal,
  strictEqual: assert.strictEqual,
  notEqual: assert.notEqual,
  deepEqual: assert.deepEqual,
  ok: assert.ok,
  throws: assert.throws,
  done,
});

function outcomeOf(run) {
  let isDone = false;
  try {
    run(testing(() => (isDone = true)));
    return { passed: isDone };
  } catch ({ message, actual, expected }) {
    return { passed: false, message, actual, expected };
  }
}

const outcomes = {};
for (const file of process.argv.slice(2)) {
  for (const [name, run] of Object.entries(require(file))) outcomes[`${basename(file)} ${name}`] = outcomeOf(run);
}
// Behind what the files themselves print.
console.log(`\u0000${JSON.stringify(outcomes)}`);
