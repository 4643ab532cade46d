// A forgotten password, sessions elsewhere, and a session that nobody uses.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fitsEveryScreen } from "../support/screens.ts";
import { NEW_PASSWORD, expect, fillSignIn, serverBinary, signIn, test } from "../support/ward.ts";

test("a forgotten password is replaced with a one-time code from the office", async ({ page, ward, browser }) => {
  await signIn(page, ward, "E0101");
  const database = join(ward.folder, "ward.db");
  const said = execFileSync(serverBinary, ["--db", database, "account", "reset", "E0101"], { encoding: "utf8" });
  const code = said.match(/[a-z2-9]{4}(-[a-z2-9]{4}){3}/)![0];

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(ward.url);
  await elsewhere.getByRole("link", { name: "パスワードを忘れたとき" }).click();
  await expect(elsewhere.getByRole("heading", { name: "パスワードを忘れたとき" })).toBeVisible();
  await fitsEveryScreen(elsewhere);
  await elsewhere.getByLabel("職員番号").fill("E0101");
  await elsewhere.getByLabel("一回限りのコード").fill("aaaa-aaaa-aaaa-aaaa");
  await elsewhere.getByLabel("新しいパスワード", { exact: true }).fill("柿の木の下の猫たち");
  await elsewhere.getByLabel("新しいパスワード（もう一度）").fill("柿の木の下の猫たち");
  await elsewhere.getByRole("button", { name: "変更する" }).click();
  await expect(elsewhere.getByText("コードが違うか、コードの期限が過ぎています。")).toBeVisible();
  // Read out and typed without hyphens, with a password that is guessed first, then with a good one.
  await elsewhere.getByLabel("一回限りのコード").fill(code.replaceAll("-", ""));
  await elsewhere.getByLabel("新しいパスワード", { exact: true }).fill("password2");
  await elsewhere.getByLabel("新しいパスワード（もう一度）").fill("password2");
  await elsewhere.getByRole("button", { name: "変更する" }).click();
  await expect(elsewhere.getByText("見破られやすいため、別のパスワードにしてください。")).toBeVisible();
  await elsewhere.getByLabel("新しいパスワード", { exact: true }).fill("柿の木の下の眠い猫");
  await elsewhere.getByLabel("新しいパスワード（もう一度）").fill("柿の木の下の眠い猫");
  await elsewhere.getByRole("button", { name: "変更する" }).click();
  await expect(elsewhere.getByText("新しいパスワードになりました。")).toBeVisible();
  await elsewhere.getByRole("link", { name: "サインインへ進む" }).click();
  await fillSignIn(elsewhere, "E0101", "柿の木の下の眠い猫");
  await expect(elsewhere.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  // The session with the old password has ended; what was typed stays until its owner signs in.
  await page.reload();
  await expect(page.getByText("サインインの期限が切れました。")).toBeVisible();
});

test("a session left open elsewhere is seen and ended", async ({ page, ward, browser }) => {
  await signIn(page, ward, "E0101");
  const forgotten = await (await browser.newContext()).newPage();
  await forgotten.goto(ward.url);
  await fillSignIn(forgotten, "E0101", NEW_PASSWORD);
  await expect(forgotten.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.goto(`${ward.url}/account`);
  const sessions = page.getByRole("region", { name: "使っている端末" });
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await fitsEveryScreen(page);
  await sessions.getByRole("button", { name: /^終わらせる/ }).click();
  await expect(page.getByText("セッションを終わらせました。")).toBeVisible();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await forgotten.reload();
  await expect(forgotten.getByText("サインインの期限が切れました。")).toBeVisible();
});

test("the page tells the server of keys and pointers, and an open tab alone does not", async ({ page, ward }) => {
  const told: string[] = [];
  page.on("request", (it) => {
    if (it.url().endsWith("/api/v1/presence")) told.push(it.url());
  });
  await signIn(page, ward, "E0101");
  await page.keyboard.press("Shift");
  await expect.poll(() => told.splice(0).length).toBe(1);
  // An hour later, as the page sees it: it has exchanged many times and told nothing.
  await page.clock.setFixedTime(new Date(Date.now() + 3_600_000));
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.waitForTimeout(1_000);
  expect(told).toEqual([]);
  await page.keyboard.press("Tab");
  await expect.poll(() => told.length).toBe(1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(told).toHaveLength(1);
});

test("a disabled account says so to its owner only", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  const database = join(ward.folder, "ward.db");
  execFileSync(serverBinary, ["--db", database, "account", "disable", "E0101", "--reason", "on_leave"]);
  await page.reload();
  await expect(page.getByText("サインインの期限が切れました。")).toBeVisible();
  await page.getByRole("button", { name: "サインインする" }).first().click();
  await page.getByLabel("パスワード").fill(NEW_PASSWORD);
  await page.getByRole("dialog").getByRole("button", { name: "サインインする" }).click();
  await expect(page.getByText("このアカウントは、いまは使えません。")).toBeVisible();
});
