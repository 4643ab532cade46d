// The skills map and the question bank, as 情報政策課 uses them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { submitDxSelfCheck, answerLiteracyTest } from "../support/member.ts";
import { expect, fitsEveryScreen, isAccessible, signIn, test } from "../support/ward.ts";

const row = (page: Page, table: string, name: string) =>
  page
    .getByRole("table", { name: table })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) });

test("the skills map shows means, suppresses small divisions, and is saved as a workbook", async ({
  page,
  ward,
  trouble,
}) => {
  test.setTimeout(180_000);
  for (const id of ["E0100", "E0101", "E0102", "E0103", "E0104", "E0105"])
    await submitDxSelfCheck(ward, id, 2, "2026-start");
  for (const id of ["E0200", "E0201", "E0202", "E0203", "E0204"]) await submitDxSelfCheck(ward, id, 5, "2026-start");
  for (const id of ["E0010", "E0012"]) await submitDxSelfCheck(ward, id, 4, "2026-start");
  await signIn(page, ward, "E0021");
  await page.getByRole("link", { name: "ＤＸの地図" }).click();
  await expect(page.getByText("13人の提出から", { exact: true })).toBeVisible();
  // 職員課 has two people and is suppressed; the next smallest division too, or the two could be derived from the total.
  const sections = page.getByRole("region", { name: "課ごとの平均" });
  const head = await sections.getByRole("columnheader").allTextContents();
  const cells = await sections.getByRole("row").filter({ hasText: "ＤＸ推進人材" }).getByRole("cell").allTextContents();
  const of = (section: string) => cells[head.indexOf(section) - 1];
  expect([of("区民課"), of("福祉課"), of("職員課")]).toEqual(["2.06人", "非表示", "非表示"]);
  expect(of("全体")).toContain("13人");
  await expect(row(page, "研修の見込み", "キャリアアップ講座助成").getByRole("cell").first()).toHaveText("6");
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
  for (const [at, id] of ["E0100", "E0101", "E0102", "E0103", "E0104"].entries())
    await answerLiteracyTest(ward, id, 6, at < 3, "2026-end");
  await signIn(page, ward, "E0021");
  await page.getByRole("link", { name: "ＤＸの地図" }).click();
  await page.getByRole("link", { name: "問題集を開く" }).click();
  await expect(page.getByText("5回分のチェックから")).toBeVisible();
  const first = row(page, "ストラテジ（経営・法務・業務改革）", "st01");
  await expect(first).toContainText("60%");
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
