// The last step of the site's build: hashed names, a minified style sheet, the shell filled in, and compressed twins.
// Usage: node site.mjs WASM_BINDGEN_DIR OUT_DIR
//
// One script for the loader, wasm-bindgen's glue and the splitter's; one wasm that every visit needs, and the chunks that
// some pages bring when they are opened.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { transform } from "lightningcss";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [bindgen, out] = process.argv.slice(2);
const next = `${out}.next`;

rmSync(next, { recursive: true, force: true });
mkdirSync(join(next, "pkg"), { recursive: true });
mkdirSync(join(next, "icons"), { recursive: true });

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);

/** Writes a file under a name that changes with its content, and its compressed twins; returns its URL. */
function put(folder, stem, end, bytes) {
  const name = `${stem}.${hashOf(bytes)}.${end}`;
  writeTwins(join(next, folder, name), bytes);
  return `/${folder}/${name}`;
}

/** Twins that an earlier build made of the same bytes are taken over: brotli at its best is slow. */
function writeTwins(path, bytes) {
  writeFileSync(path, bytes);
  const before = path.replace(next, out);
  const same = existsSync(before) && readFileSync(before).equals(Buffer.from(bytes));
  for (const [end, pack] of [["br", brotli], ["gz", gzip]]) {
    if (same && existsSync(`${before}.${end}`)) cpSync(`${before}.${end}`, `${path}.${end}`);
    else writeFileSync(`${path}.${end}`, pack(bytes));
  }
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    // Blocks of 128 KB: code and data of a wasm are told apart sooner.
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGBLOCK]: 17 },
  });
const gzip = (bytes) => gzipSync(bytes, { level: 9 });

const wasm = put("pkg", "app", "wasm", readFileSync(join(bindgen, "app_bg.wasm")));

/** The splitter's script, with the chunks' hashed names. */
function chunks(script) {
  return script.replace(/"\.\/(\w+)\.wasm"/g, (_, name) => JSON.stringify(put("pkg", `later-${name}`, "wasm", readFileSync(join(bindgen, `${name}.wasm`)))));
}

function style(name, stem) {
  const code = readFileSync(join(root, "style", name));
  return put("pkg", stem, "css", transform({ filename: name, code, minify: true }).code);
}
const css = style("main.css", "main");
const later = style("later.css", "later-pages");

// English is asked for by those who chose it only.
const english = put("pkg", "later-en", "json", Buffer.from(JSON.stringify(JSON.parse(readFileSync(join(root, "app/locales/en.json"), "utf8")))));

const bundled = join(next, "bundle");
mkdirSync(bundled);
writeFileSync(join(bundled, "app.js"), readFileSync(join(bindgen, "app.js")));
writeFileSync(join(bundled, "__wasm_split.js"), chunks(readFileSync(join(bindgen, "__wasm_split.js"), "utf8")));
writeFileSync(join(bundled, "start.js"), readFileSync(join(root, "public/start.js"), "utf8").replaceAll("{wasm}", wasm).replaceAll("{later}", later).replaceAll("{en}", english));
const bundle = buildSync({
  entryPoints: [join(bundled, "start.js")],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  write: false,
  // The glue names the splitter's script twice in one object; both are the same.
  logLevel: "error",
});
const start = put("pkg", "start", "js", bundle.outputFiles[0].contents);
rmSync(bundled, { recursive: true });

const names = { css, start, wasm };
for (const file of readdirSync(join(root, "public/icons"))) {
  const [stem, end] = file.split(".");
  names[stem] = put("icons", stem, end, readFileSync(join(root, "public/icons", file)));
}
const fill = (text) => text.replace(/\{([a-z0-9-]+)\}/g, (whole, name) => names[name] ?? whole);

const shell = readFileSync(join(root, "public/shell.html"), "utf8").replace(/>\s+</g, "><");
writeTwins(join(next, "shell.html"), Buffer.from(fill(shell)));
writeFileSync(join(next, "manifest.webmanifest"), fill(readFileSync(join(root, "public/manifest.webmanifest"), "utf8")));
cpSync(join(root, "public/sw.js"), join(next, "sw.js"));

rmSync(out, { recursive: true, force: true });
renameSync(next, out);
