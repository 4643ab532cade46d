// atuin-server: an append-only record log per host; a sheet, or an edit, is one record.
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { client, serve, untilReady } from "../client.mjs";
import { EDITS, ITEMS, SHEETS, answer, sheet } from "../workload.mjs";

const PORT = 15980;
export const name = "atuin-server";

export async function start(folder, { peers }) {
  mkdirSync(folder, { recursive: true });
  const env = {
    ...process.env,
    ATUIN_CONFIG_DIR: folder,
    ATUIN_HOST: "127.0.0.1",
    ATUIN_PORT: String(PORT),
    ATUIN_OPEN_REGISTRATION: "true",
    ATUIN_DB_URI: `sqlite://${join(folder, "atuin.db")}`,
  };
  const server = serve(join(peers, "atuin/bin/atuin-server"), ["start"], { env, cwd: folder });
  await untilReady(PORT, "/");
  const { session } = await client(PORT, 1)("POST", "/register", {
    username: "bench",
    email: "bench@example.com",
    password: "password1234",
  });
  const own = { authorization: `Token ${session}` };
  // One host per person, as it would be one per device.
  const hosts = Array.from({ length: SHEETS }, () => ({ id: randomUUID(), next: 0 }));
  const many = { id: randomUUID(), next: 0 };
  const record = (host, data) => ({
    id: randomUUID(),
    idx: host.next++,
    host: { id: host.id, name: "" },
    timestamp: Date.now() * 1_000_000,
    version: "v0",
    tag: "sheets",
    data: { data: JSON.stringify(data), content_encryption_key: "none" },
  });
  return {
    ...server,
    calls(connections) {
      const call = client(PORT, connections);
      const push = (records) => call("POST", "/api/v0/record", records, own);
      const pull = (host, start, count) =>
        call("GET", `/api/v0/record/next?host=${host}&tag=sheets&start=${start}&count=${count}`, undefined, own);
      return {
        sheet: (at) => push([record(hosts[at], sheet(at))]),
        edit: (at, round) =>
          push([record(hosts[at % SHEETS], { [ITEMS[at % 60]]: answer(at % SHEETS, at % 60, round) })]),
        batch: (at) => push(Array.from({ length: 100 }, (_, n) => record(many, sheet(at * 100 + n, 100)))),
        pullOne: (at) => pull(hosts[at % SHEETS].id, 0, 1),
        pullMany: (at) => pull(many.id, (at % 20) * 100, 100),
      };
    },
    batchSheets: 100,
    pullSheets: 100,
    batches: Math.max(10, EDITS / 100),
  };
}
