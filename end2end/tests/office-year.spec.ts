// A year of 職員課 with nobody at a terminal: from an empty server through two rosters, a split 課, reminders by mail, a
// lost password, more time and an undo, to closing; and what a 所属長 and an employee see of it.
import type { Page } from "@playwright/test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MailServer } from "../support/mail.ts";
import { Member } from "../support/member.ts";
import { isAccessible } from "../support/screens.ts";
import { NEW_PASSWORD, Ward, expect, fillSignIn, post, test as base } from "../support/ward.ts";

const test = base.extend<{ mail: MailServer; ward: Ward }>({
  mail: async ({}, use) => {
    const mail = new MailServer();
    await mail.start();
    await use(mail);
    await mail.stop();
  },
  ward: async ({ mail }, use) => {
    const ward = new Ward();
    ward.sample = "none";
    ward.smtp = `smtp://127.0.0.1:${mail.port}`;
    await ward.start();
    await use(ward);
    await ward.stop();
    ward.clear();
  },
});

const FORM = { instrument: "self_scoring_sheet", cycle: "2026-end" };
const sample = readFileSync(join(import.meta.dirname, "../../server/sample/roster.csv"), "utf8");
const withMail = sample
  .trim()
  .split("\n")
  .map((line, at) => line + (at === 0 ? ",メールアドレス" : `,${line.split(",")[0].toLowerCase()}@city.example.lg.jp`))
  .join("\n");

async function importRoster(page: Page, text: string, name: string): Promise<void> {
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.getByLabel("名簿のファイル（Excel ブックか CSV）").setInputFiles(file);
}

