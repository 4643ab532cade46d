// The last step of the site's build: hashed names, a minified style sheet, the shell filled in, and compressed twins.
// Usage: node site.mjs STAFF_BINDGEN_DIR FAIR_BINDGEN_DIR OUT_DIR [--dev]
//
// For the staff and for the fair alike: one script bundled from the loader, wasm-bindgen's glue and wasm-split's;
// one wasm module that every visit loads; and lazy chunks.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { bundle as bundleStyle } from "lightningcss";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [staff, fair, out, ...flags] = process.argv.slice(2);
const isDev = flags.includes("--dev");
const next = `${out}.next`;

rmSync(next, { recursive: true, force: true });
mkdirSync(join(next, "pkg"), { recursive: true });
mkdirSync(join(next, "icons"), { recursive: true });

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);

/** Writes a file under a content-hashed name, with its compressed copies; returns its URL. */
function put(folder, stem, end, bytes) {
  const name = `${stem}.${hashOf(bytes)}.${end}`;
  writeTwins(join(next, folder, name), bytes);
  return `/${folder}/${name}`;
}

/** Writes a file with its .br and .gz copies; reuses those of the previous build, as brotli 11 is slow. */
function writeTwins(path, bytes) {
  writeFileSync(path, bytes);
  if (isDev) return;
  const before = path.replace(next, out);
  const same = existsSync(before) && readFileSync(before).equals(Buffer.from(bytes));
  for (const [end, pack] of [
    ["br", brotli],
    ["gz", gzip],
  ]) {
    if (same && existsSync(`${before}.${end}`)) cpSync(`${before}.${end}`, `${path}.${end}`);
    else writeFileSync(`${path}.${end}`, pack(bytes));
  }
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
const gzip = (bytes) => gzipSync(bytes, { level: 9 });

/** wasm-split's script of a build, with the hashed names of its chunks. */
function chunks(folder, stem) {
  const script = readFileSync(join(folder, "__wasm_split.js"), "utf8");
  return script.replace(/"\.\/(\w+)\.wasm"/g, (_, name) =>
    JSON.stringify(put("pkg", `${stem}-${name}`, "wasm", readFileSync(join(folder, `${name}.wasm`)))),
  );
}

/** A style sheet with what it imports, minified. */
function style(stem, sheet) {
  return put("pkg", stem, "css", bundleStyle({ filename: join(root, "style", sheet), minify: true }).code);
}

/** Bundles what browsers without `word-break: auto-phrase` need to keep Japanese phrases whole. */
function phrases(stem) {
  const bundle = buildSync({
    entryPoints: [join(root, "public/phrases.js")],
    nodePaths: [join(root, "end2end/node_modules")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "eof",
    write: false,
  });
  return put("pkg", stem, "js", bundle.outputFiles[0].contents);
}

/** Bundles a loader of `public/` with its glue; `replace` are values for the loader's `{placeholders}`. */
function script(stem, folder, loader, chunkStem, replace) {
  const bundled = join(next, "bundle");
  mkdirSync(bundled);
  writeFileSync(join(bundled, "app.js"), readFileSync(join(folder, "app.js")));
  writeFileSync(join(bundled, "__wasm_split.js"), chunks(folder, chunkStem));
  cpSync(join(root, "public/stopped.js"), join(bundled, "stopped.js"));
  const text = Object.entries(replace).reduce(
    (text, [name, url]) => text.replaceAll(`{${name}}`, url),
    readFileSync(join(root, "public", loader), "utf8"),
  );
  // Open pages follow the newest build while developing.
  if (isDev) cpSync(join(root, "public/dev-reload.js"), join(bundled, "dev-reload.js"));
  writeFileSync(join(bundled, loader), isDev ? `import "./dev-reload.js";\n${text}` : text);
  const bundle = buildSync({
    entryPoints: [join(bundled, loader)],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    write: false,
    external: ["/pkg/*"],
    // esbuild warns of a duplicate key: wasm-bindgen's glue lists wasm-split's script twice, with the same value.
    logLevel: "error",
  });
  rmSync(bundled, { recursive: true });
  return put("pkg", stem, "js", bundle.outputFiles[0].contents);
}

const wasm = put("pkg", "app", "wasm", readFileSync(join(staff, "app_bg.wasm")));
const css = style("main", "main.css");
const pagesCss = style("pages", "pages.css");
// Another language is downloaded only by those who chose it.
const dictionary = (name) => {
  const words = JSON.parse(readFileSync(join(root, `app/locales/${name}.json`), "utf8"));
  return put("pkg", name, "json", Buffer.from(JSON.stringify(words)));
};
const [en, easy] = ["en", "ja-easy"].map(dictionary);
const start = script("start", staff, "start.js", "chunk", {
  wasm,
  css: pagesCss,
  en,
  easy,
  phrases: phrases("phrases"),
});

const fairWasm = put("pkg", "fair-app", "wasm", readFileSync(join(fair, "app_bg.wasm")));
const fairCss = style("fair-main", "fair.css");
const fairStart = script("fair-start", fair, "fair.js", "fair-chunk", {
  wasm: fairWasm,
  phrases: phrases("fair-phrases"),
});

const names = {
  css,
  "pages-css": pagesCss,
  start,
  wasm,
  "fair-css": fairCss,
  "fair-start": fairStart,
  "fair-wasm": fairWasm,
};
for (const file of readdirSync(join(root, "public/icons"))) {
  const [stem, end] = file.split(".");
  names[stem] = put("icons", stem, end, readFileSync(join(root, "public/icons", file)));
}
const fill = (text) => text.replace(/\{([a-z0-9-]+)\}/g, (whole, name) => names[name] ?? whole);

for (const shell of ["shell.html", "fair.html", "accessibility.html"]) {
  const text = readFileSync(join(root, "public", shell), "utf8").replace(/>\s+</g, "><");
  writeFileSync(join(next, shell), fill(text));
}
writeFileSync(
  join(next, "manifest.webmanifest"),
  fill(readFileSync(join(root, "public/manifest.webmanifest"), "utf8")),
);
for (const worker of ["sw.js", "fair-sw.js"])
  cpSync(join(root, "public", isDev ? "dev-sw.js" : worker), join(next, worker));

// Replaced at the end, so that a failed build leaves the previous site as it was.
rmSync(out, { recursive: true, force: true });
renameSync(next, out);
