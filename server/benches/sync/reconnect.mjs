// 2,000 devices reconnect within one minute, each with 50 answers: `make bench-reconnect`.
//
// Open-loop arrivals: a device does not wait for the answers to others, so a slow response delays those behind it as
// it would for people. At the end every person's answers are counted.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { peak } from "./client.mjs";
import { start } from "./peers/michishirube.mjs";
import { SHEETS } from "./workload.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const ANSWERS = 50;
const MINUTE = 60_000;

const folder = mkdtempSync(join(tmpdir(), "bench-reconnect-"));
const server = await start(join(folder, "data"), { root: join(here, "../../..") });
let lines;
try {
  const calls = server.calls(256);
  const waits = [];
  let errors = 0;
  // Random arrivals, because a real minute has bursts; the fixed seed makes runs comparable.
  let seed = 20_261_125;
  const dice = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const arrivals = Array.from({ length: SHEETS }, () => dice() * MINUTE);
  const begun = performance.now();
  await Promise.all(
    arrivals.map(async (at, device) => {
      await new Promise((done) => setTimeout(done, at));
      const from = performance.now();
      try {
        await calls.some(device, ANSWERS);
        waits.push(performance.now() - from);
      } catch (error) {
        errors++;
        console.error(error.message);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  let lost = 0;
  for (let device = 0; device < SHEETS; device++) lost += ANSWERS - (await calls.count(device));
  waits.sort((a, b) => a - b);
  const ms = (share) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))].toFixed(1);
  lines = [
    "# 2,000 devices reconnect in one minute",
    "",
    `Each sends ${ANSWERS} answers it noted without network, at a moment of its own`,
    `(${cpus().length} × ${cpus()[0].model}, Node ${process.version},`,
    `${new Date().toISOString().slice(0, 10)}; the client on the same cores).`,
    "`make bench-reconnect` writes this page.",
    "",
    "| what | figure | asked |",
    "| --- | ---: | ---: |",
    `| devices, answers | ${SHEETS}, ${SHEETS * ANSWERS} in ${seconds.toFixed(1)} s | 2,000 in 60 s |`,
    `| p50 / p95 / p99 / longest, ms | ${ms(0.5)} / ${ms(0.95)} / ${ms(0.99)} / ${ms(1)} | p99 < 1,000 |`,
    `| errors | ${errors} | 0 |`,
    `| acknowledged and not there | ${lost} | 0 |`,
    `| peak memory, MiB | ${peak(server.pid).toFixed(1)} | |`,
    "",
  ];
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(lines.join("\n"));
writeFileSync(join(here, "reconnect.md"), lines.join("\n"));
