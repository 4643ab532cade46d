// What a first visit to the first sheet costs: brotli bytes of shell, script, wasm and style, against one limit.
// Usage: node budget.mjs SITE_DIR

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The one place of the limit, in bytes. The goal of a later time is 130,000. */
const LIMIT = 180_000;

const site = process.argv[2];
const files = ["shell.html", ...readdirSync(join(site, "pkg")).map((it) => `pkg/${it}`)].filter((it) => !/\.(br|gz)$/.test(it));
const size = (file) => statSync(join(site, `${file}.br`)).size;
const isLater = (file) => file.startsWith("pkg/later-");
const print = (bytes, text) => console.log(`${String(bytes).padStart(9)}  ${text}`);

let total = 0;
for (const file of files.filter((it) => !isLater(it))) {
  total += size(file);
  print(size(file), file);
}
print(total, `in all, of ${LIMIT} bytes (brotli)`);
for (const file of files.filter(isLater)) print(size(file), `${file} (with the pages that need it)`);
if (total > LIMIT) {
  console.error("The first sheet is over its byte budget.");
  process.exit(1);
}
