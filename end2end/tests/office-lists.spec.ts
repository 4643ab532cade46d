// Lists as office people know them: found while typing, sorted by their heads, walked with the arrow keys, and as they
// were left when one comes back.
import { Member } from "../support/member.ts";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { beginAccount, expect, post, signIn, test } from "../support/ward.ts";

test("names of a form are sorted, walked by keys, and the list is where it was left; new work shows by itself", async ({
  page,
  ward,
}) => {
  test.setTimeout(120_000);
  await signIn(page, ward, "E0011");
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: "銀杏と坂と猫の道" });
  // A form that this person is not asked can be chosen as well.
  await post(ward, "set_cycle", { instrument: "new_recruit_check", cycle: "2026-end", open: true }, cookie).catch(
    () => undefined,
  );
  await page.goto(`${ward.url}/progress/2026-end`);
  const choice = page.getByRole("combobox", { name: "様式" });
  await expect(choice).toBeVisible();
  expect(await choice.getByRole("option").count()).toBeGreaterThan(2);
  await page.getByRole("button", { name: "氏名の一覧を開く" }).click();
  const names = page.getByRole("table", { name: "氏名ごとの進み具合" });
  await expect(names).toBeVisible();
  await names.getByRole("button", { name: /^氏名/ }).click();
  const first = names.getByRole("rowheader").first();
  const upwards = await first.innerText();
  await names.getByRole("button", { name: /^氏名/ }).click();
  await expect(first).not.toHaveText(upwards);
  await isAccessible(page);
  await page.getByRole("searchbox").fill("区民課");
  await page.getByRole("searchbox").press("ArrowDown");
  await expect(names.getByRole("link").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const second = names.getByRole("link").nth(1);
  await expect(second).toBeFocused();
  const opened = await second.innerText();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(opened);
  // On to the next of this list, and back to it: the row of whom one looked at last.
  const third = await page.getByRole("link", { name: "次の人" }).getAttribute("href");
  await page.getByRole("link", { name: "次の人" }).click();
  await expect(page).toHaveURL(`${ward.url}${third}`);
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText(opened);
  await page.getByRole("link", { name: "進み具合へ戻る" }).click();
  await expect(names.getByRole("link").nth(2)).toBeFocused();
  expect(await names.getByRole("link").nth(2).getAttribute("href")).toBe(third);
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("searchbox")).toHaveValue("区民課");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("searchbox")).toBeFocused();

  // Somebody hands in meanwhile.
  const member = new Member(ward, "E0101");
  await member.signIn();
  const [item] = await member.items("self_scoring_sheet");
  await page.getByRole("searchbox").fill("桂坂 すみれ");
  const row = names.getByRole("row", { name: /桂坂 すみれ/ });
  await expect(row).toContainText("未着手");
  await member.write("self_scoring_sheet", "2026-end", [[item.id, 4]], false);
  await page.getByRole("button", { name: "最新にする" }).click();
  await expect(row).toContainText("入力中");
  await fitsEveryScreen(page);
});

test("a 所属長 finds one of their people by reading, and returns to their row", async ({ page, ward }) => {
  await signIn(page, ward, "E0002");
  await page.goto(`${ward.url}/team/2026`);
  const table = page.getByRole("table", { name: "課の職員と、その一年" });
  await expect(table.getByRole("row")).toHaveCount(14);
  await page.getByRole("searchbox", { name: "氏名・読み・職員番号・係" }).fill("フジダナ");
  await expect(table.getByRole("row")).toHaveCount(3);
  await page.getByRole("searchbox").press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("藤棚");
  await page.getByRole("link", { name: "前の人" }).click();
  await page.getByRole("link", { name: "次の人" }).click();
  await page.getByRole("link", { name: "課の職員へ戻る" }).click();
  await expect(page.getByRole("searchbox")).toHaveValue("フジダナ");
  await expect(table.getByRole("rowheader", { name: /藤棚 あおい/ }).getByRole("link")).toBeFocused();
  await page.getByRole("searchbox").fill("いない人");
  await expect(page.getByText("見つかりません。別の言葉でさがしてください。")).toBeVisible();
  await isAccessible(page);
  await fitsEveryScreen(page);
});

test("deputies, guidance and declarations are found by typing", async ({ page, ward }) => {
  test.setTimeout(90_000);
  await beginAccount(ward, "E0101");
  await signIn(page, ward, "E0011");
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: "銀杏と坂と猫の道" });
  const days = { first_day: day(1), last_day: day(9) };
  for (const [supervisor, deputy] of [
    ["E0002", "E0150"],
    ["E0003", "E0250"],
  ])
    await post(ward, "add_deputy", { supervisor, deputy, ...days }, cookie);
  for (const person of ["E0103", "E0205"])
    await post(ward, "name_guidance_subject", { person, year: 2026, reason: "面接で支援を決める" }, cookie);
  await page.goto(`${ward.url}/deputies`);
  await expect(page.getByRole("heading", { level: 2, name: /さんの代理:/ })).toHaveCount(2);
  await page.getByRole("searchbox").fill("竹園");
  await expect(page.getByRole("heading", { level: 2, name: /さんの代理:/ })).toHaveCount(1);
  await page.getByRole("searchbox").press("ArrowDown");
  await expect(page.getByRole("link", { name: /竹園 ひかりさんの代理/ })).toBeFocused();
  await isAccessible(page);
  await page.goto(`${ward.url}/guidance/2026`);
  await page.getByRole("searchbox", { name: "氏名・職員番号・所属・所属長" }).fill("E0205");
  await expect(page.getByRole("link", { name: /樫村 わかば/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /柏谷 わかば/ })).toHaveCount(0);
  await isAccessible(page);
  await fitsEveryScreen(page);
});

/** A day so many days from today. */
function day(after: number): string {
  return new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);
}

test("職員課 sees what was done to an account, by name", async ({ page, ward }) => {
  await signIn(page, ward, "E0011");
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: "銀杏と坂と猫の道" });
  await post(ward, "issue_reset_code", { person: "E0103", minutes: 60 }, cookie);
  await page.goto(`${ward.url}/people/E0103`);
  await page.getByRole("button", { name: "アカウントや役割への操作" }).click();
  const log = page.getByRole("table", { name: "監査記録" });
  await expect(log.getByRole("row", { name: /一度だけの番号の発行/ })).toContainText("樫村 つむぎ");
  await isAccessible(page);
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: "この人がしたこと" }).click();
  await expect(page.getByText("記録はありません。")).toBeVisible();
});
