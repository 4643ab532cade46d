// The quiz on a visitor's phone: nothing is stored, and only what is shown is submitted.
import { devices, type Page } from "@playwright/test";
import { Fair, answerAll, cachedFiles, submitSurvey } from "../support/fair.ts";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { expect, test } from "../support/ward.ts";

const phone = devices["Pixel 7"];
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, userAgent: phone.userAgent });

/** Every place of a browser in which personal data could be left. */
async function traces(page: Page): Promise<unknown> {
  return page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookie: document.cookie,
    databases: (await indexedDB.databases()).map((it) => it.name),
    state: history.state,
  }));
}
/** No data left, except the number of screens from the start in the browser's history. */
const NO_TRACES = (depth: string | null) => ({ local: [], session: [], cookie: "", databases: [], state: depth });

test("a visitor takes the quiz offline, sees a result without numbers, and submits exactly what is shown", async ({
  page,
  context,
  ward,
}) => {
  const fair = await Fair.open(ward);
  const sent: string[] = [];
  page.on("request", (it) => it.url().includes("/api/v1/submit_visit") && sent.push(it.postData() ?? ""));
  await page.goto(`${ward.url}/fair/?e=${fair.event}`);
  await expect(page.getByText("合同説明会")).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // The cache has what a phone needs and no file of the tablet.
  const kept = await cachedFiles(page);
  expect(kept.filter((it) => it.includes("split_after_result"))).toHaveLength(1);
  expect(kept.filter((it) => it.includes("split_kiosk"))).toEqual([]);
  await context.setOffline(true);
  await page.getByRole("button", { name: "はじめる" }).click();
  await page.getByRole("button", { name: "とばす" }).click();
  await page.getByRole("button", { name: "もどる" }).click();
  await answerAll(page, 2);
  expect((await page.getByRole("main").innerText()).match(/\d+\s*点|\d+\s*%|\/\s*\d+/)).toBeNull();
  await expect(page.getByText("合格・不合格や採用の選考とは関係ありません")).toBeVisible();

  await page.getByRole("button", { name: "アンケートへ" }).click();
  await page
    .getByRole("group", { name: /興味のある仕事/ })
    .getByRole("button")
    .first()
    .click();
  await page.getByRole("button", { name: "つぎへ" }).click();
  await page
    .getByRole("group", { name: /知りたい情報/ })
    .getByRole("button")
    .nth(2)
    .click();
  await page.getByRole("button", { name: "つぎへ" }).click();
  // This question depends on the chosen jobs.
  await expect(
    page
      .getByRole("group", { name: /選んだ仕事について/ })
      .getByRole("button")
      .first(),
  ).toBeVisible();
  await page.getByRole("button", { name: "もどる" }).click();
  await expect(
    page
      .getByRole("group", { name: /知りたい情報/ })
      .getByRole("button")
      .nth(2),
  ).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "ここまでにする" }).click();
  await expect(page.getByRole("heading", { name: "これだけが送られます" })).toBeVisible();
  await page.getByRole("button", { name: "送る", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("答えは画面に残っています");
  await context.setOffline(false);
  await expect(page.getByText('{"number":')).toBeHidden();
  await page.getByText("送る文字そのもの").click();
  const shown = await page.getByText('{"number":').innerText();
  sent.length = 0;
  await page.getByRole("button", { name: "送る", exact: true }).click();
  await expect(page.getByRole("heading", { name: "ありがとうございました" })).toBeVisible();
  expect(sent).toEqual([shown]);
  expect(Object.keys(JSON.parse(shown))).toEqual(["number", "visit"]);
  expect(Object.keys(JSON.parse(shown).visit).sort()).toEqual(["day", "event", "types", "wishes"]);
  expect(await traces(page)).toEqual(NO_TRACES("16"));
  expect(await context.cookies()).toEqual([]);
});

