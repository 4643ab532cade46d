// An expired session: typing continues, sign-in opens over the page, and nothing is lost or pushed as another user.
import { isAccessible } from "../support/screens.ts";
import { beginSheet, expect, NEW_PASSWORD, signIn, test, openSection } from "../support/ward.ts";

test("typing continues after the session expired and is pushed after signing in again", async ({
  page,
  ward,
  context,
}) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = page.getByRole("textbox", { name: /採点の根拠/ });
  await evidence.fill("一行目");
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();

  // Ends the session on the server only.
  await context.clearCookies();
  await evidence.fill("一行目\n二行目");
  await expect(page.getByText("サインインの期限が切れました", { exact: false })).toBeVisible();
  await expect(evidence).toBeFocused();
  await evidence.pressSequentially("と三行目");
  await expect(page.getByRole("link", { name: "1 件はこの端末だけ" })).toBeVisible();

  await page.getByRole("button", { name: "サインインする" }).click();
  const sheet = page.getByRole("dialog", { name: "サインインして続ける" });
  await expect(sheet.getByLabel("パスワード")).toBeFocused();
  await expect(sheet.getByLabel("職員番号")).toHaveValue("E0101");
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
    [720, 450],
  ]) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await isAccessible(page);
  }
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(evidence).toHaveValue("一行目\n二行目と三行目");

  await page.getByRole("button", { name: "サインインする" }).click();
  await sheet.getByLabel("パスワード").fill("ちがう合言葉");
  await page.keyboard.press("Enter");
  await expect(sheet.getByRole("alert")).toContainText("パスワードが違います");
  await sheet.getByLabel("パスワード").fill(NEW_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(sheet).toHaveCount(0);
  await expect(page.getByText("サインインの期限が切れました", { exact: false })).toHaveCount(0);
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  await expect(evidence).toHaveValue("一行目\n二行目と三行目");
  expect(page.url()).toContain("/sheet/");

  const other = await context.browser()!.newContext();
  const elsewhere = await other.newPage();
  await elsewhere.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await elsewhere.getByLabel("職員番号").fill("E0101");
  await elsewhere.getByLabel("パスワード").fill(NEW_PASSWORD);
  await elsewhere.getByRole("button", { name: "サインインする" }).click();
  await openSection(elsewhere, "振り返り");
  await expect(elsewhere.getByRole("textbox", { name: /採点の根拠/ })).toHaveValue("一行目\n二行目と三行目");
  await other.close();
});
