// What staff do with a tablet of the fair: its menu behind a PIN, its end, and the QR code beside it.
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { Fair, PIN, openStaffMenu } from "../support/fair.ts";
import { isAccessible } from "../support/screens.ts";
import { expect, signIn, test } from "../support/ward.ts";

test("the staff menu needs the PIN: weak ones are rejected, wrong ones back off; the key cannot be exported", async ({
  browser,
  ward,
  page,
}) => {
  const fair = await Fair.open(ward);
  await signIn(page, ward, "E0101");
  const { code } = await fair.ask("fair_code");
  await page.goto(`${ward.url}/fair/booth#${code}`);
  await page.getByLabel("タブレットの名前").fill("タブレット9");
  await page.getByLabel("係員の暗証番号").fill("123456");
  await page.getByLabel("暗証番号（もう一度）").fill("123456");
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.getByRole("alert")).toContainText("見破られやすい");
  await isAccessible(page);
  await page.getByLabel("係員の暗証番号").fill(PIN);
  await page.getByLabel("暗証番号（もう一度）").fill(PIN);
  await page.getByRole("button", { name: "登録する" }).click();
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible({ timeout: 20_000 });
  expect(page.url()).not.toContain(code);
  // What marks a browser in which somebody of staff has signed in names nobody and opens nothing.
  const cookies = (await page.context().cookies()).filter((it) => it.value && it.name !== "michi_browser");
  expect(cookies).toEqual([]);
  // The tablet's key cannot be exported, and its id is no session.
  const stolen = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((done) => {
      const ask = indexedDB.open("michishirube-booth");
      ask.onsuccess = () => done(ask.result);
    });
    const get = (key: string) =>
      new Promise<any>((done) => {
        const ask = database.transaction("kept").objectStore("kept").get(key);
        ask.onsuccess = () => done(ask.result);
      });
    const key = await get("key");
    const own = await get("own");
    const out = await crypto.subtle.exportKey("jwk", key).then(
      () => "taken",
      () => "kept",
    );
    database.close();
    return { out, own: JSON.parse(own) };
  });
  expect(stolen.out).toBe("kept");
  expect(JSON.stringify(stolen.own)).not.toContain(PIN);
  for (const call of ["me", "fair_counts", "fair_tablets", "fair_events", "fair_book", "exchange", "overview"]) {
    const answer = await fetch(`${ward.url}/api/v1/${call}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: `michi_session=${stolen.own.enrolled.tablet}` },
      body: JSON.stringify({ event: fair.event }),
    });
    expect(answer.status, call).toBeGreaterThanOrEqual(400);
  }
  // Ctrl+Alt+S opens the menu for those who cannot tap a corner.
  for (let wrong = 0; wrong < 5; wrong += 1) {
    await page.keyboard.press("Control+Alt+s");
    await page.getByLabel("暗証番号").fill("111222");
    await page.getByRole("button", { name: "開く" }).click();
    await expect(page.getByRole("alert")).toContainText("暗証番号が違います");
    await page.getByRole("button", { name: "もどる" }).click();
    await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  }
  await page.reload();
  await page.getByRole("button", { name: /タップしてはじめる/ }).waitFor();
  await page.keyboard.press("Control+Alt+s");
  await page.getByLabel("暗証番号").fill(PIN);
  await page.getByRole("button", { name: "開く" }).click();
  await expect(page.getByRole("alert")).toContainText("秒は開けません");
});

test("a revoked tablet starts no quiz, not even after an offline restart", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const { page, context, trouble } = await fair.tablet(browser, "タブレット1");
  const [{ id }] = await fair.ask("fair_tablets");
  await fair.ask("fair_end_tablet", { tablet: id });
  await openStaffMenu(page);
  await page.getByRole("button", { name: "いま送る" }).click();
  await expect(page.getByText("このタブレットの登録は終わっています。")).toBeVisible();
  await page.getByRole("button", { name: "来場者の画面にもどる" }).click();
  const closed = page.getByRole("heading", { name: /受付は終わりました/ });
  await expect(closed).toBeVisible();
  await context.setOffline(true);
  await page.reload();
  await expect(closed).toBeVisible();
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeHidden();
  expect(trouble.splice(0).filter((it) => !it.includes("403") && !it.includes("ERR_INTERNET_DISCONNECTED"))).toEqual(
    [],
  );
  await context.close();
});

test("staff print the QR code of the quiz, and it decodes from the screen and from paper", async ({
  browser,
  ward,
}) => {
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await openStaffMenu(page);
  await page.getByRole("button", { name: "QRコードを試す" }).click();
  const code = page.getByRole("img", { name: "クイズを開くQRコード" });
  const read = async () => {
    const picture = PNG.sync.read(await code.screenshot());
    return jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data;
  };
  const url = `${ward.url}/fair/?e=${fair.event}`;
  expect(await read()).toBe(url);
  await isAccessible(page);
  // Headless Chromium has no print dialog: checks that it is requested, and what would be printed.
  const asked = page.evaluate(() => new Promise((done) => (window.print = () => done("printed"))));
  await page.getByRole("button", { name: "印刷する" }).click();
  expect(await asked).toBe("printed");
  await page.emulateMedia({ media: "print" });
  expect(await read()).toBe(url);
  await expect(page.getByText("合同説明会").last()).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "係員のメニュー" })).toBeHidden();
  await context.close();
});

// w3c/hr-time#115, lookitscook/kiosk#374: most clocks stand still while a tablet sleeps.
