// A form changes under a sheet that is half written and offline: nothing is lost, and old answers keep their words.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAccessible } from "../support/screens.ts";
import { expect, signIn, test, waitForPush, type Ward, openSection } from "../support/ward.ts";

type Option = { id: string };
type Item = { id: string; kind: string | Record<string, { options?: Option[]; max_length?: number }> };
type Form = { version: number; sections: { items: Item[] }[] };

/** Writes the next edition of the career declaration: without two options and a question, and with short texts. */
function writeNextEdition(ward: Ward): void {
  const source = join(import.meta.dirname, "../../server/content/career_declaration.json");
  const form = JSON.parse(readFileSync(source, "utf8")) as Form;
  form.version += 1;
  for (const section of form.sections) {
    section.items = section.items.filter((it) => it.id !== "desired_jobs");
    for (const { kind } of section.items) {
      for (const members of typeof kind === "string" ? [] : Object.values(kind)) {
        members.options = members.options?.filter((it) => !["generalist", "area_project"].includes(it.id));
        if (members.max_length) members.max_length = 20;
      }
    }
  }
  ward.forms = join(ward.folder, "forms");
  mkdirSync(ward.forms, { recursive: true });
  writeFileSync(join(ward.forms, "career_declaration.json"), JSON.stringify(form));
}

test("a sheet half written on an earlier edition is taken as it was asked, keeps its words, and is handed in", async ({
  page,
  ward,
  context,
}) => {
  test.setTimeout(120_000);
  const duties = "窓口の案内を、初めて来た人にも分かるように作り直しています。".repeat(2);
  await signIn(page, ward, "E0101");
  await page
    .getByRole("link", { name: /書き始める.*キャリア意向/ })
    .first()
    .click();
  await page.getByRole("button", { name: "書き始める" }).click();
  await page.getByRole("textbox", { name: "現在の担当業務" }).fill(duties);
  await waitForPush(page);

  await context.setOffline(true);
  await openSection(page, "これまでと、これから");
  await page.getByRole("radio", { name: /^ジェネラリスト/ }).check();
  await openSection(page, "異動の希望");
  await page.getByRole("button", { name: "＋ 窓口部門" }).click();
  await page.getByRole("button", { name: "＋ 事業実施部門" }).click();
  await page.getByRole("textbox", { name: "希望する課・仕事とその理由" }).fill("児童館の運営");
  await expect(page.getByRole("link", { name: /件はこの端末だけ/ })).toBeVisible();
  await ward.stop();
  writeNextEdition(ward);
  await ward.start();
  await context.setOffline(false);
  await waitForPush(page);
  await expect(page.getByRole("link", { name: /送れなかった|選び直/ })).toHaveCount(0);

  await expect(async () => {
    await page.goto(`${ward.url}/sheet/career_declaration/2026-start`);
    await openSection(page, "異動の希望");
    await expect(page.getByText("以前の様式", { exact: true })).toBeVisible({ timeout: 3_000 });
  }).toPass();
  const ranked = page.getByRole("list", { name: "希望する部門（順位）" }).getByRole("listitem");
  await expect(ranked).toHaveText([/1窓口部門/, /2事業実施部門（以前の様式）/]);
  await expect(page.getByRole("textbox", { name: "希望する課・仕事とその理由" })).toHaveValue("児童館の運営");
  await expect(page.getByRole("textbox", { name: "希望する課・仕事とその理由" })).not.toBeEditable();
  await openSection(page, "いまの仕事");
  await expect(page.getByRole("textbox", { name: "現在の担当業務" })).toHaveValue(duties);
  await expect(page.getByText(/まだ提出に含まれません/)).toHaveCount(0);
  await isAccessible(page);
  await openSection(page, "これまでと、これから");
  await expect(page.getByRole("radio", { name: /^ジェネラリスト.*（以前の様式）/ })).toBeChecked();
  // What is taken back can be chosen again for as long as the page is open.
  await page.getByRole("radio", { name: /^スペシャリスト/ }).check();
  await page.getByRole("radio", { name: /^ジェネラリスト/ }).check();
  await waitForPush(page);

  await page.goto(`${ward.url}/sheet/career_declaration/2026-start/check`);
  await expect(page.getByText(/提出に含まれない入力/)).toHaveCount(0);
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.getByText(/に提出しました/)).toBeVisible();
  await expect(page.getByText("1 窓口部門、2 事業実施部門")).toBeVisible();
  await expect(page.getByText("児童館の運営")).toBeVisible();
});

test("the next person is not offered what the form no longer has", async ({ page, ward }) => {
  await ward.stop();
  writeNextEdition(ward);
  await ward.start();
  await signIn(page, ward, "E0102");
  await page.goto(`${ward.url}/sheet/career_declaration/2026-start`);
  await page.getByRole("button", { name: "書き始める" }).click();
  await openSection(page, "これまでと、これから");
  await expect(page.getByRole("radio", { name: /^スペシャリスト/ })).toBeVisible();
  await expect(page.getByRole("radio", { name: /^ジェネラリスト/ })).toHaveCount(0);
  await openSection(page, "異動の希望");
  await expect(page.getByRole("button", { name: "＋ 窓口部門" })).toBeVisible();
  await expect(page.getByRole("button", { name: "＋ 事業実施部門" })).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "希望する課・仕事とその理由" })).toHaveCount(0);
  await expect(page.getByText("以前の様式").filter({ visible: true })).toHaveCount(0);
});
