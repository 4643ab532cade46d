// The tablet at the booth on a processor six times as slow: from a tap to the next screen, and what 500 visitors leave
// in its memory. `make bench-pages` writes target/bench-kiosk.md; VISITORS=n runs n of them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Fair, exposeMemory, visitors } from "../support/fair.ts";
import { expect, test } from "../support/ward.ts";
import { ROUNDS, median, p95 } from "./measure.ts";

const SLOWER = 6;
const VISITORS = Number(process.env.VISITORS ?? 500);

/** Milliseconds from a tap on a button until the frame that shows `next`. */
async function tapped(page: Page, name: RegExp, next: string, nth = 0): Promise<number> {
  await page.evaluate((next) => {
    (window as any).shown = new Promise<number>((done) => {
      addEventListener(
        "click",
        (event) => {
          const look = () => {
            if (document.querySelector("main b")?.textContent !== next) return requestAnimationFrame(look);
            const frame = new MessageChannel();
            frame.port1.onmessage = () => done(performance.now() - event.timeStamp);
            frame.port2.postMessage(0);
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    });
  }, next);
  await page.getByRole("button", { name }).nth(nth).tap();
  return page.evaluate(() => (window as any).shown);
}

/** Bytes in use after a collection: of JavaScript, and of the program's own memory; and nodes of the document. */
async function memory(page: Page): Promise<{ js: number; wasm: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  await session.detach();
  return { js: usedSize, wasm: await page.evaluate(() => (window as any).wasm.buffer.byteLength), nodes };
}

test("a tablet at the booth", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await exposeMemory(context);
  await page.reload();
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const [begin, question]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.getByRole("button", { name: /タップしてはじめる/ }).tap();
    await page.getByRole("button", { name: "日本語", exact: true }).tap();
    begin.push(await tapped(page, /はじめる/, "1 / 14"));
    for (let at = 1; at < 14; at += 1) {
      const options = page.getByRole("list", { name: "答えの選択肢" }).getByRole("button");
      const name = new RegExp((await options.nth(at % 4).innerText()).split("\n")[0].slice(0, 6));
      question.push(await tapped(page, name, `${at + 1} / 14`));
    }
    await page.getByRole("list", { name: "答えの選択肢" }).getByRole("button").first().tap();
    await page.getByRole("button", { name: /おわる/ }).tap();
    await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  }
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  const held = [];
  for (let n = 0; n < VISITORS; n += VISITORS / 5) {
    await visitors(page, VISITORS / 5, n, (visitor) => visitor % 5 === 0);
    held.push({ n: n + VISITORS / 5, ...(await memory(page)) });
  }
  const mb = (bytes: number) => (bytes / 1e6).toFixed(2);
  const rows = [
    "| what | median | p95 |\n|---|---|---|",
    `| tap to the first question | ${Math.round(median(begin))} ms | ${Math.round(p95(begin))} ms |`,
    `| tap to the next question | ${Math.round(median(question))} ms | ${Math.round(p95(question))} ms |`,
    "\n| visitors | JavaScript MB | program's memory MB | nodes |\n|---|---|---|---|",
    ...held.map((it) => `| ${it.n} | ${mb(it.js)} | ${mb(it.wasm)} | ${it.nodes} |`),
  ];
  console.log(rows.join("\n"));
  writeFileSync(join(import.meta.dirname, "../../target/bench-kiosk.md"), `${rows.join("\n")}\n`);
  await context.close();
});
