// An empty server: somebody of 職員課 makes the first account and is led through roster, roles and the year.
import { isAccessible } from "../support/screens.ts";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ward, expect, signOut, test as base } from "../support/ward.ts";

const PASSWORD = "銀杏と坂と猫の道";
const roster = fileURLToPath(new URL("../../server/sample/roster.csv", import.meta.url));

const test = base.extend<{ ward: Ward }>({
  ward: async ({}, use) => {
    const ward = new Ward();
    ward.sample = "none";
    await ward.start();
    await use(ward);
    await ward.stop();
    ward.clear();
  },
});

test("the first person begins with the printed code and is led through the first steps", async ({
  page,
  ward,
  trouble,
}) => {
  await expect.poll(() => ward.printed).toContain("/setup");
  const code = ward.printed.match(/[a-z0-9]{4}(-[a-z0-9]{4}){3}/)![0];
  await page.goto(`${ward.url}/setup`);
  await isAccessible(page);
  await page.getByRole("button", { name: "登録してはじめる" }).click();
  await expect(page.getByText("コードを入れてください。")).toBeVisible();
  await page.getByLabel("サーバーの画面のコード").fill("aaaa-bbbb-cccc-dddd");
  await page.getByLabel("職員番号").fill("E0010");
  await page.getByLabel("氏名", { exact: true }).fill("欅台 すみれ");
  await page.getByLabel("部", { exact: true }).fill("総務部");
  await page.getByLabel("課", { exact: true }).fill("職員課");
  await page.getByLabel("新しいパスワード", { exact: true }).fill(PASSWORD);
  await page.getByLabel("新しいパスワード（もう一度）").fill(PASSWORD);
  await page.getByRole("button", { name: "登録してはじめる" }).click();
  await expect(page.getByText(/コードが違うか、もう使われています/)).toBeVisible();
  await expect(page.getByLabel("氏名", { exact: true })).toHaveValue("欅台 すみれ");
  await page.getByLabel("サーバーの画面のコード").fill(code);
  await page.getByRole("button", { name: "登録してはじめる" }).click();
  const steps = page.getByRole("region", { name: "はじめの三歩" });
  await expect(steps.getByText("これから")).toHaveCount(3);
  await isAccessible(page);
  // The roster, by the page it leads to.
  await steps.getByRole("link", { name: "職員の名簿を取り込む" }).click();
  const file = { name: "名簿.csv", mimeType: "text/csv", buffer: readFileSync(roster) };
  await page.getByLabel("名簿のファイル（Excel ブックか CSV）").setInputFiles(file);
  await page.getByRole("button", { name: /^\d+人を取り込む$/ }).click();
  await expect(page.getByText(/取り込みました/).first()).toBeVisible({ timeout: 20_000 });
  await page.getByRole("link", { name: "締切と遅れ" }).click();
  await expect(steps.getByText("済み")).toHaveCount(2);
  await expect(steps.getByRole("link", { name: "一年の予定を決める" })).toBeVisible();
  // The code is used up, and the account signs in as any other.
  await signOut(page);
  await page.getByLabel("職員番号").fill("E0010");
  await page.getByLabel("パスワード").fill(PASSWORD);
  await page.getByRole("button", { name: "サインインする" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  trouble.length = 0;
});
