// The page for candidates at home: reached from the result of the quiz, in three languages, printable, without a trace.
import { answerAll } from "../support/fair.ts";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { beginAccount, expect, fillSignIn, NEW_PASSWORD, test } from "../support/ward.ts";

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a candidate reads about a day at work, in the language they read", async ({ page, context, ward }) => {
    await page.goto(`${ward.url}/fair/work`);
    await expect(page.getByRole("heading", { level: 1, name: "文京区で働く" })).toBeVisible();
    const day = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "事務の一日" }) });
    await expect(day.getByRole("listitem").first()).toBeVisible();
    await isAccessible(page);
    await fitsEveryScreen(page);
    await page
      .getByRole("radio", { name: "English" })
      .or(page.getByRole("button", { name: "English" }))
      .first()
      .click();
    await expect(page.getByRole("heading", { level: 1, name: "Working for Bunkyo ward" })).toBeVisible();
    await isAccessible(page);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    // On paper: the texts, no controls.
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("article").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "日本語", exact: true })).toBeHidden();
  });
});

test("採用担当 answers on the page what visitors wanted to know", async ({ page, ward, browser }) => {
  await beginAccount(ward, "E0013");
  await page.goto(ward.url);
  await fillSignIn(page, "E0013", NEW_PASSWORD);
  await page.getByRole("link", { name: "フェア" }).click();
  await page.getByRole("link", { name: "採用のページを直す" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "文京区で働く" })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("link", { name: "採用の入口" }).click();
  const entry = page.getByRole("article", { name: "公式の採用情報" });
  await entry.getByRole("button", { name: /^変える/ }).click();
  await entry.getByLabel("窓口").fill("職員課 採用担当");
  await entry.getByLabel("電話").fill("03-0000-0000");
  await entry.getByRole("button", { name: "保存する" }).click();
  await expect(entry.getByText("03-0000-0000")).toBeVisible();
  await fitsEveryScreen(page);
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(`${ward.url}/fair/work`);
  await expect(visitor.getByText("03-0000-0000")).toBeVisible();
  // Nothing else is theirs to change.
  await page.getByRole("link", { name: "相談・支援" }).click();
  await page.getByRole("link", { name: "まず相談する" }).click();
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^変える/ })).toHaveCount(0);
});

test("the result of the quiz leads to it", async ({ page, ward }) => {
  await page.goto(`${ward.url}/fair/`);
  await page.getByRole("button", { name: "はじめる" }).click();
  await answerAll(page);
  await page.getByRole("link", { name: /仕事.*一日/ }).click();
  await expect(page).toHaveURL(/\/fair\/work$/);
  await expect(page.getByRole("heading", { level: 1, name: "文京区で働く" })).toBeVisible();
});
