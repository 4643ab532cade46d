// Sign-in, sign-out, and the next user of a shared PC.
import { isAccessible } from "../support/screens.ts";
import {
  beginSheet,
  fillSignIn,
  expect,
  NEW_PASSWORD,
  readyForOffline,
  signIn,
  signInFirst,
  signOut,
  test,
  waitForPush,
  openSection,
} from "../support/ward.ts";

test("a wrong password is reported without revealing whether the account exists", async ({ page, ward }) => {
  await page.goto(ward.url);
  for (const id of ["E0101", "E9999"]) {
    await fillSignIn(page, id, "wrong password");
    await expect(page.getByRole("alert")).toHaveText("職員番号またはパスワードが違います。");
  }
  await isAccessible(page);
});

test("the first sign-in changes the password, and from then on only the new one opens", async ({ page, ward }) => {
  const initial = ward.firstPassword("E0101");
  await page.goto(ward.url);
  await signInFirst(page, "E0101", initial);
  await signOut(page);
  await fillSignIn(page, "E0101", initial);
  await expect(page.getByRole("alert")).toHaveText("職員番号またはパスワードが違います。");
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
});

test("signing out leaves no data of the user on a shared PC", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await openSection(page, "振り返り");
  await page.getByRole("textbox", { name: /採点の根拠/ }).fill("私だけの文章");
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  await signOut(page);
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  const left = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map((it) => it.name);
    return JSON.stringify({ names, storage: { ...localStorage }, session: { ...sessionStorage } });
  });
  expect(left).not.toContain("E0101");
  await expect(page.getByText("サインアウトしました。送り終えた入力は、この端末から消しました。")).toBeVisible();
  await signIn(page, ward, "E0102");
  await expect(page.getByText("私だけの文章")).toHaveCount(0);
  await page
    .getByRole("link", { name: /書き始める.*期末/ })
    .first()
    .click();
  await expect(page.getByRole("button", { name: "書き始める" })).toBeVisible();
});

test("signing out offline lists the pending entries, and only their owner gets them back", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  await page.context().setOffline(true);
  await beginSheet(page);
  await openSection(page, "振り返り");
  await page.getByRole("textbox", { name: /採点の根拠/ }).fill("まだ送れない文");
  await expect(page.getByRole("link", { name: "1 件はこの端末だけ" })).toBeVisible();
  await signOut(page);
  await expect(page.getByRole("alert").filter({ hasText: "1 件をまだ送れていません" })).toBeVisible();
  await page.getByRole("button", { name: "残してサインアウトする" }).click();
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await page.context().setOffline(false);
  await page.reload();
  await signIn(page, ward, "E0102");
  await expect(page.getByText("まだ送れない文")).toHaveCount(0);
  await signOut(page);
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await page
    .getByRole("link", { name: /続きを書く/ })
    .first()
    .click();
  await openSection(page, "振り返り");
  await expect(page.getByRole("textbox", { name: /採点の根拠/ })).toHaveValue("まだ送れない文");
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
});

// bancorprotocol/carbon-app#1415, bigbluebutton/bigbluebutton#22492: iPads that end at iPadOS 15.
test("a browser without AbortSignal.timeout signs in, writes and sends", async ({ page, ward }) => {
  await page.addInitScript(() => {
    delete (AbortSignal as { timeout?: unknown }).timeout;
  });
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await page.getByRole("radiogroup").first().getByRole("radio").nth(2).check({ force: true });
  await waitForPush(page);
  await page.goto(`${ward.url}/fair/`);
  await expect(page.getByRole("button", { name: "はじめる" })).toBeVisible();
});

test("an answer that comes after signing out is kept for nobody", async ({ page, ward }) => {
  await signIn(page, ward, "E0002");
  await readyForOffline(page);
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/v1/team", async (route) => {
    const told = await route.fetch();
    await held;
    await route.fulfill({ response: told });
  });
  const asked = page.waitForRequest("**/api/v1/team");
  await page.getByRole("navigation").getByRole("link", { name: "課の職員" }).click();
  await asked;
  await signOut(page);
  await expect(page.getByText(/サインアウトしました/)).toBeVisible();
  await signIn(page, ward, "E0003");
  answer();
  await page.waitForTimeout(500);
  const names = await page.evaluate(async () => (await indexedDB.databases()).map((it) => it.name));
  expect(names).not.toContain("michishirube-E0002");
  await page.unrouteAll();
  await page.context().setOffline(true);
  await page.goto(`${ward.url}/team/2026`);
  await expect(page.getByText(/サーバーにつながりません/)).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
});

test("what is wrong with a new password is said at each field at once", async ({ page, ward, trouble }) => {
  await signIn(page, ward, "E0101");
  await page.goto(`${ward.url}/password`);
  const [current, fresh, again] = ["いまのパスワード", "新しいパスワード", "新しいパスワード（もう一度）"].map((it) =>
    page.getByLabel(it, { exact: true }),
  );
  await fresh.fill("短い");
  await again.fill("短いの");
  await again.press("Enter");
  await expect(current).toBeFocused();
  await expect(current).toHaveAccessibleDescription("いまのパスワードを入れてください。");
  await expect(fresh).toHaveAccessibleDescription("8文字以上にしてください。");
  await expect(again).toHaveAccessibleDescription("新しいパスワードが2つで違っています。");
  await isAccessible(page);
  await current.fill("違うパスワード");
  for (const it of [fresh, again]) await it.fill("柿の木の下の眠い猫");
  await again.press("Enter");
  await expect(current).toBeFocused();
  await expect(current).toHaveAccessibleDescription("いまのパスワードが違います。");
  // Nothing that was typed is gone.
  await expect(fresh).toHaveValue("柿の木の下の眠い猫");
  await current.fill(NEW_PASSWORD);
  await current.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  // Chromium logs the expected 401 as a console error.
  trouble.splice(0);
});
