// Runs all servers one after another on the same machine and writes table and chart: `make bench-sync`.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure, peak, run, syncs } from "./client.mjs";
import { chart, table } from "./report.mjs";
import { EDITS, SHEETS } from "./workload.mjs";
import * as atuin from "./peers/atuin.mjs";
import * as ours from "./peers/michishirube.mjs";
import * as pocketbase from "./peers/pocketbase.mjs";
import * as pouchdb from "./peers/pouchdb.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const peers = join(root, "target/peers");
const only = process.env.ONLY?.split(",");
const all = [ours, pocketbase, atuin, pouchdb].filter((it) => !only || only.includes(it.name));

async function one(peer) {
  const folder = mkdtempSync(join(tmpdir(), "bench-sync-"));
  console.error(`${peer.name} …`);
  const server = await peer.start(join(folder, "data"), { root, peers });
  const { pid } = server;
  const at = (connections) => server.calls(connections);
  const result = { name: peer.name, batchSheets: server.batchSheets, begun: peak(pid) };
  try {
    const [single, sixteen] = [at(1), at(16)];
    const half = SHEETS / 2;
    result.sheet1 = await measure(pid, half, 1, 1, (n) => single.sheet(n));
    result.sheet16 = await measure(pid, half, 16, 1, (n) => sixteen.sheet(half + n));
    result.memory = peak(pid);
    result.edit1 = await measure(pid, EDITS, 1, 1, (n) => single.edit(n, 1));
    result.edit16 = await measure(pid, EDITS, 16, 1, (n) => sixteen.edit(n, 2));
    const edits = 400;
    result.syncs =
      (await syncs(pid, async () => {
        for (let n = 0; n < edits; n++) await single.edit(n, 3);
      })) / edits;
    result.pull16 = await measure(pid, EDITS, 16, 1, (n) => sixteen.pullOne(n));
    result.batch = await measure(pid, server.batches, 4, server.batchSheets, (n) => sixteen.batch(n));
    result.pullMany = await measure(pid, 200, 4, server.pullSheets, (n) => sixteen.pullMany(n));
    result.peak = peak(pid);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return result;
}

/** Rows/s of plain SQLite here: rows of a sheet's size, 1 or 100 per commit, fsync at every commit. */
function raw() {
  const script = `
import json, os, sqlite3, sys, tempfile, time
out = {}
for rows in (1, 100):
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(os.path.join(folder, "raw.db"), isolation_level=None)
        db.execute("pragma journal_mode=wal"); db.execute("pragma synchronous=full")
        db.execute("create table it (n integer primary key autoincrement, id text unique, body text)")
        end, n = time.time() + 2, 0
        while time.time() < end:
            db.execute("begin immediate")
            for _ in range(rows):
                n += 1
                db.execute("insert into it (id, body) values (?, ?)", (str(n), "x" * 1800))
            db.execute("commit")
        out[rows] = n / 2
print(json.dumps(out))`;
  return JSON.parse(run("python3", ["-c", script]));
}

const results = [];
for (const peer of all) results.push(await one(peer));
const today = new Date().toISOString().slice(0, 10);
const machine = `${cpus().length} × ${cpus()[0].model}, Node ${process.version}, ${today}`;
const text = table(results, raw(), machine);
console.log(text);
// Part of the peers are written down only when that is asked for.
if (!only || process.env.WRITE === "1") {
  writeFileSync(join(here, "result.md"), text);
  writeFileSync(join(here, "result.svg"), chart(results));
}
