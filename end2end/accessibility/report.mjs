// Writes public/accessibility.html, the test results in the form that public bodies publish, from what `make
// accessibility` noted: every page that axe examined, and the outcome of the tests that try a criterion by hand.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const read = (file) => readFileSync(file, "utf8");
const criteria = JSON.parse(read(join(here, "criteria.json")));
const byTest = JSON.parse(read(join(here, "by-test.json")));
const notApplicable = JSON.parse(read(join(here, "not-applicable.json")));
const notes = read(join(root, "target/accessibility/notes.jsonl"))
  .trim()
  .split("\n")
  .map((it) => JSON.parse(it));
const results = JSON.parse(read(join(root, "target/accessibility/results.json")));

const outcomes = new Map();
const visit = (suite) => {
  for (const spec of suite.specs ?? []) outcomes.set(spec.title, spec.ok);
  for (const it of suite.suites ?? []) visit(it);
};
results.suites.forEach(visit);

/** Rules of axe that tried a criterion, and on how many pages something was there to try. */
function byAxe(number) {
  const tag = `wcag${number.replaceAll(".", "")}`;
  const rules = new Set();
  const pages = new Set();
  let failed = 0;
  for (const note of notes.filter((it) => it.rules)) {
    for (const rule of note.rules.filter((it) => it.tags.includes(tag))) {
      rules.add(rule.id);
      pages.add(note.page);
      if (!rule.ok) failed += 1;
    }
  }
  return { rules: [...rules].sort(), pages: pages.size, failed };
}

function byHand(number) {
  const tried = byTest[number] ?? [];
  return tried.map((title) => {
    if (title.startsWith("*")) {
      const own = notes.filter((it) => it.what === title.slice(1));
      return { title, ok: own.length > 0 && own.every((it) => it.ok), pages: new Set(own.map((it) => it.page)).size };
    }
    if (!outcomes.has(title)) throw new Error(`no such test: ${title}`);
    return { title, ok: outcomes.get(title) };
  });
}

const WHAT = { "*zoom200": "200 %", "*zoom400": "幅320（400 %）", "*spacing": "文字の間隔" };
const rows = criteria.map(([number, level, name]) => {
  const axe = byAxe(number);
  const hand = byHand(number);
  const ways = [];
  if (axe.rules.length) ways.push(`自動（axe: ${axe.rules.join(", ")}。${axe.pages}ページ）`);
  for (const it of hand)
    ways.push(it.pages ? `自動（${WHAT[it.title]}。${it.pages}ページ）` : "操作の試験（キーボードと読み上げの名前）");
  const isTried = ways.length > 0;
  const isRight = axe.failed === 0 && hand.every((it) => it.ok);
  const none = notApplicable[number];
  if (none) return { number, level, name, result: "適用なし", isTried: false, isRight: true, none, how: none };
  const result = !isTried ? "人による確認が必要" : isRight ? "問題は見つからなかった" : "問題あり";
  return { number, level, name, result, isTried, isRight, how: [...new Set(ways)].join("、") || "—" };
});

const pages = [...new Set(notes.filter((it) => it.rules).map((it) => it.page))].sort();
const tried = rows.filter((it) => it.isTried);
const faults = tried.filter((it) => !it.isRight);
const day = new Date().toLocaleDateString("ja-JP", { dateStyle: "long", timeZone: "Asia/Tokyo" });
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const row = (it) =>
  `<tr><td>${it.number}</td><th scope="row">${it.name}</th><td>${it.level}</td>
  <td>${it.result}</td><td>${escape(it.how)}</td></tr>`;
const told = faults.length === 0 ? "問題は見つかりませんでした" : `${faults.length}に問題がありました`;
const nNone = rows.filter((it) => it.none).length;
const left = `${nNone}は当てはまるものがなく、${rows.length - tried.length - nNone}は人による確認が必要です`;
const summary = `${rows.length}の達成基準のうち、${tried.length}を試験し、${told}。${left}`;
const heads = ["番号", "達成基準", "レベル", "結果", "試験の方法"].map((it) => `<th scope="col">${it}</th>`);

const html = `<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>ウェブアクセシビリティ試験結果 - 道しるべ</title>
    <link rel="stylesheet" href="{css}">
    <link rel="stylesheet" href="{pages-css}">
    <link rel="icon" href="{icon}" type="image/svg+xml">
  </head>
  <body>
    <div class="frame"><main id="main"><div class="page wide stack">
      <h1 class="whole-words">ウェブアクセシビリティ<wbr>試験結果</h1>
      <p class="lead">
        道しるべの画面を、JIS X 8341-3:2016 の適合レベルAAと、WCAG 2.2 で加わった達成基準について、自動の試験で確かめた結果です。
        人による確認が要る達成基準は、そう書いてあります。この表だけで「準拠」とは言いません。
      </p>
      <section class="card">
        <h2>試験のあらまし</h2>
        <dl class="pairs">
          <dt>規格</dt><dd>JIS X 8341-3:2016（附属書JB）、WCAG 2.2</dd>
          <dt>目標とする適合レベル</dt><dd>AA</dd>
          <dt>試験した日</dt><dd>${day}</dd>
          <dt>試験したページ</dt><dd>${pages.length}ページ（下の一覧）。電話・机の大きさ、明るい配色と暗い配色</dd>
          <dt>依存する技術</dt><dd>HTML、CSS、JavaScript、WebAssembly、SVG、WAI-ARIA</dd>
          <dt>試験に使ったもの</dt><dd>Chromium、axe-core、Playwright</dd>
          <dt>結果</dt><dd>${summary}</dd>
        </dl>
      </section>
      <section class="card table-frame" tabindex="0" aria-label="達成基準ごとの結果">
        <table class="texts">
          <caption>達成基準ごとの結果</caption>
          <thead><tr>${heads.join("")}</tr></thead>
          <tbody>
${rows.map(row).join("\n")}
          </tbody>
        </table>
      </section>
      <section class="card">
        <h2>試験したページ</h2>
        <ul>
${pages.map((it) => `<li><code>${escape(it)}</code></li>`).join("\n")}
        </ul>
      </section>
      <p><a href="/" rel="home">道しるべを開く</a></p>
    </div></main></div>
  </body>
</html>
`;
writeFileSync(join(root, "public/accessibility.html"), html);
console.log(`${tried.length} of ${rows.length} criteria tried on ${pages.length} pages, ${faults.length} with faults`);
if (faults.length) process.exitCode = 1;
