// An interview record confirmed offline on one PC; a change of 所属長; the guidance record.
import { pushedAnswers } from "../support/exchange.ts";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import {
  NEW_PASSWORD,
  Ward,
  expect,
  waitForPush,
  readyForOffline,
  serverBinary,
  signIn,
  test,
  openSection,
} from "../support/ward.ts";
import type { Page } from "@playwright/test";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const HEARING = "/together/2026-mid/hearing_record/E0101";

async function setNumber(page: Page, ward: Ward, number: string): Promise<void> {
  await page.goto(`${ward.url}/account`);
  const section = page.getByRole("region", { name: "確認番号" });
  await section.getByLabel("いまのパスワード").fill(NEW_PASSWORD);
  await section.getByLabel("新しい確認番号").fill(number);
  await section.getByRole("button", { name: "確認番号を決める" }).click();
  await expect(section.getByText("確認番号を決めました。")).toBeVisible();
}

async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "面談の進め方" }).getByRole("button", { name }).click();
}

async function confirmHere(page: Page, number: string): Promise<void> {
  await page.getByText("本人がこの端末で確認する").click();
  await page.getByLabel("本人の確認番号").fill(number);
  await page.getByRole("button", { name: "確認番号で確認する" }).click();
}

test("an interview record is confirmed by both on one offline PC, and a late answer is rejected", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  test.setTimeout(180_000);
  const own = await (await browser.newContext()).newPage();
  await signIn(own, ward, "E0101");
  await setNumber(own, ward, "493817");
  await signIn(page, ward, "E0002");
  await page.goto(ward.url + HEARING);
  await page.getByLabel("予定の日時").fill("2026-12-01T14:30");
  await readyForOffline(page);
  // The joint record is on the employee's device too.
  await own.goto(ward.url);
  await own
    .getByRole("link", { name: /続きを書く.*ヒアリング記録.*中間/ })
    .first()
    .click();
  await openSection(own, "話したこと");
  await expect(own.getByRole("textbox", { name: "本人の意見" })).toBeEditable();
  await expect(own.getByRole("textbox", { name: /所属長の助言/ })).not.toBeEditable();
  await own.context().setOffline(true);
  await own.getByRole("textbox", { name: "本人の意見" }).fill("後から届く意見");

  await page.context().setOffline(true);
  await page.reload();
  await page.getByRole("button", { name: "面談を始める" }).click();
  await expect(page.getByText("0分 / めやす30分")).toBeVisible();
  // The kind and the day are filled in from the page and the clock.
  await expect(page.getByLabel("実施日")).not.toHaveValue("");
  await page.getByLabel("実施日").fill("2026-12-01");
  await openScreen(page, "話したこと");
  await page.getByRole("textbox", { name: "確認した目標" }).fill("待ち時間を10分以内に");
  await page.getByRole("textbox", { name: /所属長の助言/ }).fill("測ることから始めましょう");
  await expect(page.getByRole("textbox", { name: "本人の意見" })).not.toBeEditable();
  await isAccessible(page);
  await openScreen(page, "確認");
  await expect(page.getByRole("region", { name: "読み合わせる記録" })).toContainText("測ることから始めましょう");
  await isAccessible(page);
  await page.getByRole("button", { name: "確認する", exact: true }).click();
  await expect(page.getByText(/^確認しました/)).toHaveCount(1);
  await confirmHere(page, "493817");
  await expect(page.getByText(/^確認しました/)).toHaveCount(2);
  // A confirmed record is locked, and the PIN is stored nowhere on this device.
  await openScreen(page, "話したこと");
  await expect(page.getByRole("textbox", { name: "確認した目標" })).not.toBeEditable();
  const kept = await page.evaluate(async () => {
    const all: string[] = [JSON.stringify(localStorage)];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((done) => {
        const it = indexedDB.open(name!);
        it.onsuccess = () => done(it.result);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((done) => {
          const it = db.transaction(store).objectStore(store).getAll();
          it.onsuccess = () => done(it.result);
        });
        all.push(JSON.stringify(rows));
      }
      db.close();
    }
    return all.join();
  });
  expect(kept).toContain("測ることから");
  expect(kept).not.toContain("493817");

  await page.context().setOffline(false);
  await waitForPush(page);
  await own.context().setOffline(false);
  await expect(own.getByRole("link", { name: "1 件が受け取られていません" })).toBeVisible();
  await expect(own.getByText(/^確認済み/)).toBeVisible();
  await expect(own.getByRole("textbox", { name: "確認した目標" })).toHaveValue("待ち時間を10分以内に");
  await own.goto(`${ward.url}/device`);
  await expect(own.getByText("後から届く意見")).toBeVisible();
  await expect(own.getByText("シートは確認済みです")).toBeVisible();
  await own.getByRole("button", { name: "片付ける" }).click();

  // Reopened with a reason; both confirm again.
  await openScreen(page, "確認");
  await page.getByText("改めて直す").click();
  await page.getByLabel("理由").fill("本人の意見を加えるため");
  await page.getByRole("button", { name: "開いて直す" }).click();
  await expect(page.getByRole("button", { name: "確認する", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "確認する", exact: true }).click();
  await expect(page.getByText(/^確認しました/)).toHaveCount(1);
  await own.goto(`${ward.url}/sheet/hearing_record/2026-mid`);
  await openSection(own, "話したこと");
  await own.getByRole("textbox", { name: "本人の意見" }).fill("賛成です");
  await own.getByRole("textbox", { name: "本人の意見" }).blur();
  await openSection(own, "確認");
  await own.getByRole("button", { name: "確認する", exact: true }).click();
  await waitForPush(own);
  await page.reload();
  await openScreen(page, "話したこと");
  await expect(page.getByRole("textbox", { name: "本人の意見" })).toHaveValue("賛成です");
  await openScreen(page, "確認");
  // The supervisor's first confirmation was of the earlier version, so it no longer counts.
  await page.getByRole("button", { name: "確認する", exact: true }).click();
  await expect(page.getByText(/^確認しました/)).toHaveCount(2);
  const paper = await page.pdf({ format: "A4" });
  expect(paper.toString("latin1").match(/\/Type\s*\/Page\b/g)!.length).toBe(1);
  expect(trouble).toEqual([]);
});

