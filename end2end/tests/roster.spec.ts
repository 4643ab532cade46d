// 職員課: a roster is looked at before it is imported, its first passwords are printed, and it is undone.
import AxeBuilder from "@axe-core/playwright";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../support/ward.ts";

const sample = readFileSync(join(import.meta.dirname, "../../server/sample/roster.csv"), "utf8");

const choose = (page: Page, text: string, name = "4月の名簿.csv") =>
  page
    .getByLabel("名簿のファイル（Excel ブックか CSV）")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

/** Somebody moves, somebody is gone, somebody is new. */
const april = sample
  .replace(
    "E0101,桂坂 すみれ,かつらざか すみれ,区民部,区民課,窓口係",
    "E0101,桂坂 すみれ,かつらざか すみれ,福祉部,福祉課,相談係",
  )
  .replace(/^E0014,.*\n/m, "")
  .concat("N0001,新木 はるか,あらき はるか,区民部,区民課,窓口係,1,事務,E0002,\n");

test("a difference is checked, imported as a whole, handed out and undone", async ({ page, ward }) => {
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/people`);
  await page.getByRole("link", { name: "名簿を取り込む" }).click();
  // A file with a fault changes nothing and says in which row it is.
  await choose(page, sample.replace("区民課,窓口係,2", "区民課,窓口係,9"));
  await expect(page.getByRole("heading", { name: "このままでは取り込めません" })).toBeVisible();
  await expect(page.getByText(/行目: 級「9」の様式がありません/).first()).toBeVisible();
  // The same as now is nothing to import.
  await choose(page, sample);
  await expect(page.getByText("取り込むものはありません。")).toBeVisible();

  await choose(page, april);
  await expect(page.getByRole("heading", { name: /新しい職員/ })).toContainText("1");
  await expect(page.getByText("相談係").first()).toBeVisible();
  const gone = page.getByRole("checkbox", { name: /桂坂 わかば/ });
  await expect(gone).not.toBeChecked();
  await expect(page.getByRole("button", { name: "2人を取り込む" })).toBeEnabled();
  await gone.check();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole("button", { name: "3人を取り込む" }).click();
  await expect(page.getByText("新しい職員 1人、変更 2人を取り込みました。")).toBeVisible();
  await expect(page.getByRole("heading", { name: "初期パスワード 1人分" })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSVで保存する" }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file).toContain("新木 はるか");
  // On paper there is only what is handed over.
  await page.evaluate(() => (window.print = () => undefined));
  await page.getByRole("button", { name: "一人一枚で印刷する" }).click();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "新木 はるかさんへ" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "名簿の取り込み" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });

  await page.getByRole("button", { name: "元に戻す" }).click();
  await page.getByRole("alert").getByRole("button", { name: "元に戻す" }).click();
  await expect(page.getByText("取り込む前に戻しました。")).toBeVisible();
  await page.goto(`${ward.url}/people`);
  await page.getByRole("searchbox").fill("新木");
  await expect(page.getByText("条件に合う人はいません。")).toBeVisible();
  await page.getByRole("searchbox").fill("桂坂 わかば");
  await expect(page.getByRole("link", { name: "桂坂 わかば" })).toBeVisible();
});

test("a column called otherwise is named once", async ({ page, ward }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/roster`);
  const renamed = april.replace("職員番号,氏名,", "職員番号,戸籍氏名,");
  await choose(page, renamed);
  await page.getByRole("combobox", { name: "氏名", exact: true }).selectOption("戸籍氏名");
  await page.getByRole("button", { name: "読み直す" }).click();
  await expect(page.getByRole("button", { name: "2人を取り込む" })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
  await page.getByRole("button", { name: "2人を取り込む" }).click();
  await expect(page.getByText("を取り込みました。")).toBeVisible();
  await choose(page, renamed);
  await expect(page.getByRole("heading", { name: /名簿にない職員/ })).toBeVisible();
});

test("a roster of 2,000 is read in seconds and stays smooth", async ({ page, ward }) => {
  test.slow();
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/roster`);
  const many = Array.from(
    { length: 2_000 },
    (_, n) => `X${1000 + n},職員 ${n}番,,区民部,区民課,窓口係,2,事務,E0002,\n`,
  );
  await choose(page, sample + many.join(""));
  await expect(page.getByRole("button", { name: "2000人を取り込む" })).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: /続きを見る/ }).click();
  await page.getByRole("button", { name: "2000人を取り込む" }).click();
  await expect(page.getByText("新しい職員 2000人、変更 0人を取り込みました。")).toBeVisible({ timeout: 60_000 });
  await page.goto(`${ward.url}/people`);
  await page.getByRole("searchbox").fill("1999番");
  await expect(page.getByRole("table", { name: "名簿の職員" }).getByRole("row")).toHaveCount(2);
});
