// Every page: accessible names, axe, phone and desktop widths, light and dark, no overflow.
import type { Page } from "@playwright/test";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import {
  beginSheet,
  expect,
  readyForOffline,
  signIn,
  test,
  untilPublished,
  waitForPush,
  openSection,
} from "../support/ward.ts";

test("sign-in and the initial password change are accessible", async ({ page, ward }) => {
  await page.goto(ward.url);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "サインイン" [level=1]
      - paragraph
      - textbox "職員番号"
      - textbox "パスワード"
      - button "サインインする"
  `);
  await fitsEveryScreen(page);
  await page.getByLabel("職員番号").fill("E0101");
  await page.getByLabel("パスワード").fill(ward.firstPassword("E0101"));
  await page.getByRole("button", { name: "サインインする" }).click();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "初期パスワードの変更" [level=1]
      - textbox "いまのパスワード"
      - textbox "新しいパスワード"
      - textbox "新しいパスワード（もう一度）"
      - button "変更する"
  `);
  await fitsEveryScreen(page);
});

test("home, notice, sheet, review, result and device pages are accessible", async ({ page, ward }) => {
  test.setTimeout(180_000);
  await signIn(page, ward, "E0101");
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "つぎの一歩" [level=1]
      - region /2026年度の目標申告シート.*を書く/:
        - heading /目標申告シート/ [level=2]
        - paragraph:
          - link /書き始める/
      - region "そのほか":
        - heading "そのほか" [level=2]
        - list:
          - listitem:
            - link /2026年度 期首の自己採点シート/
      - region "2026年度の道":
        - heading "2026年度の道" [level=2]
        - list:
          - listitem:
            - heading "期首" [level=3]
            - list:
              - listitem:
                - link /目標申告シート/
  `);
  await fitsEveryScreen(page);
  await page
    .getByRole("link", { name: /書き始める.*期末/ })
    .first()
    .click();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "自己採点シート" [level=1]
      - paragraph: /人事評価の結果ではありません/
      - term: 何のため
      - definition
      - term: だれが読む
      - definition
      - term: いつまで保存するか
      - definition
      - paragraph:
        - button "書き始める"
      - paragraph: 質問は58問です。
  `);
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: "書き始める" }).click();
  for (let n = 0; n < 45; n++) await page.keyboard.press(String((n % 5) + 1));
  await openSection(page, "振り返り");
  await page
    .getByRole("group", { name: /伸ばしたい点/ })
    .getByText("企画力")
    .click();
  await expect(page.getByRole("navigation", { name: "シートの道のり" })).toMatchAriaSnapshot(`
    - navigation "シートの道のり":
      - list:
        - listitem:
          - button /職務遂行能力/
  `);
  await fitsEveryScreen(page);
  await page.getByRole("link", { name: "確認へ進む" }).click();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "提出前の確認" [level=1]
      - heading /公開範囲.*自分だけ/ [level=2]
      - paragraph:
        - button "提出する"
  `);
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - article:
        - heading "自己採点シートの結果" [level=1]
        - paragraph: /提出しました。書いたことは/
        - paragraph:
          - button "取り下げて直す"
        - region "次の一歩になりそうな施策":
          - heading "次の一歩になりそうな施策" [level=2]
          - list
        - list "職務遂行能力":
          - listitem: /企画力 \\d/
        - region "受領証"
        - paragraph:
          - button "印刷する"
  `);
  await fitsEveryScreen(page);
  await page.goto(`${ward.url}/device`);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "この端末の入力" [level=1]
      - region "この端末の保存場所":
        - term: 使っている大きさ
        - definition: /(KB|MB)/
        - term: 空き
        - definition: /(MB|GB)/
  `);
  await fitsEveryScreen(page);
  await page.goto(`${ward.url}/account`);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "アカウント" [level=1]
      - region "サインアウト":
        - button "サインアウト"
      - region "パスワード"
      - region "確認番号"
      - region "表示の言語"
      - region "使っている端末"
      - region "わたしのデータ"
  `);
  await fitsEveryScreen(page);
  await page.goto(`${ward.url}/readers`);
  await expect(page.getByRole("heading", { level: 1, name: "あなたのシートを開いた人" })).toBeVisible();
  await fitsEveryScreen(page);
  await page.locator("#account").click();
  await expect(page.getByRole("button", { name: "サインアウト", exact: true })).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "サインアウト", exact: true })).toBeHidden();
  await expect(page.locator("#account")).toBeFocused();
  await page.goto(`${ward.url}/nowhere`);
  await expect(page.getByRole("heading", { name: "ページがありません" })).toBeVisible();
  await isAccessible(page);
});

