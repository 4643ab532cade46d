// Byte budget of a first visit, for the staff's first sheet and for the fair's quiz: shell, script, wasm, style
// and data as brotli, against one limit each.
// Usage: node budget.mjs SITE_DIR

import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

/** The one place of the limits, in bytes: the first sheet, and the quiz on a visitor's phone. */
const LIMIT = 215_000;
const FAIR_LIMIT = 150_000;

const site = process.argv[2];
const files = ["shell.html", "fair.html", ...readdirSync(join(site, "pkg")).map((it) => `pkg/${it}`)].filter(
  (it) => !/\.(br|gz)$/.test(it),
);
// What the server compresses itself, the shells and the quiz, it sends at brotli's level 5.
const sent = (text) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
const size = (file) =>
  file.endsWith(".html") ? sent(readFileSync(join(site, file))) : statSync(join(site, `${file}.br`)).size;
const isLater = (file) => /^(pkg\/((fair-)?(chunk-|phrases\.)|(en|ja-easy|pages)\.)|accessibility\.html)/.test(file);
const isFair = (file) => file.startsWith("pkg/fair-") || file === "fair.html";
const print = (bytes, text) => console.log(`${String(bytes).padStart(9)}  ${text}`);

function count(what, files, limit, more = 0) {
  let total = more;
  for (const file of files) {
    total += size(file);
    print(size(file), file);
  }
  print(total, `${what}, in all, of ${limit} bytes (brotli)`);
  return total <= limit;
}

const isSmall = count(
  "the first sheet",
  files.filter((it) => !isLater(it) && !isFair(it)),
  LIMIT,
);
for (const file of files.filter(isLater)) print(size(file), `${file} (with the pages that need it)`);

// The quiz is fetched as data.
const quiz = JSON.stringify(
  JSON.parse(
    readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../server/content/quiz/candidate_quiz.json"), "utf8"),
  ),
);
const data = sent(quiz);
print(data, "the quiz itself");
const isFairSmall = count(
  "the fair's quiz",
  files.filter((it) => isFair(it) && !isLater(it)),
  FAIR_LIMIT,
  data,
);
if (!isSmall || !isFairSmall) {
  console.error("A first visit is over its byte budget.");
  process.exit(1);
}
