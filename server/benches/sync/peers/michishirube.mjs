// Ours: signed in; every answer is a fact, validated against the form, with fsync before the response.
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { client, run, serve, untilReady } from "../client.mjs";
import { ANSWERS, ITEMS, SHEETS, answer } from "../workload.mjs";

const PORT = 15970;
/** As many as the others send at once; a push takes one MiB of packed answers. */
const SHEETS_A_PUSH = 100;
export const name = "道しるべ";

/** Pushes of that size, each by somebody else. */
const BATCHES = 20;

/** Sheets of sixty answers in the largest page of a pull. */
const SHEETS_A_PULL = 100;

/** Answers in a run at most. */
const ANSWERS_A_RUN = 500;

const sum = (parts) => parts.reduce((n, it) => n + it.count, 0);

/** Answers in a pull: its runs as they come, unpacked as a device does that shows them. */
function answersIn(told) {
  const runs = (told.runs ?? []).map((it) => JSON.parse(it.run.body).ids.length);
  return told.heard.length + runs.reduce((n, it) => n + it, 0);
}

/** A UUID in 22 characters. */
const packed = (uuid) => Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");

/** Packs answers of one sheet as a device does. */
function runs(facts) {
  const runs = [];
  for (let at = 0; at < facts.length; at += ANSWERS_A_RUN) {
    const own = facts.slice(at, at + ANSWERS_A_RUN);
    const [{ device, n, sheet, noted_at }] = own;
    const replaced = own.map((it, position) => [position, it.replaces]).filter((it) => it[1]);
    const body = {
      at: noted_at,
      after: own.map((it) => it.noted_at - noted_at),
      ids: own.map((it) => packed(it.id)),
      items: own.map((it) => it.body.item),
      values: own.map((it) => it.body.value),
      replaces: Object.fromEntries(replaced.map(([position, id]) => [position, packed(id)])),
    };
    runs.push({ device, n, count: own.length, sheet, format: 1, body: JSON.stringify(body) });
  }
  return runs;
}

const id = (person) => `B${String(person).padStart(5, "0")}`;

/** Inserts a session per person into the database: two thousand sign-ins would measure argon2. */
function sessions(db) {
  const tokens = Array.from({ length: SHEETS }, () => randomBytes(32).toString("hex"));
  const rows = tokens.map((token, person) => [createHash("sha256").update(token).digest("hex"), id(person)]);
  const put = `
import json, sqlite3, sys, time
now = int(time.time() * 1000)
db = sqlite3.connect(sys.argv[1])
db.execute("update account set must_change_password = 0")
db.executemany("insert into session (token_hash, person, created_at, last_seen_at) values (?, ?, ?, ?)",
    [(bytes.fromhex(h), p, now, now) for h, p in json.load(sys.stdin)])
db.commit()`;
  run("python3", ["-c", put, db], { input: JSON.stringify(rows), stdio: ["pipe", "pipe", "pipe"] });
  return tokens;
}

export async function start(folder, { root }) {
  // As the server asks for: nobody else enters.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [binary, db] = [join(root, "target/release/michishirube"), join(folder, "ward.db")];
  const lines = Array.from(
    { length: SHEETS },
    (_, person) => `${id(person)},職員 ${person},部,課 ${person % 40},係,2,事務,,`,
  );
  writeFileSync(
    join(folder, "roster.csv"),
    ["職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割", ...lines].join("\n"),
  );
  run(binary, [
    "--db",
    db,
    "roster",
    "import",
    join(folder, "roster.csv"),
    "--passwords",
    join(folder, "passwords.csv"),
  ]);
  const tokens = sessions(db);
  const args = [
    "--db",
    db,
    "serve",
    "--addr",
    `127.0.0.1:${PORT}`,
    "--site",
    join(root, "target/site"),
    "--calls-per-minute",
    "0",
  ];
  const server = serve(binary, args);
  await untilReady(PORT, "/api/v1/health");
  const next = Array.from({ length: SHEETS }, () => 1);
  const since = Array.from({ length: SHEETS }, () => 0);
  const last = new Map();
  const year = new Date(Date.now() + 9 * 3600e3 - 90 * 86400e3).getUTCFullYear();
  let n_ids = 0;
  const fact = (person, question, round) => {
    const key = `${person}-${question}`;
    const at = Date.now().toString(16).padStart(12, "0");
    const own = `${at.slice(0, 8)}-${at.slice(8)}-7000-8000-${String(++n_ids).padStart(12, "0")}`;
    const made = {
      id: own,
      device: `device-of-${id(person)}`,
      n: next[person]++,
      sheet: { person: id(person), instrument: "self_scoring_sheet", cycle: `${year}-end` },
      body: { kind: "answer", item: ITEMS[question], value: answer(person, question, round) },
      replaces: last.get(key) ?? null,
      noted_at: Date.now(),
    };
    last.set(key, own);
    return made;
  };
  return {
    ...server,
    /** Operations of the workload, over at most `connections` connections. */
    calls(connections) {
      const call = client(PORT, connections);
      const exchange = (person, facts, since) => {
        const device = `device-of-${id(person)}`;
        const push = { schema: 2, device, epoch: null, since, facts: [], runs: runs(facts) };
        return call("POST", "/api/v1/exchange", { push }, { cookie: `michi_session=${tokens[person]}` });
      };
      const push = async (person, facts) => {
        const told = await exchange(person, facts, since[person]);
        // A device counts its facts as sent only when the pull tells their places.
        if (told.refused.length > 0 || sum(told.acknowledged ?? []) !== facts.length)
          throw new Error(JSON.stringify(told).slice(0, 300));
        since[person] = told.next;
      };
      const whole = (person, round) => Array.from({ length: ANSWERS }, (_, question) => fact(person, question, round));
      return {
        sheet: (at) => push(at, whole(at, 0)),
        /** Pushes n answers of a person at once, as a device does that was offline. */
        some: (at, n) => push(at, whole(at, 0).slice(0, n)),
        /** Number of a person's facts on the server. */
        count: async (at) => answersIn(await exchange(at, [], 0)),
        edit: (at, round) => push(at % SHEETS, [fact(at % SHEETS, at % ANSWERS, round)]),
        batch: (at) =>
          push(
            at % SHEETS,
            Array.from({ length: SHEETS_A_PUSH }, (_, round) => whole(at % SHEETS, 100 + round)).flat(),
          ),
        pullOne: async (at) => {
          const told = await exchange(SHEETS - 1 - (at % (SHEETS / 2)), [], 0);
          if (answersIn(told) < ANSWERS) throw new Error(`${answersIn(told)} facts`);
        },
        pullMany: async (at) => {
          const told = await exchange(at % BATCHES, [], 0);
          if (answersIn(told) < SHEETS_A_PULL * ANSWERS) throw new Error(`${answersIn(told)} facts`);
        },
      };
    },
    batchSheets: SHEETS_A_PUSH,
    pullSheets: SHEETS_A_PULL,
    batches: BATCHES,
  };
}
