// Builds the peers into target/bench-peers/{name}: index.html, app.js and app.css, each with its brotli twin.
// The form comes as JSON on the command line's file.
import { build } from "esbuild";
import { solidPlugin } from "esbuild-plugin-solid";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../../target/bench-peers");
const page = (hasStyle) => `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>peer</title>
<meta name="viewport" content="width=device-width">${hasStyle ? '<link rel="stylesheet" href="app.css">' : ""}
<script type="module" src="app.js"></script></head><body><div id="app"></div></body></html>`;

copyFileSync(process.argv[2], join(here, "form.json"));
const peers = { react: "react.jsx", solid: "solid.jsx", surveyjs: "surveyjs.js" };
for (const [name, entry] of Object.entries(peers)) {
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(here, entry)],
    outfile: join(folder, "app.js"),
    bundle: true,
    minify: true,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: name === "solid" ? [solidPlugin()] : [],
    loader: { ".svg": "dataurl" },
  });
  writeFileSync(join(folder, "index.html"), page(existsSync(join(folder, "app.css"))));
  for (const file of ["index.html", "app.js", "app.css"].map((it) => join(folder, it)).filter(existsSync)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), { params }));
  }
}
