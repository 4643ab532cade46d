// Takes out what a library exports for streams of calls, which no call of ours is: nothing can remove an export on its own.
// Usage: node unexport.mjs WASM_BINDGEN_DIR

import binaryen from "binaryen";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];

const path = join(folder, "app_bg.wasm");
const module = binaryen.readBinary(readFileSync(path));
const names = Array.from({ length: module.getNumExports() }, (_, at) => binaryen.getExportInfo(module.getExportByIndex(at)).name);
for (const name of names) if (/^(__wbg_)?intounderlying/.test(name)) module.removeExport(name);
writeFileSync(path, module.emitBinary());

const glue = join(folder, "app.js");
const script = readFileSync(glue, "utf8")
  .replace(/^export class IntoUnderlying\w+ \{\n[^]*?^\}\n/gm, "")
  .replace(/^if \(Symbol\.dispose\) IntoUnderlying.*\n/gm, "")
  .replace(/^const IntoUnderlying\w+Finalization = [^]*?;\n/gm, "");
writeFileSync(glue, script);
