// 職員課: everybody of the roster, found while one types; one person's record, changed at once and from a day on.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { expect, fillSignIn, NEW_PASSWORD, signIn, signOut, test } from "../support/ward.ts";

const rows = (page: Page) => page.getByRole("table", { name: "名簿の職員" }).getByRole("row");

async function openPerson(page: Page, words: string, name: string) {
  await page.getByRole("searchbox", { name: "氏名・読み・職員番号・所属" }).fill(words);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

test("a person is found by any part of them, and the list is as it was on the way back", async ({ page, ward }) => {
  await signIn(page, ward, "E0011");
  await page.getByRole("link", { name: "職員", exact: true }).click();
  const search = page.getByRole("searchbox", { name: "氏名・読み・職員番号・所属" });
  await expect(rows(page)).toHaveCount(31);
  await expect(page.getByText("1〜30件目")).toBeVisible();
  // By reading, in either kana, and by number in full width.
  for (const words of ["つばきはら", "ツバキハラ なつめ", "Ｅ０００２", "区民課 椿原"]) {
    await search.fill(words);
    await expect(page.getByRole("link", { name: "椿原 なつめ" })).toBeVisible();
  }
  await search.fill("だれでもない");
  await expect(page.getByText("条件に合う人はいません。")).toBeVisible();
  await search.fill("");
  await page.getByText("絞り込む").click();
  await page.getByRole("combobox", { name: "課", exact: true }).selectOption("福祉課");
  await expect(page.getByRole("combobox", { name: "部", exact: true })).toHaveValue("");
  // By keyboard from the search to the second name, and back to it.
  await search.focus();
  await search.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const second = rows(page).nth(2).getByRole("link");
  await expect(second).toBeFocused();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "履歴" })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const next = page.getByRole("link", { name: "次の人" });
  await next.click();
  await page.getByRole("link", { name: "職員の一覧へ戻る" }).click();
  await expect(page.getByRole("combobox", { name: "課", exact: true })).toHaveValue("福祉課");
  await expect(rows(page).nth(3).getByRole("link")).toBeFocused();
  // What one person typed is not there for the next.
  await search.fill("竹園");
  await signOut(page);
  await signIn(page, ward, "E0005");
  await page.getByRole("link", { name: "職員", exact: true }).click();
  await expect(search).toHaveValue("");
  // A narrower search begins on its first page, whatever page one was on.
  await page.getByRole("button", { name: "次のページ" }).click();
  await expect(page.getByText("31〜60件目")).toBeVisible();
  await search.fill("E0002");
  await expect(page.getByRole("link", { name: "椿原 なつめ" })).toBeVisible();
});