test("a wrong confirmation PIN is told in its open field with the tries left, and is repeated there", async ({
  page,
  ward,
  browser,
}) => {
  const own = await (await browser.newContext()).newPage();
  await signIn(own, ward, "E0101");
  await setNumber(own, ward, "493817");
  await signIn(page, ward, "E0002");
  await page.goto(ward.url + HEARING);
  await openScreen(page, "話したこと");
  await page.getByRole("textbox", { name: "確認した目標" }).fill("目標");
  await waitForPush(page);
  await openScreen(page, "確認");
  await confirmHere(page, "111111");
  await expect(page.getByText("まだ確認されていません。")).toBeVisible();
  await expect(page.getByText(/確認番号が違うか.*あと4回で止まります/)).toBeVisible();
  // In the open field, which has the focus; nothing stays in the tray.
  await expect(page.getByLabel("本人の確認番号")).toBeFocused();
  await expect(page.getByRole("link", { name: "サーバーに保存" })).toBeVisible();
  await page.keyboard.type("493817");
  await page.getByRole("button", { name: "確認番号で確認する" }).click();
  await expect(page.getByText(/^確認しました/)).toBeVisible();
  await expect(page.getByRole("link", { name: "サーバーに保存" })).toBeVisible();
});

test("the interview schedule is saved as an iCalendar file, and the 所属長's notes are private", async ({
  page,
  ward,
  browser,
}) => {
  await signIn(page, ward, "E0002");
  await page.goto(ward.url + HEARING);
  await page.getByLabel("予定の日時").fill("2026-12-01T14:30");
  await page.getByText("覚え書きを開く").click();
  await page.getByRole("textbox", { name: "覚え書き" }).fill("異動の希望を先に聞く");
  await waitForPush(page);
  await page.goto(`${ward.url}/staff/2026`);
  await expect(page.getByText("2026年12月1日（火） 14:30")).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /\.ics/ }).click(),
  ]);
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toContain("DTSTART;TZID=Asia/Tokyo:20261201T143000");
  expect(text).toContain("桂坂 すみれさんとの面談");
  const own = await (await browser.newContext()).newPage();
  await signIn(own, ward, "E0101");
  await expect(own.getByText(/2026年12月1日（火） 14:30/).first()).toBeVisible();
  await own.goto(`${ward.url}/account`);
  const [data] = await Promise.all([
    own.waitForEvent("download"),
    own.getByRole("button", { name: "わたしのデータを保存する" }).click(),
  ]);
  const saved = readFileSync(await data.path(), "utf8");
  expect(saved).toContain("2026-12-01T14:30");
  expect(saved).not.toContain("異動の希望を先に聞く");
});

