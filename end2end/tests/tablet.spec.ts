// The fair tablet: visitors in a row, offline, with restarts, and no answers left behind.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { chromiumPath } from "../support/chromium.ts";
import { Fair, answerAll, beginOnTablet, cachedFiles, openStaffMenu, submitSurvey, visitors } from "../support/fair.ts";
import { isAccessible } from "../support/screens.ts";
import { expect, collectConsoleErrors, test } from "../support/ward.ts";

const VISITORS = Number(process.env.VISITORS ?? 40);
const WIPES = Number(process.env.WIPES ?? 20);

test("visits collected offline across browser restarts are uploaded once each", async ({ ward }) => {
  test.setTimeout(90_000 + VISITORS * 3_000);
  const fair = await Fair.open(ward);
  const profile = mkdtempSync(join(tmpdir(), "michishirube-booth-"));
  const start = () =>
    chromium.launchPersistentContext(profile, {
      executablePath: chromiumPath(),
      args: ["--no-first-run"],
      viewport: { width: 1180, height: 820 },
      hasTouch: true,
      locale: "ja-JP",
      timezoneId: "Asia/Tokyo",
    });
  let context = await start();
  let page = context.pages()[0];
  await fair.enrol(page, "タブレット1");
  await context.setOffline(true);
  // A closing browser is briefly online again despite setOffline, so the server is stopped too.
  await ward.stop();
  const part = Math.ceil(VISITORS / 4);
  for (let done = 0; done < VISITORS; done += part) {
    await visitors(page, Math.min(part, VISITORS - done), done, () => true);
    await context.close();
    context = await start();
    page = context.pages()[0];
    await context.setOffline(true);
    await page.goto(`${ward.url}/fair/booth`);
    await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  }
  const trouble = collectConsoleErrors(context);
  await expect(page.getByText(`${VISITORS} 人目 消去`)).toBeVisible();
  await ward.start();
  expect((await fair.ask("fair_tablets"))[0].arrived).toBe(0);
  // The encrypted file holds everything, in batches that the server accepts one by one.
  await openStaffMenu(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "封をしたファイルに書き出す" }).click();
  const parts = JSON.parse(readFileSync(await (await download).path(), "utf8")).map((it: { report: string }) =>
    JSON.parse(it.report),
  );
  const numbers = parts.flatMap((it: any) => it.batches.map((it: any) => it.n));
  expect(parts.length).toBe(Math.ceil(numbers.length / 5));
  expect(parts.length).toBeGreaterThan(1);
  expect(numbers).toEqual([...Array(parts[0].last).keys()].map((it) => it + 1));
  // The first response is lost after the server has stored the push, so the tablet retries everything.
  await context.route(
    "**/api/v1/push_kiosk",
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
  await context.setOffline(false);
  await page.getByRole("button", { name: "閉場: 残りもすべて送る" }).click();
  await expect.poll(async () => (await fair.ask("fair_tablets"))[0].arrived, { timeout: 45_000 }).toBe(VISITORS);
  await page.getByRole("button", { name: "閉場: 残りもすべて送る" }).click();
  await expect(page.getByText("0 件", { exact: true })).toBeVisible();
  const [tablet] = await fair.ask("fair_tablets");
  expect([tablet.took, tablet.arrived, tablet.missing]).toEqual([VISITORS, VISITORS, []]);
  expect((await fair.ask("fair_close", { note: "" }))[0].state).toBe("closed");
  expect((await fair.ask("fair_counts")).visitors).toBe(VISITORS);
  expect(trouble).toEqual([]);
  await context.close();
});

