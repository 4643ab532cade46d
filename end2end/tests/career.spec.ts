// キャリア意向申告: visible items depend on answers; life stage is for 職員課 only; and 職員課's search.
import { readFileSync } from "node:fs";
import { isAccessible } from "../support/screens.ts";
import { expect, signIn, test, openSection } from "../support/ward.ts";

test("a career declaration shows only applicable items, ranks by keyboard, and reaches only its readers", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ward, "E0101");
  await page
    .getByRole("link", { name: /書き始める.*キャリア意向/ })
    .first()
    .click();
  await expect(page.getByText(/「検討」/)).toBeVisible();
  await page.getByRole("button", { name: "書き始める" }).click();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("textbox", { name: "現在の担当業務" }).fill("住民票の窓口");
  await page.getByRole("radiogroup", { name: "仕事の量" }).getByRole("radio").nth(3).check();

  await openSection(page, "これまでと、これから");
  const rows = page.getByRole("list", { name: "経験した部門と年数" }).last();
  await rows.getByRole("combobox", { name: "部門" }).selectOption({ label: "窓口部門" });
  await rows.getByLabel("始めた年度").fill("２０２０");
  await rows.getByLabel("始めた年度").blur();
  await expect(page.getByText(/^2020年度から/)).toBeVisible();

  const special = page.getByRole("group", { name: /専門としたい分野/ });
  await expect(special).toHaveCount(0);
  await page.getByRole("radio", { name: /^スペシャリスト/ }).check();
  await special.getByRole("checkbox", { name: "福祉" }).check();

  await openSection(page, "異動の希望");
  await page.getByRole("button", { name: "＋ 窓口部門" }).click();
  await page.getByRole("button", { name: "＋ 事業実施部門" }).click();
  await page.getByRole("button", { name: "事業実施部門を上へ" }).focus();
  await page.keyboard.press("Enter");
  const ranked = page.getByRole("list", { name: "希望する部門（順位）" }).getByRole("listitem");
  await expect(ranked).toHaveText([/1事業実施部門/, /2窓口部門/]);

  await openSection(page, "配慮とライフステージ");
  await expect(page.getByRole("group", { name: /ライフステージ/ })).toHaveCount(0);
  await page.getByRole("radio", { name: /ある（次の質問で選ぶ）/ }).check();
  await page.getByRole("checkbox", { name: "育児" }).check();
  await openSection(page, "異動の希望");
  await page.getByRole("radio", { name: /^次の異動期/ }).check();
  await openSection(page, "昇任");
  await page.getByRole("radio", { name: /^時期を見て/ }).check();
  await openSection(page, "自由意見と公開範囲");
  await page.getByRole("radio", { name: "所属長と職員課" }).check();
  await isAccessible(page);

  await page.goto(`${ward.url}/sheet/career_declaration/2026-start/seen`);
  await expect(page.getByText("住民票の窓口")).toBeVisible();
  await expect(page.getByText("育児")).toHaveCount(0);
  await page.getByRole("button", { name: "職員課からはこう見えます" }).click();
  await expect(page.getByText("育児")).toBeVisible();
  await page.goto(`${ward.url}/sheet/career_declaration/2026-start/check`);
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.getByText(/に提出しました/)).toBeVisible();
  await isAccessible(page);

  const boss = await (await browser.newContext()).newPage();
  await signIn(boss, ward, "E0002");
  await boss.goto(`${ward.url}/shared/2026-start/career_declaration/E0101`);
  await expect(boss.getByText("住民票の窓口")).toBeVisible();
  await expect(boss.getByText(/育児|配慮してほしい/)).toHaveCount(0);

  const office = await (await browser.newContext()).newPage();
  await signIn(office, ward, "E0011");
  await office.getByRole("link", { name: "キャリア意向", exact: true }).click();
  await expect(office.getByRole("link", { name: "桂坂 すみれ" })).toBeVisible();
  await office.getByText("希望と経験で絞る").click();
  await office.getByLabel("希望する部門（順位）").selectOption({ label: "窓口部門" });
  await office.getByRole("combobox", { name: "級", exact: true }).selectOption({ label: "2級" });
  await office.getByRole("button", { name: "探す", exact: true }).click();
  await expect(office.getByText("1 人", { exact: true })).toBeVisible();
  await isAccessible(office);
  const [file] = await Promise.all([
    office.waitForEvent("download"),
    office.getByRole("button", { name: "CSVで書き出す" }).click(),
  ]);
  expect(readFileSync(await file.path(), "utf8")).toContain("住民票の窓口");
  await office.getByLabel("この条件の名前").fill("窓口を望む2級");
  await office.getByRole("button", { name: "条件を保存する" }).click();
  await office.getByRole("searchbox").fill("調理師");
  await office.keyboard.press("Enter");
  await expect(office.getByText("0 人", { exact: true })).toBeVisible();
  await office.reload();
  await office.getByRole("button", { name: "窓口を望む2級", exact: true }).click();
  await expect(office.getByText("1 人", { exact: true })).toBeVisible();
  await office.getByRole("link", { name: "桂坂 すみれ" }).click();
  await expect(office.getByRole("heading", { name: "桂坂 すみれさんのキャリア意向" })).toBeVisible();
  await expect(office.getByRole("row", { name: /ライフステージ/ })).toContainText("育児");
  await isAccessible(office);

  await page.goto(`${ward.url}/readers`);
  // One entry for the exported file and one for the opened declaration; the searches showed no answer.
  await expect(page.getByText(/職員課 樫村 つむぎ.*キャリア意向申告/)).toHaveCount(2);
  expect(trouble).toEqual([]);
});
