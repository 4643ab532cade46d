// PocketBase: one record of sixty number fields per sheet; an edit changes one field.
import { join } from "node:path";
import { client, run, serve, untilReady } from "../client.mjs";
import { EDITS, ITEMS, SHEETS, answer, sheet } from "../workload.mjs";

const PORT = 15990;
export const name = "PocketBase";

export async function start(folder, { peers }) {
  const binary = join(peers, "venv/bin/pocketbase");
  run(binary, ["superuser", "upsert", "bench@example.com", "password1234", "--dir", folder]);
  const server = serve(binary, ["serve", "--http", `127.0.0.1:${PORT}`, "--dir", folder]);
  await untilReady(PORT, "/api/health");
  const call = client(PORT, 1);
  const { token } = await call("POST", "/api/collections/_superusers/auth-with-password", {
    identity: "bench@example.com",
    password: "password1234",
  });
  const own = { authorization: token };
  await call(
    "PATCH",
    "/api/settings",
    { batch: { enabled: true, maxRequests: 200, timeout: 30 }, rateLimits: { enabled: false } },
    own,
  );
  const fields = ITEMS.map((item) => ({ name: item, type: "number" }));
  await call("POST", "/api/collections", { name: "sheets", type: "base", fields }, own);
  const ids = Array.from({ length: SHEETS }, (_, person) => `sheet${String(person).padStart(10, "0")}`);
  return {
    ...server,
    calls(connections) {
      const call = client(PORT, connections);
      const records = "/api/collections/sheets/records";
      return {
        sheet: (at) => call("POST", records, { id: ids[at], ...sheet(at) }, own),
        edit: (at, round) =>
          call(
            "PATCH",
            `${records}/${ids[at % SHEETS]}`,
            { [ITEMS[at % 60]]: answer(at % SHEETS, at % 60, round) },
            own,
          ),
        batch: (at) => {
          const requests = Array.from({ length: 100 }, (_, n) => ({
            method: "POST",
            url: records,
            body: sheet(at * 100 + n, 100),
          }));
          return call("POST", "/api/batch", { requests }, own);
        },
        pullOne: (at) => call("GET", `${records}/${ids[at % SHEETS]}`, undefined, own),
        pullMany: (at) => call("GET", `${records}?perPage=100&skipTotal=1&page=${(at % 20) + 1}`, undefined, own),
      };
    },
    batchSheets: 100,
    pullSheets: 100,
    batches: Math.max(10, EDITS / 100),
  };
}