test("a browser that ran the phone quiz before is enrolled as a tablet and opens offline", async ({
  browser,
  ward,
}) => {
  const fair = await Fair.open(ward);
  const context = await browser.newContext({
    viewport: { width: 1180, height: 820 },
    hasTouch: true,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
  });
  const page = await context.newPage();
  await page.goto(`${ward.url}/fair/`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await fair.enrol(page, "タブレット1");
  expect((await cachedFiles(page)).filter((it) => it.includes("split_kiosk"))).toHaveLength(1);
  await context.setOffline(true);
  await page.reload();
  await beginOnTablet(page);
  await expect(page.getByText("1 / 14")).toBeVisible();
  await context.close();
});

test("no answer of a visitor is left in the browser after the visit", async ({ browser, ward }) => {
  test.setTimeout(60_000 + WIPES * 3_000);
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await context.setOffline(true);
  await page.evaluate(() => navigator.clipboard.writeText("文京 花子"));
  await visitors(page, WIPES, 0, (it) => it % 2 === 0);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("");
  // The words of a decrypted visit must be in no store, cache, page or URL.
  const found = await page.evaluate(async () => {
    const words = ["wishes", "civil", "clerical", "companion", "pioneer", '"visit"'];
    const all: string[] = [
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      JSON.stringify(history.state),
      location.href,
      document.cookie,
      document.body.innerHTML,
    ];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done) => {
        const ask = indexedDB.open(name!);
        ask.onsuccess = () => done(ask.result);
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((done) => {
          const ask = database.transaction(store).objectStore(store).getAll();
          ask.onsuccess = () => done(ask.result);
        });
        // The quiz edition contains every word of the quiz, so it is skipped.
        all.push(JSON.stringify(rows.filter((it) => !JSON.stringify(it).includes("never_ask"))));
      }
      database.close();
    }
    return words.filter((word) => all.some((it) => it.includes(word)));
  });
  expect(found).toEqual([]);
  await expect(page.getByText(`${WIPES} 人目 消去`)).toBeVisible();
  await context.close();
});

const PLANTS: [string, string, string][] = [
  ["localStorage", "localStorage", "localStorage.setItem('canary', '文京 花子')"],
  ["sessionStorage", "sessionStorage", "sessionStorage.setItem('canary', '文京 花子')"],
  [
    "IndexedDB",
    "IndexedDB",
    "new Promise((done) => { indexedDB.open('canary').onsuccess = (it) => { it.target.result.close(); done(); } })",
  ],
  [
    "Cache Storage",
    "Cache Storage",
    "caches.open('canary').then((it) => it.put('/canary', new Response('文京 花子')))",
  ],
  [
    "a file in a cache of ours",
    "Cache Storage",
    "caches.open('fair-quiz').then((it) => it.put('/fair/quiz/newest?name=x', new Response('文京 花子')))",
  ],
  ["history", "history", "history.replaceState({ canary: '文京 花子' }, '')"],
  ["a form", "form", "document.body.append(Object.assign(document.createElement('input'), { value: '文京 花子' }))"],
  ["a cookie", "Cookie", "document.cookie = 'canary=1'"],
];

test("data left after the wipe locks the tablet until staff remove it", async ({ browser, ward }) => {
  test.setTimeout(120_000);
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  for (const [what, named, plant] of PLANTS) {
    await beginOnTablet(page);
    await page.evaluate(plant);
    await answerAll(page);
    await page.getByRole("button", { name: "おわる" }).click();
    await expect(page.getByRole("heading", { name: /係員をお呼びください/ }), what).toBeVisible();
    await expect(page.getByText(named, { exact: true }), what).toBeVisible();
    if (what === "localStorage") {
      // A restart does not unlock it.
      await page.reload();
      await expect(page.getByRole("heading", { name: /係員をお呼びください/ })).toBeVisible();
      await isAccessible(page);
      await page.setViewportSize({ width: 590, height: 410 });
      await isAccessible(page);
      await page.setViewportSize({ width: 1180, height: 820 });
    }
    await openStaffMenu(page);
    await page.getByRole("button", { name: "消して、もう一度確かめる" }).click();
    await expect(page.getByRole("button", { name: /タップしてはじめる/ }), what).toBeVisible();
  }
  await context.close();
});

