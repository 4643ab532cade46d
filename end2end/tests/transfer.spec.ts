// Transfer to another device: an encrypted file, no network, and no duplicates afterwards.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { isAccessible } from "../support/screens.ts";
import {
  beginSheet,
  fillSignIn,
  expect,
  NEW_PASSWORD,
  readyForOffline,
  signIn,
  test,
  openSection,
} from "../support/ward.ts";

const PASSPHRASE = "梅の木の下で会う";

async function exportFile(page: Page, to: string) {
  const section = page.getByRole("region", { name: "ほかの端末で続ける" });
  await section.getByLabel("合言葉（8文字以上）").fill(PASSPHRASE);
  const download = page.waitForEvent("download");
  await section.getByRole("button", { name: "ファイルに書き出す" }).click();
  await (await download).saveAs(to);
  await expect(section.getByRole("status")).toContainText("書き出しました");
}

async function importFile(page: Page, file: string, passphrase: string, says: string) {
  const section = page.getByRole("region", { name: "ほかの端末で続ける" });
  await section.getByLabel("合言葉（8文字以上）").fill(passphrase);
  await section.getByLabel("取り込むファイル").setInputFiles(file);
  await section.getByRole("button", { name: "ファイルから取り込む" }).click();
  await expect(section.getByRole("status")).toContainText(says);
}

test("work transferred to another device in a file counts once whichever device pushes it first", async ({
  page,
  ward,
  context,
  browser,
}) => {
  test.setTimeout(120_000);
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  const other = await browser.newContext();
  const elsewhere = await other.newPage();
  await elsewhere.goto(ward.url);
  await fillSignIn(elsewhere, "E0101", NEW_PASSWORD);
  await expect(elsewhere.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await readyForOffline(elsewhere);

  // At the office, offline.
  await context.setOffline(true);
  await other.setOffline(true);
  await beginSheet(page);
  await page.keyboard.press("4");
  await openSection(page, "振り返り");
  await page.getByRole("textbox", { name: /採点の根拠/ }).fill("役所で書いた");
  await expect(page.getByRole("link", { name: "2 件はこの端末だけ" })).toBeVisible();
  await page.goto(`${ward.url}/device`);
  await isAccessible(page);
  const section = page.getByRole("region", { name: "ほかの端末で続ける" });
  await section.getByLabel("合言葉（8文字以上）").fill("短い");
  await section.getByRole("button", { name: "ファイルに書き出す" }).click();
  await expect(section.getByRole("status")).toContainText("8文字以上");
  const file = join(ward.folder, "E0101.michishirube");
  await exportFile(page, file);
  expect(readFileSync(file, "latin1")).not.toContain("E0101");

  // At home, also offline. First everything that can be wrong with a file.
  await elsewhere.goto(`${ward.url}/device`);
  const before = elsewhere.getByText("件 — すべてサーバーに保存されています");
  await expect(before).toBeVisible();
  await importFile(elsewhere, file, "桜の木の下で会う", "合言葉が違います");
  const torn = join(ward.folder, "torn.michishirube");
  writeFileSync(torn, readFileSync(file).subarray(0, -40));
  await importFile(elsewhere, torn, PASSPHRASE, "途中で切れているか、壊れています");
  await importFile(elsewhere, join(ward.folder, "sample-passwords.csv"), PASSPHRASE, "持ち出しファイルではありません");
  await expect(before).toBeVisible();
  await importFile(elsewhere, file, PASSPHRASE, "2 件の入力を取り込みました");
  await importFile(elsewhere, file, PASSPHRASE, "新しい入力はありませんでした");

  // The imported entries survive a page load, and the sheet is continued.
  await elsewhere.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(elsewhere, "振り返り");
  const evidence = elsewhere.getByRole("textbox", { name: /採点の根拠/ });
  await expect(evidence).toHaveValue("役所で書いた");
  await evidence.fill("役所で書いた\n自宅で足した");
  await expect(elsewhere.getByRole("link", { name: "3 件はこの端末だけ" })).toBeVisible();
  await other.setOffline(false);
  await expect(elsewhere.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();

  // The first device goes online last: no duplicates and no conflict.
  await context.setOffline(false);
  await expect(page.getByText("件 — すべてサーバーに保存されています")).toBeVisible();
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(page, "振り返り");
  await expect(page.getByRole("textbox", { name: /採点の根拠/ })).toHaveValue("役所で書いた\n自宅で足した");
  await expect(page.getByRole("group", { name: "別の端末での入力" })).toHaveCount(0);
  await expect(elsewhere.getByRole("group", { name: "別の端末での入力" })).toHaveCount(0);

  // Another person's file is rejected.
  const stranger = await (await browser.newContext()).newPage();
  await signIn(stranger, ward, "E0102");
  await stranger.goto(`${ward.url}/device`);
  await importFile(stranger, file, PASSPHRASE, "ほかの人のファイルです");
});
