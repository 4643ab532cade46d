// Trial projects and the structure that carries digital work: a supporter writes, everybody reads, three look together.
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { beginAccount, expect, fillSignIn, NEW_PASSWORD, post, readyForOffline, test } from "../support/ward.ts";

test("a supporter writes what their 課 tries out; a colleague reads it, offline too", async ({
  page,
  context,
  browser,
  ward,
}) => {
  test.setTimeout(120_000);
  await beginAccount(ward, "E0102");
  await page.goto(ward.url);
  await fillSignIn(page, "E0102", NEW_PASSWORD);
  await page.getByRole("link", { name: "試行事業" }).click();
  await expect(page.getByText("ここに、各課の試行事業が並びます。")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "試行事業を書く" }).click();
  const form = page.getByRole("form", { name: "試行事業を書く" });
  await expect(form.getByLabel("名前")).toBeFocused();
  await form.getByRole("button", { name: "保存する" }).click();
  await expect(form.getByRole("alert")).toHaveText("試行事業の名前を書いてください。");
  await form.getByLabel("名前").fill("転入届を聞き取りで");
  await form.getByLabel("試していること").fill("窓口で聞き取り、\n署名だけをもらう。");
  await isAccessible(page);
  await fitsEveryScreen(page);
  // What was typed is there after a crash of the tab.
  await page.reload();
  await page.getByRole("button", { name: "試行事業を書く" }).click();
  await expect(form.getByLabel("試していること")).toHaveValue("窓口で聞き取り、\n署名だけをもらう。");
  await form.getByLabel("試行中").check();
  await form.getByRole("button", { name: "保存する" }).click();
  await expect(page.getByText("試行事業を書きました。")).toBeFocused();
  await page.getByRole("button", { name: "試行中 1" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "転入届を聞き取りで" })).toBeVisible();
  await page.getByRole("button", { name: "計画中 0" }).click();
  await expect(page.getByRole("heading", { level: 2 })).toHaveCount(0);
  await page.getByRole("button", { name: "すべて 1" }).click();
  await page.getByRole("button", { name: /^変える\s?（転入届を聞き取りで）/ }).click();
  await form.getByLabel("分かったこと").fill("1件が9分になった。");
  await form.getByLabel("広げている").check();
  await form.getByRole("button", { name: "保存する" }).click();
  await expect(page.getByText("1件が9分になった。")).toBeVisible();

  await beginAccount(ward, "E0213");
  const other = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const reader = await other.newPage();
  await reader.goto(ward.url);
  await fillSignIn(reader, "E0213", NEW_PASSWORD);
  await expect(reader.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await reader.goto(`${ward.url}/trials`);
  await expect(reader.getByText("1件が9分になった。")).toBeVisible();
  await expect(reader.getByRole("button", { name: /変える|書く/ })).toHaveCount(0);
  await readyForOffline(reader);
  await other.setOffline(true);
  await reader.reload();
  await expect(reader.getByText("1件が9分になった。")).toBeVisible();
  await isAccessible(reader);
  await other.close();
  await context.setOffline(false);
});

test("ＣＩＯ and 職員課 look at the same pictures, and write down what comes next", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  test.setTimeout(120_000);
  const office = await beginAccount(ward, "E0011");
  await beginAccount(ward, "E0001");
  await page.goto(ward.url);
  await fillSignIn(page, "E0001", NEW_PASSWORD);
  await page.getByRole("link", { name: "推進体制" }).click();
  await expect(page.getByRole("row", { name: /ＤＸ推進サポーター 3/ })).toBeVisible();
  await expect(page.getByText(/の課にサポーターがいません/)).toBeVisible();
  await expect(page.getByText(/まだ出せません/)).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "申し合わせを書く" }).click();
  await page.getByLabel("申し合わせたこと").fill("サポーターのいない課に声をかける。");
  await page.getByLabel("次の会合", { exact: true }).fill("2026-12-10T14:00");
  await page.getByLabel("次に話すこと").fill("研修の枠");
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: "保存する" }).click();
  await expect(page.getByText("申し合わせを書きました。")).toBeFocused();
  await expect(page.getByText(/次の会合: 2026年12月10日（木）\s?14:00/)).toBeVisible();
  // 職員課 writes meanwhile: who did not see it is told, and their text stays.
  await page.getByRole("button", { name: "申し合わせを書く" }).click();
  const [now] = await post(ward, "steering", {}, office);
  const note = { seq: now.notes[0].seq, text: "研修の枠を決めた。", next_meeting: "", agenda: "" };
  await post(ward, "write_steering_note", { note }, office);
  await page.getByLabel("申し合わせたこと").fill("後から書いた文");
  await page.getByRole("button", { name: "保存する" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "ほかの人が先に書きました" })).toBeVisible();
  expect(trouble.splice(0)).toEqual([expect.stringContaining("409")]);
  await page.reload();
  await expect(page.getByText("研修の枠を決めた。")).toBeVisible();
  await page.getByText("前の申し合わせ（1件）").click();
  await expect(page.getByText("サポーターのいない課に声をかける。")).toBeVisible();
  await page.getByRole("button", { name: "申し合わせを書く" }).click();
  const stale = page.getByRole("status").filter({ hasText: "前に書きかけた文があります" });
  await expect(stale).toContainText("後から書いた文");
  await isAccessible(page);
  await stale.getByRole("button", { name: "書きかけの文を捨てる" }).click();
  await expect(stale).toHaveCount(0);
  await page.reload();
  await page.getByRole("button", { name: "申し合わせを書く" }).click();
  await expect(page.getByLabel("申し合わせたこと")).toBeFocused();
  await expect(stale).toHaveCount(0);

  // Somebody of a 課 has no such page.
  await beginAccount(ward, "E0101");
  const own = await (await browser.newContext()).newPage();
  await own.goto(ward.url);
  await fillSignIn(own, "E0101", NEW_PASSWORD);
  await expect(own.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await expect(own.getByRole("link", { name: "推進体制" })).toHaveCount(0);
});
