// Compares what the scoring says in wasm with what it says natively, byte for byte: node same-bytes.cjs WASM.js NATIVE.txt
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { resolve } = require("node:path");

const [module_, native] = process.argv.slice(2);
// The pages that come in chunks are in the same library, and nothing here opens one.
const load = Module._load;
const nothing = new Proxy({}, { get: () => () => undefined });
Module._load = (name, ...rest) => (name === "__wasm_split_placeholder__" ? nothing : load(name, ...rest));

const told = require(resolve(module_)).told();
const expected = readFileSync(native, "utf8");
if (told !== expected) {
  const at = told.split("\n").findIndex((line, n) => line !== expected.split("\n")[n]);
  console.error(`the scoring in wasm says something else than natively, from line ${at + 1} on`);
  process.exit(1);
}
console.log(`scoring: the same ${told.length} bytes natively and in wasm, over 10,000 answer sets`);
