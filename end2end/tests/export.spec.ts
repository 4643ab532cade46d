// 職員課's export of a cycle: a file of the answers shared with it, and an entry in the owner's access log.
import { readFileSync } from "node:fs";
import { isAccessible } from "../support/screens.ts";
import { beginSheet, expect, signIn, test, openSection } from "../support/ward.ts";

test("職員課 exports the answers shared with it, and the export appears in the owner's access log", async ({
  browser,
  page,
  ward,
}) => {
  await signIn(page, ward, "E0011");
  await page.getByRole("link", { name: "集計" }).click();
  const section = page.getByRole("region", { name: "書き出し" });
  await section.getByRole("button", { name: "CSVで書き出す" }).click();
  await expect(section.getByRole("status")).toHaveText("書き出す回答は、まだありません。");
  await isAccessible(page);

  const context = await browser.newContext();
  const writer = await context.newPage();
  await signIn(writer, ward, "E0101");
  await beginSheet(writer);
  await writer.keyboard.press("4");
  await openSection(writer, "振り返り");
  await writer.getByRole("textbox", { name: /採点の根拠/ }).fill("=窓口の案内図を作り直した");
  await openSection(writer, "公開範囲");
  await writer.getByRole("radio", { name: /職員課/ }).check();
  await writer.getByRole("link", { name: "確認へ進む" }).click();
  await writer.getByRole("button", { name: "提出する" }).click();
  await expect(writer.getByRole("region", { name: "受領証" })).toBeVisible();

  const download = page.waitForEvent("download");
  await section.getByRole("button", { name: "CSVで書き出す" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("自己採点シート-2026-end.csv");
  const text = readFileSync(await file.path(), "utf8");
  expect(text.startsWith("\ufeff職員番号,氏名,")).toBe(true);
  // A leading quote keeps a spreadsheet from running it as a formula.
  expect(text).toContain(",'=窓口の案内図を作り直した,表示,");
  const workbook = page.waitForEvent("download");
  await section.getByRole("button", { name: "Excelで書き出す" }).click();
  const saved = await workbook;
  expect(saved.suggestedFilename()).toBe("自己採点シート-2026-end.xlsx");
  expect(readFileSync(await saved.path()).toString("latin1", 0, 2)).toBe("PK");
  await writer.goto(`${ward.url}/readers`);
  await expect(writer.getByText(/職員課.*樫村 つむぎ/)).toHaveCount(2);
  await context.close();
});