test("after a change of 所属長 the new one continues and the former one's browser deletes the sheet", async ({
  page,
  ward,
  browser,
}) => {
  await signIn(page, ward, "E0002");
  await page.goto(ward.url + HEARING);
  await openScreen(page, "話したこと");
  await page.getByRole("textbox", { name: "確認した目標" }).fill("引き継がれる目標");
  await waitForPush(page);
  await readyForOffline(page);
  const roster = readFileSync(join(root, "server/sample/roster.csv"), "utf8");
  const moved = roster.replace(/^(E0101,.*,)E0002,/m, "$1E0003,");
  expect(moved).not.toBe(roster);
  const file = join(ward.folder, "moved.csv");
  writeFileSync(file, moved);
  execFileSync(serverBinary, [
    "--db",
    join(ward.folder, "ward.db"),
    "roster",
    "import",
    file,
    "--passwords",
    join(ward.folder, "none.csv"),
  ]);
  const next = await (await browser.newContext()).newPage();
  await signIn(next, ward, "E0003");
  await next.goto(ward.url + HEARING);
  await openScreen(next, "話したこと");
  await expect(next.getByRole("textbox", { name: "確認した目標" })).toHaveValue("引き継がれる目標");
  await page.getByRole("textbox", { name: "確認した目標" }).fill("もう届かない目標");
  await expect(page.getByRole("link", { name: "1 件が受け取られていません" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("もう一度読み込む")).toBeVisible();
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByText("引き継がれる目標")).toHaveCount(0);
});

test("a deputy acts once the 所属長 has agreed, which the staff are told, and until it is ended", async ({
  page,
  ward,
  browser,
}) => {
  const office = await (await browser.newContext()).newPage();
  await signIn(office, ward, "E0011");
  await office.goto(`${ward.url}/cycles`);
  await office.getByRole("link", { name: "所属長の代理" }).first().click();
  await isAccessible(office);
  // Days are Japan's, wherever the test runs.
  const day = (days: number) => new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
  await office.getByLabel("初めの日").fill(day(0));
  await office.getByLabel("終わりの日").fill(day(7));
  // By name, by section or by number, with the keyboard or the mouse.
  const supervisor = office.getByRole("combobox", { name: "所属長" });
  const deputy = office.getByRole("combobox", { name: "代理になる人" });
  await deputy.fill("ゆのき");
  await expect(office.getByText("見つかりません")).toBeVisible();
  await deputy.fill("柚木あ");
  await office.getByRole("option", { name: /柚木 あおい.*E0150/ }).click();
  await expect(deputy).toHaveValue("柚木 あおい（E0150）");
  await office.getByRole("button", { name: "代理を決める" }).click();
  await expect(supervisor).toBeFocused();
  await expect(supervisor).toHaveAccessibleDescription("一覧から人を選んでください。");
  await supervisor.fill("区民課　なつめ");
  const found = office.getByRole("option", { name: /椿原 なつめ.*所属長/ });
  await expect(found).toHaveAttribute("aria-selected", "true");
  await isAccessible(office);
  await supervisor.press("Enter");
  await expect(supervisor).toHaveValue("椿原 なつめ（E0002）");
  await office.getByRole("button", { name: "代理を決める" }).click();
  await expect(office.getByRole("heading", { name: "椿原 なつめさんの代理: 柚木 あおいさん" })).toBeVisible();
  await expect(office.getByText("承認待ち")).toBeVisible();
  // Nobody appoints alone.
  await office.getByRole("button", { name: /^承認する/ }).click();
  await expect(office.getByText("決めた人と代理になる人は承認できません。")).toBeVisible();
  const boss = await (await browser.newContext()).newPage();
  await signIn(boss, ward, "E0002");
  await expect(boss.getByText("あなたの代理にする届け出があります。")).toBeVisible();
  await fitsEveryScreen(boss);
  await boss.getByRole("button", { name: "承認する" }).click();
  await expect(boss.getByText("あなたの代理です。")).toBeVisible();
  const staff = await (await browser.newContext()).newPage();
  await signIn(staff, ward, "E0101");
  await expect(staff.getByText("柚木 あおいさんが所属長の代理です。")).toBeVisible();
  await signIn(page, ward, "E0150");
  await page.getByRole("link", { name: "課の職員" }).first().click();
  await expect(page.getByText("椿原 なつめさんの代理として").first()).toBeVisible();
  await office.getByRole("button", { name: /^終える/ }).click();
  await expect(office.getByText("椿原 なつめさんの代理を終えました。")).toBeVisible();
  await page.reload();
  await expect(page.getByText("あなたを所属長とする職員はいません。")).toBeVisible();
});

test("the guidance record begins once 職員課 has decided, is confirmed part by part and appears in no list", async ({
  page,
  ward,
  browser,
}) => {
  test.setTimeout(120_000);
  await signIn(page, ward, "E0002");
  await page.goto(`${ward.url}/staff/2026`);
  await expect(page.getByRole("rowheader", { name: /桂坂 すみれ/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /指導育成の記録/ })).toHaveCount(0);
  const office = await (await browser.newContext()).newPage();
  await signIn(office, ward, "E0011");
  await office.goto(`${ward.url}/cycles`);
  await office.getByRole("link", { name: "指導育成の対象" }).first().click();
  await office.getByRole("combobox", { name: "対象にする職員" }).fill("e0101");
  await office.getByRole("option", { name: /桂坂 すみれ/ }).click();
  await office.getByLabel(/^理由/).fill("窓口の応対を伸ばすため");
  await office.getByRole("button", { name: "対象に決める" }).click();
  await expect(office.getByText("面接 0 回を確認済み")).toBeVisible();
  await fitsEveryScreen(office);
  await page.goto(`${ward.url}/staff/2026`);
  await page.getByRole("link", { name: /指導育成の記録.*桂坂 すみれ/ }).click();
  await expect(page.getByText("第1回の予定の日時を決めてください。")).toBeVisible();
  await page.getByLabel("予定の日時").first().fill("2099-12-01T14:30");
  await expect(page.getByText("次は第1回、2099年12月1日（火）です。")).toBeVisible();
  await page.getByRole("textbox", { name: "今後取り組むべき事項" }).first().fill("電話の応対");
  await waitForPush(page);
  await page.getByRole("button", { name: "確認する", exact: true }).first().click();
  await waitForPush(page);
  const own = await (await browser.newContext()).newPage();
  await signIn(own, ward, "E0101");
  await expect(own.getByText("理由: 窓口の応対を伸ばすため")).toBeVisible();
  await own.goto(`${ward.url}/sheet/guidance_record/2026-start`);
  await own.getByRole("button", { name: "確認する", exact: true }).first().click();
  await expect(own.getByText(/^確認しました/)).toHaveCount(2);
  await isAccessible(own);
  await waitForPush(own);
  await page.reload();
  // It begins with the interview that comes next; the confirmed one is closed.
  await openScreen(page, "面接2");
  await expect(page.getByRole("textbox", { name: "今後取り組むべき事項" })).toBeEditable();
  await openScreen(page, "面接1");
  await expect(page.getByRole("textbox", { name: "今後取り組むべき事項" })).not.toBeEditable();
  await openScreen(page, "面接2");
  await expect(page.getByText("第2回の予定の日時を決めてください。")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("textbox", { name: "今後取り組むべき事項" }).fill("次の回");
  await waitForPush(page);
  await office.goto(`${ward.url}/guidance/2026`);
  await expect(office.getByText("面接 1 回を確認済み")).toBeVisible();
  await office.getByRole("link", { name: /二人が確認した回を読む/ }).click();
  await expect(office.getByText("電話の応対")).toBeVisible();
  await expect(office.getByText("次の回")).toHaveCount(0);
  await office.goto(`${ward.url}/shared/2026-start`);
  await expect(office.getByText("いま読めるシートはありません。")).toBeVisible();
});

// pocketbase/pocketbase#7726, immich-app/immich#7669.
test("a day is noted once it is whole and meant, and no key is eaten", async ({ page, ward }) => {
  const days: unknown[] = [];
  page.on("request", (it) => {
    if (!it.url().endsWith("/exchange")) return;
    for (const { item, value } of pushedAnswers(it)) if (item === "date") days.push(value);
  });
  await signIn(page, ward, "E0002");
  await page.goto(ward.url + HEARING);
  const day = page.getByLabel("実施日");
  await day.focus();
  // As this Chromium lays the field out: month, day, year. The year passes 0002, 0020 and 0202.
  await page.keyboard.type("11252026", { delay: 50 });
  await expect(day).toHaveValue("2026-11-25");
  // The month anew: the field has no value between the two keys.
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("07", { delay: 50 });
  await expect(day).toHaveValue("2026-07-25");
  await day.blur();
  await waitForPush(page);
  expect(days.at(-1)).toBe("2026-07-25");
  for (const it of days) expect(["2026-11-25", "2026-07-25"]).toContain(it);

  // A part that is missing is said, and what stood before stays noted.
  await day.focus();
  await page.keyboard.press("Delete");
  await day.blur();
  await expect(page.getByText("年・月・日が、そろっていません。")).toBeVisible();
  await waitForPush(page);
  expect(days.at(-1)).toBe("2026-07-25");
});
