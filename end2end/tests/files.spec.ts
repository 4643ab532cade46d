// Files that leave the page where a download leads nowhere: an app on the home screen of iOS, a browser inside LINE.
import { answerAll } from "../support/fair.ts";
import { isAccessible } from "../support/screens.ts";
import { expect, readyForOffline, signIn, test } from "../support/ward.ts";

test("on the home screen of iOS a file goes by the share sheet", async ({ page, ward }) => {
  await page.addInitScript(() => {
    const shared: string[] = [];
    Object.assign(window, { shared });
    Object.defineProperty(navigator, "standalone", { value: true });
    Object.defineProperty(navigator, "canShare", { value: () => true });
    const share = async ({ files }: { files: File[] }) => void shared.push(files[0].name, await files[0].text());
    Object.defineProperty(navigator, "share", { value: share });
    HTMLAnchorElement.prototype.click = () => void shared.push("a download");
  });
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  await page.goto(`${ward.url}/device`);
  await page.getByRole("button", { name: "ファイルに保存する" }).click();
  const shared = () => page.evaluate(() => (window as unknown as { shared: string[] }).shared);
  await expect.poll(shared).toEqual([expect.stringContaining(".json"), expect.stringContaining("E0101")]);
});

test("inside LINE a result is a picture to press long, and nothing is called saved", async ({ browser, ward }) => {
  const context = await browser.newContext({
    locale: "ja-JP",
    userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Line/14.0.0",
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    HTMLAnchorElement.prototype.click = () => {};
  });
  await page.goto(`${ward.url}/fair/`);
  await page.getByRole("button", { name: "はじめる" }).click();
  await answerAll(page);
  await page.getByRole("button", { name: "画像で保存する" }).click();
  await expect(page.getByRole("status").filter({ hasText: "長く押すと保存できます" })).toBeVisible();
  const picture = page.getByRole("img", { name: "結果の画像" });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((it: HTMLImageElement) => [it.naturalWidth, it.naturalHeight])).toEqual([900, 1200]);
  await isAccessible(page);
  const outside = page.getByRole("link", { name: "ふだんのブラウザーで開く" });
  expect(await outside.getAttribute("href")).toMatch(/^\/fair\/r\?openExternalBrowser=1#/);
  await expect(page.getByText("画像を保存しました")).toHaveCount(0);
  await page.goto(`${ward.url}${await outside.getAttribute("href")}`);
  await expect(page.getByText("あなたの強みは")).toBeVisible();
  await context.close();
});
