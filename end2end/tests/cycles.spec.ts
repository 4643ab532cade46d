// 職員課's cycle settings: opening and closing, retention, and what a person writing at that moment sees.
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { beginSheet, expect, signIn, test, openSection } from "../support/ward.ts";
import { submitSelfScoring } from "../support/member.ts";

test("a cycle closed while a person writes and reopened later loses nothing", async ({
  browser,
  page,
  ward,
  trouble,
}) => {
  const other = await browser.newContext();
  const writer = await other.newPage();
  await signIn(writer, ward, "E0101");
  await beginSheet(writer);
  await openSection(writer, "振り返り");
  await signIn(page, ward, "E0011");
  await page.getByRole("link", { name: "時期と保存期間" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "時期と保存期間" })).toBeVisible();
  await isAccessible(page);
  const year = page.getByRole("region", { name: "2026年度" });
  await expect(year).toMatchAriaSnapshot(`
    - region "2026年度":
      - heading "2026年度" [level=3]
      - list:
        - listitem:
          - strong: 期首
          - text: 受付中 提出 0 入力中 0
          - button "2026年度 期首を閉じる": 閉じる
          - text: 2026年度 期首の開始日
          - textbox "2026年度 期首の開始日"
          - text: 2026年度 期首の締切
          - textbox "2026年度 期首の締切"
          - text: 2026年度 期首の終了日
          - textbox "2026年度 期首の終了日"
        - listitem:
          - strong: 中間
          - text: 受付中 提出 0 入力中 0
          - button "2026年度 中間を閉じる": 閉じる
          - text: 2026年度 中間の開始日
          - textbox "2026年度 中間の開始日"
          - text: 2026年度 中間の締切
          - textbox "2026年度 中間の締切"
          - text: 2026年度 中間の終了日
          - textbox "2026年度 中間の終了日"
        - listitem:
          - strong: 期末
          - text: 受付中 提出 0 入力中 0
          - button "2026年度 期末を閉じる": 閉じる
          - text: 2026年度 期末の開始日
          - textbox "2026年度 期末の開始日"
          - text: 2026年度 期末の締切
          - textbox "2026年度 期末の締切"
          - text: 2026年度 期末の終了日
          - textbox "2026年度 期末の終了日"
  `);
  // By keyboard only, with the confirmation before closing.
  const close = page.getByRole("button", { name: "2026年度 期末を閉じる" });
  await close.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "2026年度 期末を閉じると" })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "やめる" }).click();
  await expect(year.getByText("受付中")).toHaveCount(3);
  await close.click();
  await page.getByRole("button", { name: "受付を閉じる" }).click();
  await expect(page.getByText("2026年度 期末を閉じました。")).toBeVisible();
  await expect(page.getByRole("button", { name: "2026年度 期末を開く" })).toBeFocused();
  await expect(page.getByText("2026年度 期末を閉じた")).toBeVisible();

  await writer.getByRole("textbox", { name: /採点の根拠/ }).fill("閉じた後の文章");
  await expect(writer.getByRole("link", { name: "1 件が受け取られていません" })).toBeVisible();
  // From then on the page says so, and takes nothing more.
  await expect(writer.getByText("この時期の受付は閉じられました。")).toBeVisible();
  await expect(writer.getByRole("textbox", { name: /採点の根拠/ })).not.toBeEditable();
  await isAccessible(writer);
  await page.getByRole("button", { name: "2026年度 期末を開く" }).click();
  await expect(page.getByText("2026年度 期末を開きました。")).toBeVisible();
  await writer.goto(`${ward.url}/device`);
  await expect(writer.getByText("閉じた後の文章")).toBeVisible();
  await writer.getByRole("button", { name: "もう一度送る" }).click();
  await expect(writer.getByText("閉じた後の文章")).toHaveCount(0);
  await writer.goto(ward.url);
  await writer
    .getByRole("link", { name: /続きを書く/ })
    .first()
    .click();
  await openSection(writer, "振り返り");
  await expect(writer.getByRole("textbox", { name: /採点の根拠/ })).toHaveValue("閉じた後の文章");
  await other.close();
  expect(trouble).toEqual([]);
});