/** A day from today on, in Japan. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000 + 9 * 3_600_000).toISOString().slice(0, 10);

test("a year of 職員課, from an empty server to closing", async ({ page, ward, mail, browser, trouble }) => {
  test.setTimeout(300_000);
  await expect.poll(() => ward.printed).toContain("/setup");
  const code = ward.printed.match(/[a-z0-9]{4}(-[a-z0-9]{4}){3}/)![0];
  await page.goto(`${ward.url}/setup`);
  await page.getByLabel("サーバーの画面のコード").fill(code);
  await page.getByLabel("職員番号").fill("E0010");
  await page.getByLabel("氏名", { exact: true }).fill("欅台 すみれ");
  await page.getByLabel("部", { exact: true }).fill("総務部");
  await page.getByLabel("課", { exact: true }).fill("職員課");
  await page.getByLabel("新しいパスワード", { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel("新しいパスワード（もう一度）").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "登録してはじめる" }).click();
  await page.getByRole("region", { name: "はじめの三歩" }).getByRole("link", { name: "職員の名簿を取り込む" }).click();

  // The first roster, with addresses; the passwords are handed out.
  await importRoster(page, withMail, "4月の名簿.csv");
  await page.getByRole("button", { name: /^\d+人を取り込む$/ }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSVで保存する" }).click({ timeout: 30_000 });
  const passwords = readFileSync(await (await download).path(), "utf8").replace(/[="\uFEFF]/g, "");
  writeFileSync(join(ward.folder, "sample-passwords.csv"), passwords);

  // The year: one form has its days, and one 課 another one.
  await page.getByRole("link", { name: "時期と保存期間" }).click();
  for (const [name, value] of [
    ["開始日", "2026-04-01"],
    ["締切", "2027-03-10"],
  ]) {
    const field = page.getByRole("textbox", { name: `2026年度 期末の${name}` });
    await field.fill(value);
    await field.press("Enter");
    await expect(page.getByText(new RegExp(`2026年度 期末の${name}を 202`))).toBeVisible();
  }
  await page.getByText("2026年度 期末を求める人を選ぶ、一部の人の締切を変える").first().click();
  await page.getByRole("combobox", { name: "課", exact: true }).first().selectOption("福祉課");
  await page.getByRole("textbox", { name: "この人たちの締切" }).first().fill("2027-03-20");
  await page.getByRole("button", { name: "加える", exact: true }).first().click();
  await expect(page.getByRole("button", { name: /^外す.*福祉課/ })).toBeVisible();
  await expect(page.getByText("2027年3月20日（土）まで").last()).toBeVisible();
  await isAccessible(page);

  // The second roster: somebody new, and somebody gone; then it is undone, because it was the wrong file.
  await page.getByRole("link", { name: "職員", exact: true }).click();
  await page.getByRole("link", { name: "名簿を取り込む" }).click();
  const later =
    withMail.replace(/^E0014,.*\n/m, "") + "\nN0001,新木 はるか,あらき はるか,区民部,区民課,窓口係,1,事務,E0002,,";
  await importRoster(page, later, "10月の名簿.csv");
  await page.getByRole("checkbox", { name: /桂坂 わかば/ }).check();
  await page.getByRole("button", { name: "2人を取り込む" }).click();
  await expect(page.getByText("新しい職員 1人、変更 1人を取り込みました。")).toBeVisible();
  await page.getByRole("button", { name: "元に戻す" }).first().click();
  await page.getByRole("alert").getByRole("button", { name: "元に戻す" }).click();
  await expect(page.getByText("取り込む前に戻しました。")).toBeVisible();

  // 区民課 is split at once: 窓口係 becomes a 課 under a leader of its own.
  await page.getByRole("link", { name: "組織", exact: true }).click();
  await page.getByRole("button", { name: /改編する.*区民部 区民課）/ }).click();
  await expect(page.getByRole("heading", { name: "「区民部 区民課」の改編" })).toBeFocused();
  await page.getByRole("radio", { name: "一部の係や人" }).check();
  await page.getByRole("checkbox", { name: "区民部 区民課 窓口係" }).check();
  await page.getByRole("combobox", { name: "課", exact: true }).fill("住民窓口課");
  await page.getByRole("textbox", { name: "いつから" }).fill(day(0));
  await page.getByRole("button", { name: "変わるところを見る" }).click();
  await expect(page.getByRole("heading", { name: /6人の所属が変わります/ })).toBeFocused();
  await isAccessible(page);
  await page.getByRole("button", { name: "この改編を決める" }).click();
  await expect(page.getByText("改編しました: 区民部 区民課 → 区民部 住民窓口課")).toBeVisible();
  const units = page.getByRole("table", { name: "組織の一覧" });
  await expect(units.getByRole("row").filter({ hasText: "住民窓口課" }).first()).toContainText("6人");
  // A second reader for what is left of it, whom everybody there is told of before they hand in.
  const second = page.getByRole("form", { name: "第二の読み手を決める" });
  await second.getByRole("combobox", { name: "だれの（部・課・係）" }).selectOption("区民部 区民課");
  await second.getByRole("combobox", { name: "読む人" }).fill("柚木 あおい");
  await page.getByRole("option", { name: /柚木 あおい/ }).click();
  await second.getByRole("button", { name: "決める" }).click();
  await expect(page.getByText("第二の読み手を決めました。")).toBeVisible();
  const before = page.getByRole("textbox", { name: "いつの組織か" });
  await before.fill("2027-04-01");
  await before.press("Enter");
  await expect(units.getByRole("link", { name: "住民窓口課" })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await isAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 800 });

  // Who is late is reminded, by mail too.
  await page.goto(`${ward.url}/progress/2026-end`);
  await page.getByRole("button", { name: /住民窓口課/ }).click();
  await page.getByRole("checkbox", { name: "桂坂 すみれを選ぶ" }).check();
  const chosen = page.getByRole("region", { name: "選んだ人" });
  await chosen.getByRole("button", { name: "お知らせを送る" }).click();
  await chosen.getByRole("button", { name: "送る", exact: true }).click();
  await expect(page.getByText("1人にお知らせしました。")).toBeVisible();
  await expect.poll(() => mail.addresses(), { timeout: 30_000 }).toEqual(["e0101@city.example.lg.jp"]);
  expect(mail.taken[0].text).toContain("2027年3月10日");

  // She has lost her password: 職員課 gives a code, and she asks for more time when the year has closed.
  await page.goto(`${ward.url}/people/E0101`);
  await page.getByRole("button", { name: "一回限りのコードを作る" }).click();
  await page.getByRole("button", { name: "コードを作る" }).last().click();
  const secret = page.getByRole("definition").filter({ hasText: /^.{4}(-.{4}){3}$/ });
  const once = (await secret.innerText()).trim();
  const own = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await own.goto(`${ward.url}/reset-password`);
  await own.getByLabel("職員番号").fill("E0101");
  await own.getByLabel("一回限りのコード").fill(once);
  await own.getByLabel("新しいパスワード", { exact: true }).fill(NEW_PASSWORD);
  await own.getByLabel("新しいパスワード（もう一度）").fill(NEW_PASSWORD);
  await own.getByRole("button", { name: "変更する" }).click();
  await own.getByRole("link", { name: "サインインへ進む" }).click();
  await fillSignIn(own, "E0101", NEW_PASSWORD);
  await own.getByRole("button", { name: "読まずにはじめる" }).click();
  await expect(own.getByText(/^お知らせ（新しいもの \d+ 件）$/)).toBeAttached();
  await own.locator("#bell").click();
  await expect(own.getByText(/自己採点シート/).first()).toBeVisible();
  await isAccessible(own);
  const [, cookie] = await post(ward, "sign_in", { login: "E0010", password: NEW_PASSWORD });
  await post(ward, "set_cycle", { ...FORM, open: false }, cookie);
  await post(ward, "ask_extension", FORM, (await post(ward, "sign_in", { login: "E0101", password: NEW_PASSWORD }))[1]);
  await page.goto(`${ward.url}/office/2026`);
  const asked = page.getByRole("region", { name: /期限の延長の願い/ });
  await asked.getByLabel("桂坂 すみれの新しい期限").fill(day(7));
  await asked.getByLabel("桂坂 すみれの新しい期限").blur();
  await asked.getByRole("button", { name: /この日まで延ばす/ }).click();
  await expect(asked).toBeHidden();

  // She hands in although the year has closed, a colleague cannot, and the 所属長 reads what she shares.
  const writer = new Member(ward, "E0101");
  await writer.signInWith(NEW_PASSWORD);
  const answers: [string, unknown][] = [
    ["evidence", "窓口の案内を作り直した"],
    ["share_scope", "supervisor"],
  ];
  await writer.write(FORM.instrument, FORM.cycle, answers, true);
  const late = new Member(ward, "E0102");
  await late.signIn();
  await expect(late.write(FORM.instrument, FORM.cycle, [["evidence", "遅れて書いた"]], true)).rejects.toThrow(
    /受付は終わっています/,
  );
  const boss = await (await browser.newContext()).newPage();
  const head = new Member(ward, "E0002");
  await head.signIn();
  await boss.goto(ward.url);
  await fillSignIn(boss, "E0002", NEW_PASSWORD);
  await boss.getByRole("link", { name: "共有されたシート" }).click();
  await expect(boss.getByText("桂坂 すみれ").first()).toBeVisible();
  // In 区民課 somebody sees who else would read before they hand in.
  const third = new Member(ward, "E0111");
  await third.signIn();
  const shared: [string, unknown][] = [
    ["current_duties", "記録の管理"],
    ["share_scope", "supervisor_and_personnel"],
  ];
  await third.write("career_declaration", "2026-start", shared, false);
  const peer = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await peer.goto(ward.url);
  await fillSignIn(peer, "E0111", NEW_PASSWORD);
  await expect(peer.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await peer.goto(`${ward.url}/sheet/career_declaration/2026-start/review`);
  await expect(peer.getByText(/第二の読み手の柚木 あおいさんも読めます/)).toBeVisible();
  await isAccessible(peer);
  trouble.length = 0;
});
