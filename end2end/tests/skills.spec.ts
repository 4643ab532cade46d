// The skills map and the question bank, as 情報政策課 uses them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { submitDxSelfCheck, answerLiteracyTest } from "../support/member.ts";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { expect, signIn, test, untilPublished } from "../support/ward.ts";

const row = (page: Page, table: string, name: string) =>
  page
    .getByRole("table", { name: table })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) });

test("the skills map shows what was published, suppresses small divisions, and is saved as a workbook", async ({
  page,
  ward,
  trouble,
}) => {
  test.setTimeout(180_000);
  const people = ["01", "02", "03", "04", "05", "11", "12", "13", "14", "15"];
  for (const id of people) {
    await submitDxSelfCheck(ward, `E01${id}`, 2, "2026-start");
    await submitDxSelfCheck(ward, `E02${id}`, 4, "2026-start");
  }
  for (const id of ["E0010", "E0012"]) await submitDxSelfCheck(ward, id, 4, "2026-start");
  await ward.publishFigures();
  await signIn(page, ward, "E0021");
  await page.getByRole("link", { name: "DXの地図" }).click();
  await untilPublished(page, "20人の提出から");
  // The two of 職員課 wait: three more of it would have to come.
  const sections = page.getByRole("region", { name: "課ごとの平均" });
  const head = await sections.getByRole("columnheader").allTextContents();
  const cells = await sections.getByRole("row").filter({ hasText: "ＤＸ推進人材" }).getByRole("cell").allTextContents();
  expect(head.slice(1)).toEqual(["区民課", "福祉課", "全体"]);
  expect(cells).toEqual(["2.010人", "4.010人", "3.020人"]);
  await page
    .getByText(/表に出していない\dの区分/)
    .first()
    .click();
  await expect(page.getByText(/引き算で分かるか.*職員課/)).toBeVisible();
  await expect(row(page, "課ごとの人数", "区民課").getByRole("cell")).toHaveText(["10", "14"]);
  await expect(row(page, "課ごとの人数", "職員課").getByRole("cell")).toHaveText(["非表示", "6"]);
  await expect(row(page, "研修の見込み", "実務研修").getByRole("cell").first()).toHaveText("10");
  await page.getByText("課ごとに見る").click();
  await expect(row(page, "課ごとのサポーター", "区民課")).toContainText("1人");
  await expect(row(page, "課ごとのサポーター", "建築課")).toContainText("まだいません");
  await fitsEveryScreen(page);
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "全部の表をExcelで保存する" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("dx-map-2026.xlsx");
  expect(
    readFileSync(await saved.path())
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
  expect(trouble).toEqual([]);
});

test("a question is retired, another is imported by CSV, and faults are listed by line", async ({
  page,
  ward,
  trouble,
}) => {
  test.setTimeout(180_000);
  for (const [at, id] of ["00", "01", "02", "03", "04", "05", "10", "11", "12", "13", "14"].entries())
    await answerLiteracyTest(ward, `E01${id}`, 24, at < 6, "2026-end");
  // Who has not finished the test is not counted.
  await answerLiteracyTest(ward, "E0115", 6, true, "2026-end");
  await ward.publishFigures();
  await signIn(page, ward, "E0021");
  await page.getByRole("link", { name: "DXの地図" }).click();
  await page.getByRole("link", { name: "問題集を開く" }).click();
  await untilPublished(page, "11人分のチェックから");
  const first = row(page, "ストラテジ（経営・法務・業務改革）", "st01");
  await expect(first).toContainText("55%");
  await expect(row(page, "ストラテジ（経営・法務・業務改革）", "st02")).toContainText("20秒");
  await fitsEveryScreen(page);
  await first.getByRole("button", { name: /出題をやめる/ }).click();
  await expect(first.getByRole("button", { name: /また出題する/ })).toBeVisible();
  await page.getByRole("button", { name: "取りやめた（1）" }).click();
  await expect(page.getByRole("table")).toHaveCount(1);
  await page.getByRole("button", { name: /すべて/ }).click();

  await page.getByText("問題を加える").first().click();
  const file = join(ward.folder, "questions.csv");
  const head = "番号,分野,難しさ,問題,選択肢1,選択肢2,選択肢3,選択肢4,正解,解説\n";
  writeFileSync(file, `${head}new1,自治体ＤＸ,2,新しい問い,ア,イ,ウ,エ,3,わけ\nst01,どこか,9,問い,ア,,,,1,わけ\n`);
  await page.getByLabel("問題のファイル").setInputFiles(file);
  await page.getByRole("button", { name: "問題を加える" }).click();
  await expect(page.getByText("誤りがあるため、何も加えていません。")).toBeVisible();
  await expect(page.getByText(/^3行目: 難しさ「9」/)).toBeVisible();
  await isAccessible(page);
  writeFileSync(file, `${head}new1,自治体ＤＸ,2,新しい問い,ア,イ,ウ,エ,3,わけ\n`);
  await page.getByLabel("問題のファイル").setInputFiles(file);
  await page.getByRole("button", { name: "問題を加える" }).click();
  await expect(page.getByText("1問を加えました。")).toBeVisible();
  await expect(row(page, "自治体ＤＸ", "new1")).toContainText("新しい問い");
  expect(trouble).toEqual([]);
});