test("language, text size and high contrast can be chosen and are not stored", async ({ page, ward }) => {
  await page.goto(`${ward.url}/fair/`);
  const html = page.getByRole("document").or(page.locator("html"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("あなたの強み発見クイズ");
  await page.getByRole("button", { name: "やさしい日本語" }).click();
  await expect(page.getByText("つよ", { exact: true }).first()).toBeVisible();
  // The furigana are hidden from screen readers, so that each word is read once.
  await expect(page.getByRole("heading", { name: "あなたの強み発見クイズ", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Discover your strengths quiz");
  expect(await html.first().getAttribute("lang")).toBe("en");
  await page.getByRole("button", { name: "Display" }).click();
  const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  const before = await size();
  await page.getByRole("button", { name: "Larger text" }).click();
  expect(parseFloat(await size())).toBeGreaterThan(parseFloat(before) * 1.2);
  await page.getByRole("button", { name: "High contrast" }).click();
  await isAccessible(page);
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByText("1 / 14")).toBeVisible();
  await isAccessible(page);
  expect(await traces(page)).toEqual(NO_TRACES("1"));
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("あなたの強み発見クイズ");
});

test("the browser's back button goes to the previous screen and leaves the quiz only from the start", async ({
  page,
  ward,
}) => {
  const fair = await Fair.open(ward);
  await page.goto(`${ward.url}/api/v1/health`);
  await page.goto(`${ward.url}/fair/?e=${fair.event}`);
  await page.getByRole("button", { name: "はじめる" }).click();
  await page.getByRole("list", { name: "答えの選択肢" }).getByRole("button").nth(2).click();
  await page.getByRole("button", { name: "とばす" }).click();
  await expect(page.getByText("3 / 14", { exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("2 / 14", { exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("list", { name: "答えの選択肢" }).getByRole("button").nth(2)).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.goForward();
  await expect(page.getByText("2 / 14", { exact: true })).toBeVisible();
  // The page's own back button does the same, also on quick taps.
  await page.getByRole("button", { name: "もどる" }).dblclick();
  await expect(page.getByText("1 / 14", { exact: true })).toBeVisible();
  await answerAll(page, 2);
  await page.getByRole("button", { name: "アンケートへ" }).click();
  await expect(page.getByRole("group", { name: /興味のある仕事/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("あなたの強みは")).toBeVisible();
  await page.getByRole("button", { name: "もう一度はじめから" }).click();
  await expect(page.getByRole("button", { name: "はじめる" })).toBeVisible();
  // The browser's history holds nothing of the visit.
  await page.goForward();
  await expect(page.getByRole("button", { name: "はじめる" })).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/health/);
});

test("without a survey only the result type is submitted, once, and a closed event rejects it", async ({
  page,
  ward,
}) => {
  const fair = await Fair.open(ward, { survey: false });
  const take = async () => {
    await page.goto(`${ward.url}/fair/?e=${fair.event}`);
    await page.getByRole("button", { name: "はじめる" }).click();
    await answerAll(page);
    await page.getByRole("button", { name: "送るものを見る" }).click();
    await expect(page.getByRole("heading", { name: "これだけが送られます" })).toBeVisible();
    await page.getByText("送る文字そのもの").click();
    await expect(page.getByText('"wishes":[]')).toBeVisible();
  };
  for (let visitor = 0; visitor < 5; visitor += 1) {
    await take();
    await page.getByRole("button", { name: "送る", exact: true }).click();
    await expect(page.getByRole("heading", { name: "ありがとうございました" })).toBeVisible();
    await page.getByRole("button", { name: "結果を見る" }).click();
    await expect(page.getByText("あなたの強みは")).toBeVisible();
    await expect(page.getByRole("button", { name: "送るものを見る" })).toBeHidden();
  }
  await take();
  await fair.ask("fair_close", { note: "" });
  await page.getByRole("button", { name: "送る", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("このイベントの受付は終わりました");
  expect((await fair.ask("fair_counts")).visitors).toBe(5);
});

test("at a tablets-only event a phone says so and submits nothing", async ({ page, ward }) => {
  const fair = await Fair.open(ward, { tablets_only: true });
  await page.goto(`${ward.url}/fair/?e=${fair.event}`);
  await page.getByRole("button", { name: "はじめる" }).click();
  await answerAll(page);
  await expect(page.getByText("このスマホからは、何も送られません")).toBeVisible();
  await expect(page.getByRole("button", { name: "アンケートへ" })).toBeHidden();
  await expect(page.getByRole("link", { name: /特別区の採用情報/ })).toHaveAttribute(
    "href",
    /^https:\/\/www\.union\.tokyo23city\.lg\.jp\//,
  );
  await fitsEveryScreen(page);
});

test("every quiz screen fits and is accessible from a phone to 200 % zoom", async ({ page, ward }) => {
  test.setTimeout(120_000);
  const fair = await Fair.open(ward);
  await page.goto(`${ward.url}/fair/?e=${fair.event}`);
  await expect(page.getByRole("button", { name: "はじめる" })).toBeVisible();
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: "はじめる" }).click();
  await expect(page.getByText("1 / 14")).toBeVisible();
  await fitsEveryScreen(page);
  await answerAll(page);
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: "アンケートへ" }).click();
  await expect(page.getByRole("group", { name: /興味のある仕事/ })).toBeVisible();
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: "ここまでにする" }).click();
  await expect(page.getByRole("heading", { name: "これだけが送られます" })).toBeVisible();
  await fitsEveryScreen(page);
});

test("every quiz screen is accessible in high contrast and large text at 200 % zoom", async ({ page, ward }) => {
  const fair = await Fair.open(ward);
  await page.setViewportSize({ width: 720, height: 450 });
  await page.goto(`${ward.url}/fair/?e=${fair.event}`);
  await page.getByRole("button", { name: "見やすさ" }).click();
  for (const name of ["ふりがな", "文字を大きく", "文字を大きく", "はっきりした色"])
    await page.getByRole("button", { name }).click();
  const looks = async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
    await isAccessible(page);
  };
  await looks();
  await page.getByRole("button", { name: "はじめる" }).click();
  await expect(page.getByText("1 / 14")).toBeVisible();
  await looks();
  await answerAll(page, 3);
  await looks();
  await submitSurvey(page, looks);
});

test("with the keyboard alone a visitor reaches a result and saves it as a picture", async ({ page, ward }) => {
  await page.goto(`${ward.url}/fair/`);
  const begin = page.getByRole("button", { name: "はじめる" });
  await begin.focus();
  await page.keyboard.press("Enter");
  for (let at = 1; at <= 14; at += 1) {
    await expect(page.getByText(`${at} / 14`, { exact: true })).toBeVisible();
    // Focus is on the new question: the next tab stop is its first answer.
    await expect(page.getByRole("main")).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
  }
  await expect(page.getByText("あなたの強みは")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "画像で保存する" }).press("Enter");
  const file = await (await download).path();
  const { PNG } = await import("pngjs");
  const { readFileSync } = await import("node:fs");
  const picture = PNG.sync.read(readFileSync(file));
  expect([picture.width, picture.height]).toEqual([900, 1200]);
  // Many colours: the picture is drawn, not blank.
  const colours = new Set<number>();
  for (let at = 0; at < picture.data.length; at += 4 * 97) colours.add(picture.data.readUInt32BE(at));
  expect(colours.size).toBeGreaterThan(20);
  await expect(page.getByRole("status").filter({ hasText: "画像を保存しました" })).toBeVisible();
});

test("a code that is typed from the poster reaches the event, and an unknown one says so", async ({ page, ward }) => {
  const fair = await Fair.open(ward);
  const wide = [...fair.event].map((it) => String.fromCharCode(it.charCodeAt(0) + 0xfee0)).join("");
  for (const typed of [
    `/fair/?e=${fair.event.toLowerCase()}`,
    `/fair/?e=${fair.event}&openExternalBrowser=1`,
    `/fair/?e=${encodeURIComponent(wide)}`,
    `/fair/?e=${fair.event}%20`,
    `/fair?e=${fair.event}`,
  ]) {
    await page.goto(ward.url + typed);
    await expect(page.getByText("合同説明会"), typed).toBeVisible();
  }
  await page.goto(`${ward.url}/fair/?e=ZZZZ9999`);
  await expect(page.getByRole("heading", { name: /このコードのイベントは、ありません/ })).toBeVisible();
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: /このままクイズをする/ }).click();
  await expect(page.getByRole("button", { name: "はじめる" })).toBeVisible();
});
