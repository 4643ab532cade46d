// The contact sheet: target/screens/index.html shows every page and look beside the one that was accepted last, those
// that differ first. `make screens-accept` accepts what is there; accepted pictures stay on the machine that looked.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../target");
const [now, accepted, diffs] = ["screens", "screens-accepted", "screens/differences"].map((it) => join(root, it));
mkdirSync(diffs, { recursive: true });

/** Share of the pixels that differ, from 0 to 1; all of them if the sizes do. */
function difference(name) {
  const [one, other] = [accepted, now].map((it) => PNG.sync.read(readFileSync(join(it, name))));
  if (one.width !== other.width || one.height !== other.height) return 1;
  const diff = new PNG({ width: one.width, height: one.height });
  const n = pixelmatch(one.data, other.data, diff.data, one.width, one.height, { threshold: 0.15 });
  if (n > 0) writeFileSync(join(diffs, name), PNG.sync.write(diff));
  return n / (one.width * one.height);
}

const names = readdirSync(now).filter((it) => it.endsWith(".png"));
const pages = names.map((name) => {
  const isNew = !existsSync(join(accepted, name));
  return { name, isNew, share: isNew ? 0 : difference(name) };
});
const gone = existsSync(accepted) ? readdirSync(accepted).filter((it) => !names.includes(it)) : [];
const weight = (it) => it.share + (it.isNew ? 0.5 : 0);
pages.sort((a, b) => weight(b) - weight(a) || a.name.localeCompare(b.name));

const told = (it) => (it.isNew ? "new" : it.share > 0 ? `${(it.share * 100).toFixed(2)} % differ` : "as accepted");
const picture = (folder, name) => `<a href="${folder}${name}"><img loading="lazy" src="${folder}${name}" alt=""></a>`;
const figure = (it) =>
  `<figure><figcaption>${it.name} <b>${told(it)}</b></figcaption>
  ${picture("", it.name)}${it.share > 0 ? picture("../screens-accepted/", it.name) : ""}${
    existsSync(join(diffs, it.name)) && it.share > 0 ? picture("differences/", it.name) : ""
  }</figure>`;
const style = `body{font-family:system-ui;margin:1rem;background:#eee}figure{margin:0 0 2rem}
img{width:30vw;max-height:40vh;object-fit:contain;object-position:top;background:#fff;margin-right:1vw}`;
writeFileSync(
  join(now, "index.html"),
  `<!doctype html><meta charset="utf-8"><title>Contact sheet</title><style>${style}</style>
<h1>${pages.length} pictures, ${pages.filter((it) => it.share > 0).length} differ</h1>
<p>${gone.map((it) => `no longer there: ${it}`).join("<br>")}</p>${pages.map(figure).join("\n")}`,
);
const differing = pages.filter((it) => it.share > 0);
for (const it of differing) console.log(`${told(it).padStart(16)}  ${it.name}`);
const fresh = pages.filter((it) => it.isNew).length;
console.log(`${pages.length} pictures: ${differing.length} differ, ${fresh} new, ${gone.length} gone.`);