test("職員課 sees what is due and who is behind, and copies a reminder", async ({ page, ward, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await submitSelfScoring(ward, "E0101", () => 3, "2026-end");
  await signIn(page, ward, "E0011");
  await page.getByRole("link", { name: "締切と遅れ" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "締切と遅れ" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^写す/ })).toHaveCount(0);
  await page.getByRole("link", { name: "締切を決める" }).click();
  const noted = page.waitForResponse("**/set_cycle_days");
  await page.getByLabel("2026年度 期末の締切").fill("2027-01-15");
  await page.getByLabel("2026年度 期末の締切").blur();
  expect((await noted).status()).toBe(200);
  await page.getByRole("link", { name: "締切と遅れ" }).click();
  const table = page.getByRole("table", { name: "課と様式ごとの、提出した人と職員の数" });
  await expect(table.getByRole("columnheader", { name: /期末の自己採点シート/ })).toContainText(
    "2027年1月15日（金）まで",
  );
  const row = table.getByRole("row", { name: /区民課/ });
  await expect(row.getByRole("cell").first()).toContainText(/^1 \/ \d+$/);
  await expect(row.getByRole("rowheader")).toContainText("所属長: 椿原 なつめ");
  await fitsEveryScreen(page);
  await row.getByRole("button", { name: /^写す.*区民課/ }).click();
  await expect(row.getByRole("status")).toHaveText("写しました");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  // gnacho/netpulse#466: over plain HTTP there is no clipboard, and the text is shown instead.
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await row.getByRole("button", { name: /^写す.*区民課/ }).click();
  await expect(row.getByRole("textbox", { name: "お知らせ文" })).toHaveValue(copied);
  expect(copied).toMatch(
    /^区民課の提出のお知らせです。\n・期末の自己採点シート: あと\d+人です。締切は2027年1月15日（金）です。$/,
  );
});

test("an open page that nobody touches is closed within a minute, too", async ({ browser, page, ward }) => {
  await page.clock.install();
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await openSection(page, "振り返り");
  await expect(page.getByRole("textbox", { name: /採点の根拠/ })).toBeEditable();
  const office = await (await browser.newContext()).newPage();
  await signIn(office, ward, "E0011");
  await office.goto(`${ward.url}/cycles`);
  await office.getByRole("button", { name: "2026年度 期末を閉じる" }).click();
  await office.getByRole("button", { name: "受付を閉じる" }).click();
  await expect(office.getByText("2026年度 期末を閉じました。")).toBeVisible();
  await expect(office.getByRole("heading", { level: 2, name: /^自己採点シート 第\d+版$/ })).toBeVisible();
  await expect(page.getByText("この時期の受付は閉じられました。")).toHaveCount(0);
  await page.clock.runFor("01:10");
  await expect(page.getByText("この時期の受付は閉じられました。")).toBeVisible();
  await expect(page.getByRole("textbox", { name: /採点の根拠/ })).not.toBeEditable();
});

test("職員課 opens the next year and sets the retention on a phone", async ({ page, ward }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/cycles`);
  await page.getByText("次の年度", { exact: true }).click();
  await page.getByRole("button", { name: "2027年度 期首を開く" }).click();
  await expect(page.getByText("2027年度 期首を開きました。")).toBeVisible();
  const years = page.getByRole("textbox", { name: "保存する年数" });
  await years.fill("０");
  await page.getByRole("button", { name: "保存期間を変える" }).click();
  await expect(page.getByText("1から30までの数を入れてください。")).toBeVisible();
  await years.fill("７");
  await page.getByRole("button", { name: "保存期間を変える" }).click();
  await expect(page.getByText("保存期間を7年にしました。")).toBeVisible();
  await isAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.reload();
  await expect(years).toHaveValue("7");
  // The new cycle is in their own list at once, and others cannot open the page.
  await page.goto(ward.url);
  const path = page.getByRole("region", { name: "2027年度の道" });
  await expect(path.getByRole("link", { name: /自己採点シート.*2027年度 期首/ })).toBeVisible();
});
