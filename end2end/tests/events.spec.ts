// 採用担当: an event from creation to closing, the poster, the live board, and the file of an offline tablet.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import { Fair, PIN, RECRUITER, openStaffMenu, visitors } from "../support/fair.ts";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { NEW_PASSWORD, fillSignIn, expect, signIn, test } from "../support/ward.ts";

/** Submits `n` visits of one result type from phones. */
async function submitFromPhones(fair: Fair, n: number, type: string): Promise<void> {
  const { first_day: day } = await fair.ask("fair_event");
  for (let at = 0; at < n; at += 1) {
    const visit = {
      event: fair.event,
      day,
      types: [type],
      wishes: [
        ["jobs", ["civil"]],
        ["info", ["day"]],
      ],
    };
    const answer = await fetch(`${fair.ward.url}/api/v1/submit_visit`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ number: randomBytes(16).toString("hex"), visit }),
    });
    expect(answer.status).toBe(200);
  }
}

test("a recruiter creates an event, opens the poster and enrols a tablet", async ({ page, browser, ward, trouble }) => {
  test.setTimeout(120_000);
  await signIn(page, ward, RECRUITER);
  await page.getByRole("link", { name: "フェア" }).click();
  await expect(page.getByText("ここに、作ったイベントが並びます。")).toBeVisible();
  await page.getByRole("button", { name: "イベントを作る" }).click();
  // Every error stands at its field, and the first field has the focus; nothing was sent.
  const name = page.getByRole("textbox", { name: "イベントの名前" });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("イベントの名前を入れてください。");
  await page.getByLabel("終わってから回答を残す日数").fill("3");
  await page.getByLabel("最終日").fill("2026-01-01");
  await page.getByRole("button", { name: "イベントを作る" }).click();
  await expect(page.getByText("初日か、それより後の日にしてください。")).toBeVisible();
  await expect(page.getByText("7から366までの日数にしてください。")).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("終わってから回答を残す日数").fill("３０");
  await page.getByLabel("最終日").fill(await page.getByLabel("初日").inputValue());
  expect(trouble).toEqual([]);
  await page.getByLabel("イベントの名前").fill("合同説明会");
  await page.getByRole("textbox", { name: "場所" }).fill("シビックホール");
  await expect(page.getByRole("checkbox", { name: "来場者のスマートフォンからも受け取る" })).not.toBeChecked();
  await page.getByRole("button", { name: "イベントを作る" }).click();
  // What was made is what is prepared now.
  await expect(page.getByRole("heading", { level: 1, name: "合同説明会" })).toBeVisible();
  await expect(page).toHaveURL(/\/events\/[A-Z2-9]{8}$/);
  const day = page.getByRole("navigation", { name: "フェアの一日" });
  await expect(day.getByRole("button", { name: "準備" })).toHaveAttribute("aria-current", "step");
  await fitsEveryScreen(page);
  await page.goto(`${ward.url}/events`);
  await expect(page.getByRole("heading", { name: "合同説明会" })).toBeVisible();
  await fitsEveryScreen(page);
  await page.getByRole("link", { name: /^開く/ }).click();
  await expect(page.getByText("来場者のスマートフォンからは受け取りません。")).toBeVisible();
  await page.getByRole("button", { name: "登録コードを作る" }).click();
  // The test's server is one that no visitor reaches: bepasty/bepasty-server#213.
  await expect(page.getByRole("note").filter({ hasText: "庁内からしか届かない" })).toBeVisible();
  const shot = PNG.sync.read(await page.getByRole("img", { name: "登録用のQRコード" }).screenshot());
  const url = jsQR(new Uint8ClampedArray(shot.data), shot.width, shot.height)!.data;
  const tablet = await browser.newContext({
    viewport: { width: 1180, height: 820 },
    hasTouch: true,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
  });
  const booth = await tablet.newPage();
  await booth.goto(url);
  await booth.getByLabel("タブレットの名前").fill("タブレット1");
  await booth.getByLabel("係員の暗証番号").fill(PIN);
  await booth.getByLabel("暗証番号（もう一度）").fill(PIN);
  await booth.getByRole("button", { name: "登録する" }).click();
  await expect(booth.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible({ timeout: 20_000 });
  await isAccessible(booth);
  await expect(async () => {
    await page.getByRole("button", { name: "いまの様子にする" }).click();
    await expect(page.getByRole("row", { name: /タブレット1/ })).toContainText("0 件中 0 件");
  }).toPass();
  await page.getByRole("button", { name: "開場する" }).click();
  await expect(page.getByText("開場中")).toBeVisible();
  await expect(day.getByRole("button", { name: "開場" })).toHaveAttribute("aria-current", "step");
  await fitsEveryScreen(page);
  await day.getByRole("button", { name: "片付け" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "タブレット1" })).toContainText("右上の角を5回タップ");
  await fitsEveryScreen(page);
  await day.getByRole("button", { name: "まとめ" }).click();
  await expect(page.getByText("まだ閉場していません。")).toBeVisible();
  await fitsEveryScreen(page);
  await day.getByRole("button", { name: "準備" }).click();
  await openStaffMenu(booth);
  await expect(booth.getByText("サーバーとつながっています。")).toBeVisible({ timeout: 40_000 });
  await isAccessible(booth);
  await booth.getByRole("button", { name: "新しい版に切り替える" }).click();
  await expect(booth.getByText("開場中は版を変えません")).toBeVisible();
  await page.getByRole("link", { name: "来場者用のポスター" }).click();
  const poster = PNG.sync.read(await page.getByRole("img", { name: "クイズを開くQRコード" }).screenshot());
  expect(jsQR(new Uint8ClampedArray(poster.data), poster.width, poster.height)!.data).toMatch(
    new RegExp(`^${ward.url}/fair/\\?e=[A-Z2-9]{8}$`),
  );
  await fitsEveryScreen(page);
  await page.goto(`${ward.url}/events/guide`);
  await expect(page.getByRole("heading", { name: "iPad（アクセスガイド）" })).toBeVisible();
  await fitsEveryScreen(page);
  await tablet.close();
});

