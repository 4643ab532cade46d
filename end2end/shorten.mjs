// Gives what the wasm asks its glue for short names, and takes out of the glue what the wasm does not ask for any more.
// wasm-bindgen ends each name in 16 digits, which do not compress, once in the wasm and once in the script.
// Usage: node shorten.mjs WASM_BINDGEN_DIR

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [wasmPath, gluePath] = ["app_bg.wasm", "app.js"].map((it) => join(process.argv[2], it));

/** Reads a wasm file's numbers (LEB128) and names, from a place on. */
class Reader {
  constructor(bytes, at) {
    Object.assign(this, { bytes, at });
  }

  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  name() {
    const length = this.number();
    return this.bytes.toString("utf8", this.at, (this.at += length));
  }

  skip(bytes) {
    this.at += bytes;
    return this;
  }

  /** Goes past what an import is: a function, table, memory or global. */
  skipKind() {
    const kind = this.bytes[this.at++];
    if (kind === 0) return this.number();
    if (kind === 1) this.at += 1;
    if (kind === 3) return (this.at += 2);
    const hasMost = this.number() & 1;
    this.number();
    return hasMost && this.number();
  }
}

function leb(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
const named = (text) => Buffer.concat([leb(Buffer.byteLength(text)), Buffer.from(text)]);

/** a, b, … z, then ba, bb, … */
const short = (n) => (n < 26 ? "" : short(Math.floor(n / 26))) + String.fromCharCode(97 + (n % 26));

const [IMPORTS, EXPORTS] = [2, 7];
const GLUE = "./app_bg.js";

/** A section with every name that the glue knows made short, and which name became which. */
function shortened(id, reader) {
  const renamed = new Map();
  const count = reader.number();
  const all = [leb(count)];
  for (let n = 0; n < count; n += 1) {
    const module = id === IMPORTS ? reader.name() : GLUE;
    const [name, at] = [reader.name(), reader.at];
    if (id === IMPORTS) reader.skipKind();
    else reader.skip(1).number();
    // What chunks ask for by name keeps it.
    const isOurs = module === GLUE && (id === IMPORTS || /^(wasm_bindgen_|__wbindgen_|__externref_)/.test(name));
    if (isOurs) renamed.set(name, short(n));
    if (id === IMPORTS) all.push(named(module));
    all.push(named(renamed.get(name) ?? name), reader.bytes.subarray(at, reader.at));
  }
  return [Buffer.concat(all), renamed];
}

const bytes = readFileSync(wasmPath);
const reader = new Reader(bytes, 8);
const parts = [bytes.subarray(0, 8)];
const renamed = {};
while (reader.at < bytes.length) {
  const from = reader.at;
  const id = bytes[reader.at++];
  const end = reader.number() + reader.at;
  if (id === IMPORTS || id === EXPORTS) {
    const [section, names] = shortened(id, reader);
    renamed[id] = names;
    parts.push(Buffer.from([id]), leb(section.length), section);
  } else parts.push(bytes.subarray(from, end));
  reader.at = end;
}
const wasm = Buffer.concat(parts);
if (!WebAssembly.validate(wasm)) throw new Error("The shortened wasm is none.");

const entry = /^ {8}(__wb\w+): [^]*?^ {8}\}.*,\n/gm;
const glue = readFileSync(gluePath, "utf8")
  .replace(entry, (whole, name) => (renamed[IMPORTS].has(name) ? whole.replace(name, renamed[IMPORTS].get(name)) : ""))
  .replace(/\bwasm\.(\w+)/g, (whole, name) => (renamed[EXPORTS].has(name) ? `wasm.${renamed[EXPORTS].get(name)}` : whole));
for (const name of renamed[IMPORTS].keys()) if (glue.includes(name)) throw new Error(`${name} kept its long name.`);
writeFileSync(wasmPath, wasm);
writeFileSync(gluePath, glue);