test("the tablet asks after 45 idle seconds, resets after 75, and composing text counts as activity", async ({
  browser,
  ward,
}) => {
  const fair = await Fair.open(ward);
  const context = await browser.newContext({
    viewport: { width: 1180, height: 820 },
    hasTouch: true,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
  });
  const page = await context.newPage();
  await page.clock.install();
  await fair.enrol(page, "タブレット1");
  await beginOnTablet(page);
  await page.getByRole("button", { name: "見やすさ" }).click();
  await page.getByRole("button", { name: "はっきりした色" }).click();
  await page.getByRole("list", { name: "答えの選択肢" }).getByRole("button").first().click();
  await page.clock.runFor(44_000);
  const asking = page.getByRole("alertdialog", { name: "つづけますか" });
  await expect(asking).toBeHidden();
  await page.clock.runFor(2_000);
  await expect(asking).toBeVisible();
  await expect(page.getByRole("button", { name: "つづける" })).toBeFocused();
  await isAccessible(page);
  await page.setViewportSize({ width: 590, height: 410 });
  await isAccessible(page);
  await page.setViewportSize({ width: 1180, height: 820 });
  await page.getByRole("button", { name: "つづける" }).click();
  await expect(asking).toBeHidden();
  await expect(page.getByText("2 / 14")).toBeVisible();
  // A key press counts as activity.
  await page.clock.runFor(40_000);
  await page.keyboard.press("Tab");
  await page.clock.runFor(40_000);
  await expect(asking).toBeHidden();
  await page.clock.runFor(36_000);
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  await expect(page.getByText("1 人目 消去")).toBeVisible();

  // An input method that composes for longer than the idle timeout.
  const width = page.viewportSize()!.width;
  for (let tap = 0; tap < 5; tap += 1) await page.touchscreen.tap(width - 20, 20);
  await page.getByLabel("暗証番号").focus();
  const keys = await context.newCDPSession(page);
  await keys.send("Input.imeSetComposition", { text: "さいよ", selectionStart: 3, selectionEnd: 3 });
  await page.clock.runFor(90_000);
  await expect(page.getByLabel("暗証番号")).toBeVisible();
  await expect(asking).toBeHidden();
  await keys.send("Input.insertText", { text: "採用" });
  await page.clock.runFor(76_000);
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  await context.close();
});

test("the thanks go by themselves after ten seconds, in sight, and nothing of the visit is left", async ({
  browser,
  ward,
}) => {
  const fair = await Fair.open(ward);
  const context = await browser.newContext({
    viewport: { width: 1180, height: 820 },
    hasTouch: true,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
  });
  const page = await context.newPage();
  await page.clock.install();
  await fair.enrol(page, "タブレット1");
  await beginOnTablet(page);
  await answerAll(page);
  await submitSurvey(page, async () => {});
  await expect(page.getByText("まもなく、")).toBeVisible();
  await isAccessible(page);
  // The clock goes on while axe looks, on a busy machine for some seconds.
  await page.clock.runFor(4_000);
  await expect(page.getByRole("heading", { name: "ありがとうございました" })).toBeVisible();
  await page.clock.runFor(7_000);
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  await expect(page.getByText("1 人目 消去")).toBeVisible();
  await context.close();
});

