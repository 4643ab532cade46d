// Renders a run as a Markdown table and as an SVG chart of the same numbers.
import { EDITS, SHEETS } from "./workload.mjs";

const round = (n) => (n >= 100 ? Math.round(n).toLocaleString("en") : n >= 10 ? n.toFixed(1) : n.toPrecision(2));

const ROWS = [
  ["edit16", "one edited answer a request, 16 connections", "edits/s"],
  ["edit1", "one edited answer a request, 1 connection", "edits/s"],
  ["sheet16", "a sheet of 60 answers a request, 16 connections", "sheets/s"],
  ["sheet1", "a sheet of 60 answers a request, 1 connection", "sheets/s"],
  ["batch", "sheets in the largest batch, 4 connections", "sheets/s"],
  ["pull16", "pull of one sheet, 16 connections", "sheets/s"],
  ["pullMany", "pull in the largest page, 4 connections", "sheets/s"],
];

const EVERY_PEER = ["PocketBase", "atuin-server", "pouchdb-server"];

/** Required ratios of ours to a peer's: row, rate or CPU, peer, bound. */
const ASKED = [
  ["edit16", "rate", "PocketBase", 2.5],
  ["edit16", "cpu", "PocketBase", 0.15],
  ["edit16", "cpu", "atuin-server", 0.4],
  ["edit16", "cpu", "pouchdb-server", 0.12],
  ...EVERY_PEER.map((peer) => ["sheet16", "rate", peer, 2]),
  ["sheet16", "cpu", "PocketBase", 0.45],
  ["batch", "rate", "PocketBase", 5],
  ["batch", "rate", "atuin-server", 0.7],
  ["pullMany", "rate", "PocketBase", 4],
  ["pullMany", "rate", "atuin-server", 0.7],
  ["edit1", "rate", "PocketBase", 1],
];

export function table(results, raw, machine) {
  const names = results.map((it) => it.name);
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const head = [line(["", ...names]), line(["---", ...names.map(() => "---:")])];
  const rate = ROWS.map(([key, what, unit]) =>
    line([`${what} (${unit})`, ...results.map((it) => round(it[key].rate))]),
  );
  const wait = ROWS.slice(0, 4).map(([key, what]) =>
    line([`p50 / p95 of it, ms: ${what}`, ...results.map((it) => `${round(it[key].p50)} / ${round(it[key].p95)}`)]),
  );
  const cpu = ROWS.map(([key, what, unit]) =>
    line([
      `server CPU-ms for one ${unit.split("/")[0].slice(0, -1)}: ${what}`,
      ...results.map((it) => round(it[key].cpu)),
    ]),
  );
  const rest = [
    line(["fsyncs for an acknowledged edit, 1 connection", ...results.map((it) => round(it.syncs))]),
    line([`peak memory after ${SHEETS} sheets, MiB`, ...results.map((it) => round(it.memory))]),
    line(["peak memory at the end, MiB", ...results.map((it) => round(it.peak))]),
    line(["sheets in the largest batch", ...results.map((it) => String(it.batchSheets))]),
  ];
  const of = (name) => results.find((it) => it.name === name);
  const ours = of("道しるべ");
  const missing = EVERY_PEER.filter((it) => !of(it));
  const without = missing.length > 0 ? ` Not run this time: ${missing.join(", ")}.` : "";
  const asked = ASKED.filter((it) => ours && of(it[2])).map(([key, kind, name, wanted]) => {
    const ratio = ours[key][kind] / of(name)[key][kind];
    const holds = kind === "rate" ? ratio >= wanted : ratio <= wanted;
    const what = `${kind === "rate" ? "rate" : "server CPU"}, ${ROWS.find((it) => it[0] === key)[1]}`;
    return line([
      what,
      name,
      `${round(ratio)} ×`,
      `${kind === "rate" ? "≥" : "≤"} ${wanted} ×`,
      holds ? "yes" : "**no**",
    ]);
  });
  return `# Sync, side by side

${SHEETS} people with a sheet of 60 answers each, ${EDITS} edits; one run on one machine (${machine}),
the client on the same cores. \`make bench-sync\` writes this page and [the chart](result.svg). Ours is signed in,
checks every answer against the form and has every acknowledged one on the disk before the answer; PocketBase and
pouchdb-server do not wait for the disk.${without}

${[...head, ...rate, ...wait, ...cpu, ...rest].join("\n")}

SQLite alone, rows of a sheet's size, fsync at every commit: ${round(raw[1])} rows/s one a commit,
${round(raw[100])} rows/s a hundred a commit.

## Against what was asked

| what | against | ratio | asked | reached |
|---|---|---:|---:|---|
${asked.join("\n")}

Pushes that wait for the disk are judged and written together, so that one fsync and about ten statements serve up to 64
of them; a connection alone waits for its own, which PocketBase does not. A third of an edit's processor time is the
kernel's, for waking threads and for the network (\`perf\`); of a sheet's, more is ours: sixty answers are read, judged
and packed one by one, because each keeps its own id, so that two people's edits of one sheet stay apart.
`;
}

/** Bar chart of the rates, each row scaled to its fastest. */
export function chart(results) {
  const colours = ["#1f4e79", "#7a8794", "#a9b4bd", "#cfd6db"];
  const [left, width, bar] = [330, 470, 14];
  const group = results.length * (bar + 3) + 16;
  const parts = ROWS.map(([key, what, unit], row) => {
    const top = 40 + row * group;
    const most = Math.max(...results.map((it) => it[key].rate));
    const bars = results.map((it, at) => {
      const [y, long] = [top + at * (bar + 3), Math.max(1, (it[key].rate / most) * width)];
      return `<rect x="${left}" y="${y}" width="${long.toFixed(1)}" height="${bar}" rx="3" fill="${colours[at]}"/>
<text x="${(left + long + 6).toFixed(1)}" y="${y + 11}">${round(it[key].rate)} ${unit}</text>`;
    });
    return `<text x="${left - 12}" y="${top + 11}" text-anchor="end">${what}</text>\n${bars.join("\n")}`;
  });
  const legend = results.map(
    (it, at) =>
      `<rect x="${20 + at * 150}" y="10" width="12" height="12" rx="3" fill="${colours[at]}"/>` +
      `<text x="${38 + at * 150}" y="20">${it.name}</text>`,
  );
  const height = 40 + ROWS.length * group;
  const font = 'font-family="sans-serif" font-size="12" fill="#1d2329"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 ${height}" ${font}>
<rect width="960" height="${height}" fill="#fff"/>
${legend.join("\n")}
${parts.join("\n")}
</svg>
`;
}
