// Compares the score dump made in wasm with the native one, byte for byte: node score-dump.cjs WASM.js NATIVE.txt
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");

const [module_, native] = process.argv.slice(2);
const dumped = require(resolve(module_)).dump();
const expected = readFileSync(native, "utf8");
if (dumped !== expected) {
  const at = dumped.split("\n").findIndex((line, n) => line !== expected.split("\n")[n]);
  console.error(`the scoring in wasm says something else than natively, from line ${at + 1} on`);
  process.exit(1);
}
console.log(`scoring: the same ${dumped.length} bytes natively and in wasm, over 10,000 answer sets`);