test("the board updates live in steps of five or more, and counts under five stay suppressed", async ({
  page,
  ward,
}) => {
  const fair = await Fair.open(ward);
  await page.goto(ward.url);
  await fillSignIn(page, RECRUITER, NEW_PASSWORD);
  await expect(page.getByRole("link", { name: "フェア" })).toBeVisible();
  await page.goto(`${ward.url}/events/${fair.event}/board`);
  await expect(page.getByText("10人未満")).toBeVisible();
  await submitFromPhones(fair, 9, "pioneer");
  await expect(page.getByText("10人未満")).toBeVisible();
  await submitFromPhones(fair, 2, "bridge");
  const visitors = async () => Number(await page.getByRole("definition").first().innerText());
  await expect.poll(visitors, { timeout: 15_000 }).toBe(5);
  // One more visit must not show: a bystander at the board could see what that visitor answered.
  await submitFromPhones(fair, 1, "learner");
  await page.waitForTimeout(5_000);
  expect(await visitors()).toBe(5);
  await submitFromPhones(fair, 5, "bridge");
  await expect.poll(visitors, { timeout: 15_000 }).toBe(10);
  await expect(page.getByRole("row", { name: /土木.*一日の流れ/ })).toContainText("10");
  // Closing releases the last visits to the counts.
  await fair.ask("fair_close", { note: "" });
  await expect.poll(visitors, { timeout: 15_000 }).toBe(17);
  await expect(page.getByRole("row").filter({ hasText: "非表示" }).first()).toBeVisible();
  await page.setViewportSize({ width: 1920, height: 1080 });
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1080);
  await isAccessible(page);
  await page.goto(`${ward.url}/events/${fair.event}`);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "全部の表をExcelで保存する" }).click();
  const book = readFileSync(await (await download).path());
  expect(book.subarray(0, 2).toString()).toBe("PK");
  await expect(page.getByRole("heading", { name: "職種ごとの知りたい情報" })).toBeVisible();
  await fitsEveryScreen(page);
});

test("an event with a missing batch closes only after the tablet's encrypted file is uploaded", async ({
  page,
  browser,
  ward,
  trouble,
}) => {
  test.setTimeout(120_000);
  const fair = await Fair.open(ward);
  const { page: booth, context } = await fair.tablet(browser, "タブレット1");
  await expect.poll(async () => (await fair.ask("fair_tablets"))[0].heard_at, { timeout: 40_000 }).not.toBeNull();
  await fair.ask("fair_open");
  // Five visits arrive; three more are reported by the tablet, but their batch is lost.
  await visitors(booth, 5, 0, () => true);
  await expect.poll(async () => (await fair.ask("fair_tablets"))[0].arrived, { timeout: 40_000 }).toBe(5);
  await visitors(booth, 3, 5, () => true);
  await expect.poll(async () => (await fair.ask("fair_tablets"))[0].took, { timeout: 40_000 }).toBe(8);
  await context.setOffline(true);
  await page.goto(ward.url);
  await fillSignIn(page, RECRUITER, NEW_PASSWORD);
  await expect(page.getByRole("link", { name: "フェア" })).toBeVisible();
  await page.goto(`${ward.url}/events/${fair.event}`);
  await page.getByRole("button", { name: "片付けへ進む" }).click();
  await page.getByRole("button", { name: "閉場する" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "タブレット1: 8 件中 5 件" })).toBeVisible();
  expect(trouble.splice(0)).toEqual([expect.stringContaining("400")]);
  await openStaffMenu(booth);
  await expect(booth.getByText("3 件", { exact: true })).toBeVisible();
  await booth.getByRole("button", { name: "ブースのタブレットをやめる" }).click();
  await expect(booth.getByText("まだ送っていない回答が3件あります")).toBeVisible();
  const download = booth.waitForEvent("download");
  await booth.getByRole("button", { name: "封をしたファイルに書き出す" }).click();
  const file = await (await download).path();
  const text = readFileSync(file, "utf8");
  for (const word of ["pioneer", "companion", "wishes", "civil"]) expect(text).not.toContain(word);
  // The refusal has opened what to do about it.
  await page
    .getByLabel("タブレットの封をしたファイル", { exact: true })
    .setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "読み込む", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "1 個の便を読み込みました" })).toBeVisible();
  await page.getByRole("button", { name: "閉場する" }).click();
  await expect(page.getByText("閉場", { exact: true })).toBeVisible();
  const day = page.getByRole("navigation", { name: "フェアの一日" });
  await expect(day.getByRole("button", { name: "まとめ" })).toHaveAttribute("aria-current", "step");
  expect((await fair.ask("fair_counts")).visitors).toBe(8);
  await context.close();
});