test("every tablet screen is accessible at 200 % zoom and in high contrast", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const context = await browser.newContext({
    viewport: { width: 590, height: 410 },
    hasTouch: true,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
  });
  const page = await context.newPage();
  const looks = async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(590);
    await isAccessible(page);
  };
  await page.goto(`${ward.url}/fair/booth`);
  await expect(page.getByLabel("タブレットの名前")).toBeVisible();
  await looks();
  await fair.enrol(page, "タブレット1");
  await looks();
  await page.getByRole("button", { name: /タップしてはじめる/ }).click();
  await expect(page.getByRole("heading", { name: /ことばを/ })).toBeVisible();
  await looks();
  await page.getByRole("button", { name: "やさしい日本語", exact: true }).click();
  await page.getByRole("button", { name: "見やすさ" }).click();
  await page.getByRole("button", { name: "はっきりした色" }).click();
  await looks();
  await page.getByRole("button", { name: "はじめる" }).click();
  await looks();
  await answerAll(page, 3);
  await looks();
  await submitSurvey(page, looks);
  await page.getByRole("button", { name: "おわる" }).click();
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  // The next visitor starts with default preferences.
  await page.getByRole("button", { name: /タップしてはじめる/ }).click();
  await page.getByRole("button", { name: "日本語", exact: true }).click();
  expect(
    await page.evaluate(() => [
      document.documentElement.dataset.contrast,
      document.documentElement.lang,
      document.querySelector("rt"),
    ]),
  ).toEqual(["usual", "ja", null]);
  await page.keyboard.press("Control+Alt+s");
  await expect(page.getByLabel("暗証番号")).toBeVisible();
  await looks();
  await openStaffMenu(page);
  await expect(page.getByRole("heading", { name: "係員のメニュー" })).toBeVisible();
  await looks();
  await context.close();
});

test("the QR code on the tablet opens the same result on another phone", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await context.setOffline(true);
  await beginOnTablet(page);
  await answerAll(page, 1);
  const type = await page.getByRole("heading", { level: 1 }).innerText();
  const picture = PNG.sync.read(await page.getByRole("img", { name: "結果を開くQRコード" }).screenshot());
  const code = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  expect(code?.data).toMatch(/\/fair\/r#\d+\.\w+$/);
  expect(code?.data.startsWith(ward.url)).toBe(true);
  expect(code!.version).toBeLessThanOrEqual(10);
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "ja-JP" });
  const kept = await phone.newPage();
  const asked: string[] = [];
  kept.on("request", (it) => asked.push(it.url()));
  await kept.goto(code!.data);
  await expect(kept.getByRole("heading", { level: 1 })).toHaveText(type);
  await isAccessible(kept);
  await kept.setViewportSize({ width: 320, height: 422 });
  await kept.getByRole("button", { name: "見やすさ" }).click();
  await kept.getByRole("button", { name: "はっきりした色" }).click();
  expect(await kept.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await isAccessible(kept);
  // The URL's fragment is never sent to the server.
  expect(asked.filter((it) => new URL(it).search || it.includes(".E"))).toEqual(asked.filter((it) => it.includes("#")));
  await kept.goto(code!.data.replace(/\w+$/, "zz"));
  await expect(kept.getByRole("heading", { name: /結果を読めませんでした/ })).toBeVisible();
  await phone.close();
  await context.close();
});

test("a tablet that wakes after two hours shows nothing of the visitor before", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const context = await browser.newContext({ viewport: { width: 1180, height: 820 }, hasTouch: true });
  const page = await context.newPage();
  await fair.enrol(page, "タブレット1");
  await beginOnTablet(page);
  await page.getByRole("list", { name: "答えの選択肢" }).getByRole("button").first().click();
  await expect(page.getByText("2 / 14")).toBeVisible();
  const hide = (is: boolean) =>
    page.evaluate((is) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => is });
      document.dispatchEvent(new Event("visibilitychange"));
    }, is);
  await hide(true);
  await expect(page.getByText("2 / 14")).toBeHidden();
  // Shown again at once: a message of the system was read, and the visit goes on.
  await hide(false);
  await expect(page.getByText("2 / 14")).toBeVisible();

  await hide(true);
  // Collects what would be painted from the moment of waking.
  await page.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 7_200_000;
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = () => {
      if (getComputedStyle(document.body).visibility === "visible") seen.push(document.body.innerText);
      requestAnimationFrame(look);
    };
    look();
  });
  await hide(false);
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect(seen.filter((it) => it.includes("2 / 14"))).toEqual([]);
  await context.close();
});
