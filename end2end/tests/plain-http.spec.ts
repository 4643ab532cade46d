// Plain http on a ward's own network: no service worker, no locks, no keys. It works, and says what does not.
import { chromium } from "@playwright/test";
import { chromiumPath } from "../support/chromium.ts";
import { isAccessible } from "../support/screens.ts";
import { beginSheet, expect, openSection, signInFirst, test, waitForPush } from "../support/ward.ts";

test("over plain http staff write and send, and are told what does not work before they type", async ({ ward }) => {
  test.setTimeout(90_000);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--host-resolver-rules=MAP ward.test 127.0.0.1"],
  });
  const page = await (await browser.newContext({ locale: "ja-JP" })).newPage();
  const url = ward.url.replace("127.0.0.1", "ward.test");
  await page.goto(url);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await expect(page.getByText(/この接続（http）では、ネットワークがないと開けません/)).toBeVisible();
  await isAccessible(page);
  await signInFirst(page, "E0101", ward.firstPassword("E0101"));
  await beginSheet(page);
  await openSection(page, "振り返り");
  await page.getByRole("textbox", { name: /採点の根拠/ }).fill("暗号化していない接続で書いた文");
  await waitForPush(page);
  await page.goto(`${url}/fair/booth`);
  await expect(page.getByRole("heading", { name: "安全な接続（https）が要ります" })).toBeVisible();
  await expect(page.getByText("別のタブで")).toHaveCount(0);
  await isAccessible(page);
  await page.goto(`${url}/fair/`);
  await page.getByRole("button", { name: "はじめる" }).click();
  await expect(page.getByText("1 / 14", { exact: true })).toBeVisible();
  await browser.close();
});