test("who changes what another has changed meanwhile loses nothing of either", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/people/E0101`);
  await page.getByRole("button", { name: "記録を変える" }).click();
  const form = page.getByRole("form", { name: "記録を変える" });
  await form.getByLabel("係", { exact: true }).fill("証明係");
  await form.getByLabel("職種").fill("司書");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, ward, "E0005");
  await other.goto(`${ward.url}/people/E0101`);
  await other.getByRole("button", { name: "記録を変える" }).click();
  const theirs = other.getByRole("form", { name: "記録を変える" });
  await theirs.getByLabel("係", { exact: true }).fill("記録係");
  await theirs.getByLabel("氏名の読み").fill("かつらざか");
  await theirs.getByRole("button", { name: "この内容で変える" }).click();
  await expect(other.getByText("記録を変えました。")).toBeVisible();
  await form.getByRole("button", { name: "この内容で変える" }).click();
  await expect(page.getByText("開いているあいだに、ほかの人が変えました。")).toBeVisible();
  trouble.length = 0;
  const will = form.getByRole("listitem");
  await expect(will.filter({ hasText: "係" })).toContainText("記録係");
  await expect(will.filter({ hasText: "職種" })).toContainText("司書");
  await expect(form.getByLabel("氏名の読み")).toHaveValue("かつらざか");
  await form.getByRole("button", { name: "この内容で変える" }).click();
  await expect(page.getByText("記録を変えました。")).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "証明係" })).toBeVisible();
});

test("a move is seen before it is made, planned for its day, and taken back", async ({ page, ward }) => {
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/people`);
  await openPerson(page, "E0101", "桂坂 すみれ");
  await page.getByRole("button", { name: "記録を変える" }).click();
  const form = page.getByRole("form", { name: "記録を変える" });
  await form.getByRole("button", { name: "この内容で変える" }).click();
  await expect(form.getByText("変わるところがありません。")).toBeVisible();
  await form.getByLabel("係", { exact: true }).fill("証明係");
  await expect(form.getByRole("listitem").filter({ hasText: "係" })).toContainText("証明係");
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await form.getByRole("button", { name: "この内容で変える" }).click();
  await expect(page.getByText("記録を変えました。")).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "証明係" })).toBeVisible();

  // From the next fiscal year on, under another 所属長.
  const year = new Date().getFullYear() + 1;
  await page.getByRole("button", { name: "記録を変える" }).click();
  const picker = form.getByRole("combobox", { name: "所属長（いなければ空けます）" });
  // The tree knows who leads a place.
  await picker.fill("");
  await form.getByRole("button", { name: "所属の長を入れる" }).click();
  await expect(picker).toHaveValue("椿原 なつめ（E0002）");
  await form.getByLabel("課", { exact: true }).fill("福祉課");
  await picker.fill("竹園");
  await page.getByRole("option", { name: /竹園 ひかり/ }).click();
  await form.getByLabel("いつから").fill(`${year}-04-01`);
  await form.getByLabel("いつから").blur();
  await form.getByLabel("理由（異動、改姓、休業など）").fill("4月の異動");
  await form.getByRole("button", { name: "予定に入れる" }).click();
  await expect(page.getByText("からの変更として予定に入れました。")).toBeVisible();
  const history = page.getByRole("region", { name: "履歴" });
  await expect(history.getByText("予定", { exact: true })).toBeVisible();
  await expect(history).toContainText("4月の異動");
  await page.getByRole("link", { name: "職員の一覧へ戻る" }).click();
  await page.getByText("これからの変更 1件").click();
  await page.getByRole("listitem").getByRole("link", { name: "桂坂 すみれ" }).click();
  await page.getByRole("button", { name: /予定を取り消す/ }).click();
  await expect(page.getByText("予定を取り消しました。")).toBeVisible();
  await expect(history.getByText("取消し", { exact: true })).toBeVisible();
});

