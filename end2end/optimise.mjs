// Makes wasm files smaller, each in place: node end2end/optimise.mjs [--names] FILE...
// One process for many files: starting binaryen takes longer than optimising a small one.
import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

const files = process.argv.slice(2).filter((it) => it !== "--names");
// Keeps the functions' names, for a profiler.
binaryen.setDebugInfo(process.argv.includes("--names"));
// What wasm-opt calls -Oz.
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
// Which wasm-opt does at that level by itself.
binaryen.setGenerateStackIR(true);
binaryen.setOptimizeStackIR(true);

// Only what rustc turns on: with all features it writes a file that Chromium refuses.
const { Features } = binaryen;
const features =
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.SignExt |
  Features.MutableGlobals |
  Features.NontrappingFPToInt |
  Features.ReferenceTypes |
  Features.Multivalue;

for (const file of files) {
  const module = binaryen.readBinary(readFileSync(file));
  module.setFeatures(features);
  module.optimize();
  // Control flow is built anew between two rounds, which saves 2 % more.
  module.runPasses(["flatten", "rereloop"]);
  module.optimize();
  module.optimize();
  writeFileSync(file, module.emitBinary());
  module.dispose();
}
