// How long a person waits: the first sheet of a visit, a click, a key. `make bench-pages` writes target/bench-pages.md.
// Chromium on a processor four times as slow; the first visit on slow 4G. Each figure is the median of the rounds.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { Member } from "../support/member.ts";
import { chromiumPath } from "../support/chromium.ts";
import { ROUNDS, SLOW_4G, median, p95, slow, timings, visit, watch, type Seen } from "./measure.ts";
import { measurePeers } from "./peers.ts";
import { NEW_PASSWORD, expect, fillSignIn, readyForOffline, test, type Ward } from "../support/ward.ts";

const SHEET = "/sheet/self_scoring_sheet/2026-end";

/** Publishes a self-scoring sheet of `n` items: sections of eleven scales and a text. */
async function publishForm(ward: Ward, n: number): Promise<any> {
  const source = join(import.meta.dirname, "../../server/content/self_scoring_sheet.json");
  const form = JSON.parse(readFileSync(source, "utf8"));
  const [scale] = form.sections[0].items;
  const text = form.sections.flatMap((it: any) => it.items).find((it: any) => it.id === "evidence");
  const share = form.sections.at(-1);
  const section = (at: number) => ({
    ...form.sections[0],
    id: `part_${at}`,
    words: { ja: `第${at + 1}部`, en: `Part ${at + 1}` },
    items: Array.from({ length: 12 }, (_, place) => ({
      ...(place < 11 ? scale : text),
      id: `item_${at}_${place}`,
      bands: undefined,
      words: {
        ja: `${at * 12 + place + 1}番目の問いに、ふだんの行動で答える。`,
        en: `Question ${at * 12 + place + 1}`,
      },
    })),
  });
  form.version += n;
  form.sections = [...Array.from({ length: n / 12 }, (_, at) => section(at)), share];
  delete form.measures;
  delete form.recommendations;
  delete form.recommendation_rule;
  ward.forms = join(ward.folder, "forms");
  mkdirSync(ward.forms, { recursive: true });
  writeFileSync(join(ward.forms, "self_scoring_sheet.json"), JSON.stringify(form));
  await ward.stop();
  await ward.start();
  return form;
}

/** As on the first visit with this build, but signed in and with the person's entries on the device. */
async function forgetCode(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "service_workers,cache_storage" });
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
}

test("what a person waits for", async ({ ward }) => {
  const rows: string[] = [];
  const row = (name: string, all: number[], unit = "ms") => {
    const text = `| ${name} | ${Math.round(median(all))} ${unit} | ${all.map((it) => Math.round(it)).join(", ")} |`;
    console.log(text);
    rows.push(text);
  };
  const browser = await chromium.launch({ executablePath: chromiumPath() });
  for (const n of [60, 300]) {
    const form = await publishForm(ward, n);
    const member = new Member(ward, n === 60 ? "E0101" : "E0102");
    await member.signIn();
    const items = await member.items("self_scoring_sheet");
    await member.write("self_scoring_sheet", "2026-end", [[items[0].id, 4]], false);
    const signedIn = await browser.newContext();
    const page = await signedIn.newPage();
    await page.goto(ward.url);
    await fillSignIn(page, member.id, NEW_PASSWORD);
    await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
    await readyForOffline(page);
    await watch(signedIn);
    const cold: Seen[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const own = await signedIn.newPage();
      await forgetCode(own, ward.url);
      await slow(own, SLOW_4G);
      cold.push(await visit(own, ward.url + SHEET));
      await own.close();
    }
    row(
      `${n} items, code cold, signed in: first question`,
      cold.map((it) => it.first),
    );
    row(
      `${n} items, code cold, signed in: every kind and the bar`,
      cold.map((it) => it.every),
    );

    await page.reload();
    await readyForOffline(page);
    await page.waitForTimeout(5_000);
    for (const isOffline of [false, true]) {
      await signedIn.setOffline(isOffline);
      const warm: Seen[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const own = await signedIn.newPage();
        await slow(own);
        warm.push(await visit(own, ward.url + SHEET));
        await own.close();
      }
      const how = isOffline ? "service worker, offline" : "service worker";
      row(
        `${n} items, ${how}: first question`,
        warm.map((it) => it.first),
      );
      row(
        `${n} items, ${how}: every kind and the bar`,
        warm.map((it) => it.every),
      );
      row(
        `${n} items, ${how}: longest task`,
        warm.map((it) => it.longest),
      );
    }
    await signedIn.setOffline(false);

    const own = await signedIn.newPage();
    await slow(own);
    await visit(own, ward.url + SHEET);
    const clicks: number[] = [];
    const keys: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const clicked = await timings(own, "click", async () => {
        const groups = own.getByRole("radiogroup");
        for (let at = 0; at < 11; at += 1)
          await groups
            .nth(at)
            .getByRole("radio")
            .nth((round + at) % 5)
            .click({ force: true });
      });
      clicks.push(...clicked);
      const field = own.getByRole("textbox").first();
      await field.click();
      const typed = await timings(own, "keydown", async () => {
        await own.keyboard.type("the quick brown fox jumps over the lazy dog and runs", { delay: 60 });
      });
      keys.push(...typed);
    }
    row(`${n} items: click to next frame, p95 of ${clicks.length}`, [p95(clicks)]);
    row(`${n} items: key in a text to next frame, p95 of ${keys.length}`, [p95(keys)]);
    await signedIn.close();
    if (n === 60)
      for (const [name, all] of await measurePeers(browser, form))
        if (name.endsWith("each")) row(name.replace("each", `p95 of ${all.length}`), [p95(all)]);
        else row(name, all);
  }
  await browser.close();
  const head = "| what | median | rounds |\n|---|---|---|\n";
  const file = join(import.meta.dirname, "../../target/bench-pages.md");
  writeFileSync(file, head + rows.join("\n") + "\n");
});