test("a lost password, a leaver and somebody new need nobody at a terminal", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/people`);
  await openPerson(page, "E0101", "桂坂 すみれ");
  await page.getByRole("button", { name: "一回限りのコードを作る" }).click();
  await page.getByRole("button", { name: "コードを作る" }).last().click();
  const code = (
    await page
      .getByRole("definition")
      .filter({ hasText: /^.{4}(-.{4}){3}$/ })
      .innerText()
  ).trim();
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${ward.url}/reset-password`);
  await other.getByLabel("職員番号").fill("E0101");
  await other.getByLabel("一回限りのコード").fill(code);
  await other.getByLabel("新しいパスワード", { exact: true }).fill("坂の上の銀杏と猫");
  await other.getByLabel("新しいパスワード（もう一度）").fill("坂の上の銀杏と猫");
  await other.getByRole("button", { name: "変更する" }).click();
  await other.getByRole("link", { name: "サインインへ進む" }).click();
  await fillSignIn(other, "E0101", "坂の上の銀杏と猫");
  await expect(other.getByRole("button", { name: "サインインする" })).toHaveCount(0);

  // The account ends: with a reason, and at once.
  await page.getByRole("button", { name: "記録を変える" }).click();
  const form = page.getByRole("form", { name: "記録を変える" });
  await form.getByLabel("アカウント").selectOption({ label: "退職・転出" });
  await form.getByRole("button", { name: "この内容で変える" }).click();
  await expect(form.getByText("役割とアカウントを変えるときは、理由を書いてください。")).toBeVisible();
  await form.getByLabel("理由（異動、改姓、休業など）").fill("退職");
  await form.getByRole("button", { name: "この内容で変える" }).click();
  await expect(page.getByText("記録を変えました。")).toBeVisible();
  await other.goto(`${ward.url}/account`);
  await other.reload();
  await expect(other.getByText(/サインイン/).first()).toBeVisible();
  await page.getByRole("link", { name: "職員の一覧へ戻る" }).click();
  await page.getByRole("searchbox").fill("E0101");
  await expect(page.getByText("条件に合う人はいません。")).toBeVisible();
  await page.getByText("絞り込む").click();
  await page.getByRole("combobox", { name: "アカウント", exact: true }).selectOption({ label: "退職・転出" });
  await expect(page.getByRole("link", { name: "桂坂 すみれ" })).toBeVisible();

  // Somebody new, with a paper to hand over.
  await page.getByRole("button", { name: "職員を加える" }).click();
  const add = page.getByRole("form", { name: "職員を加える" });
  await add.getByLabel("職員番号").fill("e0002");
  await add.getByLabel("氏名", { exact: true }).fill("新木 はるか");
  await add.getByLabel("課", { exact: true }).fill("区民課");
  await add.getByRole("button", { name: "加える", exact: true }).click();
  await expect(add.getByText("職員番号「E0002」の人がすでにいます。")).toBeVisible();
  // The browser reports the refusal, too.
  trouble.length = 0;
  await add.getByLabel("職員番号").fill("N0001");
  await add.getByRole("button", { name: "加える", exact: true }).click();
  const paper = page.getByRole("status").filter({ hasText: "新木 はるかさんへ" });
  await expect(paper).toContainText("初期パスワード");
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test("the list comes as a workbook and fits a phone", async ({ page, ward }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/people`);
  await page.getByText("絞り込む").click();
  await page.getByRole("combobox", { name: "課", exact: true }).selectOption("福祉課");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Excelで書き出す" }).click();
  expect((await download).suggestedFilename()).toBe("職員.xlsx");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
});

test("職員課 makes letters for everybody of a 課 who has not signed in yet, and one of them signs in with it", async ({
  page,
  ward,
  browser,
}) => {
  test.setTimeout(90_000);
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/people`);
  await page.getByText("絞り込む").click();
  await page.getByRole("combobox", { name: "課", exact: true }).selectOption("福祉課");
  await page.getByRole("button", { name: "サインインの案内を作る" }).click();
  const form = page.getByRole("form", { name: "サインインの案内を作る" });
  await expect(form.getByLabel("使える時間")).toBeFocused();
  await expect(form).toContainText(/まだ自分のパスワードを決めていない \d+人に/);
  await isAccessible(page);
  await fitsEveryScreen(page);
  await form.getByRole("button", { name: /人分のコードを作る/ }).click();
  await expect(page.getByRole("heading", { name: /^一回限りのコード \d+人分$/ })).toBeVisible();
  await page.getByText("画面で見る").click();
  const letter = page.getByRole("status").filter({ hasText: "竹園 ひかりさんへ" });
  await expect(letter).toContainText("E0003");
  const code = (await letter.innerText()).match(/[a-z0-9]{4}(-[a-z0-9]{4}){3}/)![0];
  await isAccessible(page);
  const own = await (await browser.newContext()).newPage();
  await own.goto(`${ward.url}/reset-password`);
  await own.getByLabel("職員番号").fill("E0003");
  await own.getByLabel("一回限りのコード").fill(code);
  await own.getByLabel("新しいパスワード", { exact: true }).fill(NEW_PASSWORD);
  await own.getByLabel("新しいパスワード（もう一度）").fill(NEW_PASSWORD);
  await own.getByRole("button", { name: "変更する" }).click();
  await expect(own.getByRole("link", { name: "サインインへ進む" })).toBeVisible();
  await own.goto(ward.url);
  await fillSignIn(own, "E0003", NEW_PASSWORD);
  await expect(own.getByRole("heading", { level: 1 }).first()).toBeVisible();
});
