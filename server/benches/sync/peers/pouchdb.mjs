// pouchdb-server: the CouchDB protocol over LevelDB; a sheet is a document, and an edit sends the whole document.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { client, serve, untilReady } from "../client.mjs";
import { EDITS, SHEETS, sheet } from "../workload.mjs";

const PORT = 15984;
export const name = "pouchdb-server";

export async function start(folder, { peers }) {
  mkdirSync(folder, { recursive: true });
  const script = join(peers, "node_modules/.bin/pouchdb-server");
  const args = [script, "--port", String(PORT), "--host", "127.0.0.1", "--dir", folder, "--no-stdout-logs"];
  const server = serve(process.execPath, args, { cwd: folder });
  await untilReady(PORT, "/");
  await client(PORT, 1)("PUT", "/sheets");
  const revisions = [];
  return {
    ...server,
    calls(connections) {
      const call = client(PORT, connections);
      const put = async (person, round) => {
        const own = revisions[person] ? { _rev: revisions[person] } : {};
        revisions[person] = (await call("PUT", `/sheets/s${person}`, { ...own, ...sheet(person, round) })).rev;
      };
      return {
        sheet: (at) => put(at, 0),
        edit: (at, round) => put(at % SHEETS, round),
        batch: (at) => {
          const docs = Array.from({ length: 100 }, (_, n) => ({ _id: `b${at}-${n}`, ...sheet(at * 100 + n, 100) }));
          return call("POST", "/sheets/_bulk_docs", { docs });
        },
        pullOne: (at) => call("GET", `/sheets/s${at % SHEETS}`),
        pullMany: (at) => call("GET", `/sheets/_changes?include_docs=true&limit=100&since=${(at % 20) * 100}`),
      };
    },
    batchSheets: 100,
    pullSheets: 100,
    batches: Math.max(10, EDITS / 100),
  };
}
