// How long 職員課 waits with 2,000 people: a page until it is ready, and a key in its search until the next frame.
// `make bench-pages` writes target/bench-office.md, too. Each figure is the median of the rounds, at full speed and on
// a processor four times as slow.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type BrowserContext } from "@playwright/test";
import { chromiumPath } from "../support/chromium.ts";
import {
  NEW_PASSWORD,
  beginAccount,
  expect,
  fillSignIn,
  post,
  readyForOffline,
  test,
  type Ward,
} from "../support/ward.ts";
import { ROUNDS, median, p95, slow, timings } from "./measure.ts";

const PEOPLE = 2_000;
const HEADINGS = "職員番号,氏名,氏名の読み,部,課,係,級,職種,所属長の職員番号,役割";

/** Pages with what shows that they are ready, and the search on them. */
const PAGES = [
  { name: "people", path: "/people", table: "名簿の職員", open: "" },
  { name: "organisation", path: "/organisation", table: "組織の一覧", open: "" },
  { name: "progress by name", path: "/progress/2026-end", table: "氏名ごとの進み具合", open: "氏名の一覧を開く" },
];

async function fill(ward: Ward): Promise<void> {
  const cookie = await beginAccount(ward, "E0011");
  const rows = Array.from({ length: PEOPLE }, (_, n) => {
    const place = `${1 + (n % 12)}部,${1 + (n % 60)}課,${1 + (n % 5)}係`;
    return `X${1000 + n},職員 ${n}番,しょくいん ${n}ばん,${place},${1 + (n % 4)},事務,E0002,`;
  });
  const file = Buffer.from([HEADINGS, ...rows].join("\n")).toString("hex");
  const [seen] = await post(ward, "preview_roster", { file, columns: [] }, cookie);
  const accepted = seen.entries.filter((it: any) => it.kind === "joiner").map((it: any) => it.person[0]);
  const decision = { digest: seen.digest, accepted, first_day: "2026-11-30", file_name: "many.csv" };
  await post(ward, "import_roster", { file, columns: [], decision }, cookie);
}

async function watchTasks(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    (window as any).longest = 0;
    new PerformanceObserver((list) => {
      for (const it of list.getEntries()) (window as any).longest = Math.max((window as any).longest, it.duration);
    }).observe({ type: "longtask", buffered: true });
  });
}

test("what 職員課 waits for with 2,000 people", async ({ ward }) => {
  test.setTimeout(600_000);
  await fill(ward);
  const browser = await chromium.launch({ executablePath: chromiumPath() });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(ward.url);
  await fillSignIn(page, "E0011", NEW_PASSWORD);
  await readyForOffline(page);
  await page.waitForTimeout(5_000);
  await watchTasks(context);
  const rows: string[] = [];
  for (const isSlow of [false, true]) {
    for (const { name, path, table, open } of PAGES) {
      const [ready, keys, tasks]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        const own = await context.newPage();
        if (isSlow) await slow(own);
        await own.goto(ward.url + path);
        if (open) await own.getByRole("button", { name: open }).click();
        const names = own.getByRole("table", { name: table });
        await names.getByRole("link").first().waitFor();
        ready.push(await own.evaluate(() => performance.now()));
        const field = own.getByRole("searchbox");
        if (await field.count()) {
          await field.click();
          await own.evaluate(() => ((window as any).longest = 0));
          keys.push(
            ...(await timings(own, "keydown", async () => {
              for (const key of "x1900") await field.press(key);
            })),
          );
          await expect(names).toBeAttached();
          tasks.push(await own.evaluate(() => (window as any).longest));
        }
        await own.close();
      }
      const speed = isSlow ? "4× slower" : "full speed";
      const typing = keys.length ? [p95(keys), Math.max(...tasks)] : [];
      const figures = [median(ready), ...typing].map((it) => `${Math.round(it)} ms`);
      while (figures.length < 3) figures.push("–");
      const text = `| ${name}, ${speed} | ${figures.join(" | ")} |`;
      console.log(text);
      rows.push(text);
    }
  }
  rows.push(`| server memory | ${Math.round(ward.memory())} MiB | | |`);
  await browser.close();
  const names = ["ready", "key to frame, p95", "longest task while typing"].join(" | ");
  const head = `| ${PEOPLE} people | ${names} |\n| --- | --- | --- | --- |\n`;
  writeFileSync(join(import.meta.dirname, "../../target/bench-office.md"), `${head}${rows.join("\n")}\n`);
});
