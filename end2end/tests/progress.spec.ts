// 職員課: who is how far, by name; reminders and more time, and how the person is told.
import AxeBuilder from "@axe-core/playwright";
import { beginSheet, expect, post, signIn, signOut, test, waitForPush } from "../support/ward.ts";

const FORM = { instrument: "self_scoring_sheet", cycle: "2026-end" };

test("who is late is found by name, reminded once, and told at home, also offline", async ({ page, ward, browser }) => {
  const own = await (await browser.newContext()).newPage();
  await signIn(own, ward, "E0101");
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/progress/2026-end`);
  await page.getByRole("button", { name: /区民課/ }).click();
  const names = page.getByRole("table", { name: "氏名ごとの進み具合" });
  await expect(names).toBeVisible();
  await expect(page.getByRole("combobox", { name: "課" })).toHaveValue("区民課");
  await page.getByRole("searchbox").fill("かつらざか すみれ");
  await expect(names.getByRole("row")).toHaveCount(2);
  await names.getByRole("checkbox", { name: "桂坂 すみれを選ぶ" }).check();
  const chosen = page.getByRole("region", { name: "選んだ人" });
  await expect(chosen).toContainText("1人を選んでいます");
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await chosen.getByRole("button", { name: "お知らせを送る" }).click();
  await expect(chosen).toContainText("桂坂 すみれ");
  await chosen.getByRole("button", { name: "送る", exact: true }).click();
  await expect(page.getByText("1人にお知らせしました。")).toBeVisible();
  await expect(chosen).toBeHidden();
  // A second press is no second reminder.
  await names.getByRole("checkbox", { name: "桂坂 すみれを選ぶ" }).check();
  await chosen.getByRole("button", { name: "お知らせを送る" }).click();
  await chosen.getByRole("button", { name: "送る", exact: true }).click();
  await expect(page.getByText("0人にお知らせしました。")).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Excelで書き出す" }).click();
  expect((await download).suggestedFilename()).toContain("自己採点シート");

  await own.reload();
  const told = own.getByText("職員課からのお知らせ: 2026年度 期末の自己採点シートが、まだ提出されていません。");
  await expect(told).toBeVisible();
  await own.context().setOffline(true);
  await own.getByRole("link", { name: "アカウント", exact: true }).click();
  await own.getByRole("link", { name: "ホーム", exact: true }).click();
  await expect(told).toBeVisible();
});

test("what was written after closing is kept, more time is asked for with one tap and given with a day", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  const own = await (await browser.newContext()).newPage();
  await signIn(own, ward, "E0101");
  await beginSheet(own);
  await own.getByRole("radio").first().check();
  await waitForPush(own);
  await signIn(page, ward, "E0011");
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: "銀杏と坂と猫の道" });
  await post(ward, "set_cycle", { ...FORM, open: false }, cookie);
  await own.goto(ward.url);
  await own.getByRole("button", { name: /期限の延長を願い出る/ }).click();
  await expect(own.getByText("願い出ました。")).toBeVisible();
  expect((await new AxeBuilder({ page: own }).analyze()).violations).toEqual([]);

  await page.goto(`${ward.url}/office/2026`);
  const asked = page.getByRole("region", { name: /期限の延長の願い/ });
  await expect(asked).toContainText("桂坂 すみれ");
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await asked.getByLabel("桂坂 すみれの新しい期限").fill(until);
  await asked.getByLabel("桂坂 すみれの新しい期限").blur();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await asked.getByRole("button", { name: /この日まで延ばす/ }).click();
  await expect(asked).toBeHidden();

  await own.reload();
  await expect(own.getByText("の期限は、あなたについて")).toBeVisible();
  await own.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await own.getByRole("radio").nth(1).check();
  await waitForPush(own);
  await signOut(own);
  expect(trouble).toEqual([]);
});

test("names on a phone are read without scrolling aside", async ({ page, ward }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/progress/2026-end`);
  await page.getByRole("button", { name: "氏名の一覧を開く" }).click();
  await expect(page.getByRole("table", { name: "氏名ごとの進み具合" })).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
});