test("progress, overview and shared sheets are accessible, and only 職員課 opens them", async ({
  page,
  ward,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn(page, ward, "E0011");
  await page.getByRole("link", { name: "進み具合" }).click();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "進み具合" [level=1]
      - region "課ごとの進み具合":
        - table "課ごとの人数":
          - rowgroup:
            - row /課.*未着手 入力中 提出済み 職員/
  `);
  await fitsEveryScreen(page);
  await page.getByRole("link", { name: "共有されたシート" }).click();
  await expect(page.getByText("いま読めるシートはありません", { exact: false })).toBeVisible();
  await fitsEveryScreen(page);

  // Five people of one 課 and one 職層 share their sheets, so means are shown.
  for (const id of ["E0103", "E0104", "E0105", "E0113", "E0114"]) {
    const context = await browser.newContext();
    const own = await context.newPage();
    await signIn(own, ward, id);
    await beginSheet(own);
    for (let n = 0; n < 42; n++) await own.keyboard.press(String((n % 3) + 2));
    await openSection(own, "公開範囲");
    await own.getByLabel("所属長と職員課").check();
    await own.getByRole("link", { name: "確認へ進む" }).click();
    await own.getByRole("button", { name: "提出する" }).click();
    await expect(own.getByText(/に提出しました/)).toBeVisible();
    await waitForPush(own);
    await context.close();
  }
  await page.getByRole("link", { name: "集計" }).click();
  await expect(page.getByText(/まとまるのを待っているため、まだ表示できません/)).toBeVisible();
  await ward.publishFigures();
  await untilPublished(page, "5人の提出から");
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "集計" [level=1]
      - heading "能力" [level=2]
      - list "能力（全体の平均）"
      - heading "職層ごと" [level=2]
      - heading "課ごと" [level=2]
  `);
  // One group of each kind, beside everybody; the others have nothing to show, and are named.
  for (const table of ["職層ごとの平均", "課ごとの平均"]) {
    const row = page.getByRole("region", { name: table }).getByRole("row", { name: /企画力/ });
    await expect(row.getByRole("cell", { name: /5人/ })).toHaveCount(2);
  }
  await expect(page.getByText("表に出していない3の区分")).toBeVisible();
  await fitsEveryScreen(page);
  await page.getByRole("link", { name: "共有されたシート" }).click();
  await fitsEveryScreen(page);
  await page.getByRole("table", { name: "共有されたシート" }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: /さんの自己採点シート/ })).toBeVisible();
  await fitsEveryScreen(page);

  const other = await browser.newPage();
  await signIn(other, ward, "E0201");
  for (const path of ["progress", "overview"]) {
    await other.goto(`${ward.url}/${path}/2026-end`);
    await expect(other.getByRole("alert")).toContainText("権限がありません");
  }
});

test("the test results of accessibility are open to everybody, also beside the service worker", async ({
  page,
  ward,
}) => {
  await page.goto(`${ward.url}/accessibility`);
  await expect(page.getByRole("heading", { level: 1, name: "ウェブアクセシビリティ試験結果" })).toBeVisible();
  await expect(page.getByRole("row", { name: /コントラスト（最低限レベル）/ })).toContainText("問題は見つからなかった");
  await fitsEveryScreen(page);
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  await page.goto(`${ward.url}/account`);
  await page.getByRole("link", { name: "ウェブアクセシビリティ試験結果" }).click();
  await expect(page.getByRole("table", { name: "達成基準ごとの結果" })).toBeVisible();
});
