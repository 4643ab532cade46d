// The same form in SurveyJS, React and Solid, timed as the sheet is: bare forms that keep and send nothing.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join } from "node:path";
import type { AddressInfo } from "node:net";
import type { Browser } from "@playwright/test";
import { ROUNDS, SLOW_4G, slow, timings, visit, watch, type Seen } from "./measure.ts";

const folder = join(import.meta.dirname, "../../target/bench-peers");
const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

export type Row = [name: string, all: number[]];

/** Builds the peers around a form of ours. */
function build(form: any): void {
  const own = form.sections.filter((it: any) => it.id.startsWith("part_"));
  const sections = own.map((section: any) => ({
    words: section.words.ja,
    items: section.items.map((it: any) => ({ id: it.id, words: it.words.ja, isText: Boolean(it.kind.text) })),
  }));
  const points = form.scale.map((it: any) => ({ value: it.id ?? it.value ?? "none", words: it.words.ja }));
  const n = sections.reduce((sum: number, it: any) => sum + it.items.length, 0);
  const file = join(folder, "../bench-form.json");
  writeFileSync(file, JSON.stringify({ n, points, sections }));
  execFileSync("node", [join(import.meta.dirname, "peers/build.mjs"), file], { stdio: "inherit" });
}

/** Serves the builds as a careful server does: compressed before, and kept by the browser. */
function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url ?? "/", "http://x").pathname.replace(/\/$/, "/index.html"));
    if (!existsSync(`${path}.br`)) return void response.writeHead(404).end();
    const isPage = path.endsWith(".html");
    response.writeHead(200, {
      "content-type": TYPES[extname(path)],
      "content-encoding": "br",
      "cache-control": isPage ? "no-cache" : "public, max-age=31536000, immutable",
    });
    response.end(readFileSync(`${path}.br`));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** Figures of the three, in the order and with the names of the sheet's own. */
export async function measurePeers(browser: Browser, form: object): Promise<Row[]> {
  build(form);
  const server = await serve();
  const { port } = server.address() as AddressInfo;
  const rows: Row[] = [];
  for (const name of ["surveyjs", "react", "solid"]) {
    const url = `http://127.0.0.1:${port}/${name}/`;
    const seen: Record<"cold" | "warm", Seen[]> = { cold: [], warm: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      // A context of its own has an empty cache; its second visit has the code.
      const context = await browser.newContext();
      await watch(context);
      for (const how of ["cold", "warm"] as const) {
        const page = await context.newPage();
        await slow(page, how === "cold" ? SLOW_4G : undefined);
        seen[how].push(await visit(page, url));
        await page.close();
      }
      await context.close();
    }
    const context = await browser.newContext();
    await watch(context);
    const page = await context.newPage();
    await slow(page);
    await visit(page, url);
    const clicks: number[] = [];
    const keys: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const groups = page.getByRole("group").or(page.getByRole("radiogroup"));
      const clicked = await timings(page, "click", async () => {
        for (let at = 0; at < 11; at += 1)
          await groups
            .filter({ has: page.getByRole("radio") })
            .nth(at)
            .getByRole("radio")
            .nth((round + at) % 5)
            .click({ force: true });
      });
      clicks.push(...clicked);
      await page.getByRole("textbox").first().click();
      const typed = await timings(page, "keydown", async () => {
        await page.keyboard.type("the quick brown fox jumps over the lazy dog and runs", { delay: 60 });
      });
      keys.push(...typed);
    }
    await context.close();
    rows.push(
      [`${name}, code cold: first question`, seen.cold.map((it) => it.first)],
      [`${name}, code cached: first question`, seen.warm.map((it) => it.first)],
      [`${name}, code cached: every kind and the bar`, seen.warm.map((it) => it.every)],
      [`${name}, code cached: longest task`, seen.warm.map((it) => it.longest)],
      [`${name}: click to next frame, each`, clicks],
      [`${name}: key in a text to next frame, each`, keys],
    );
  }
  server.close();
  return rows;
}
