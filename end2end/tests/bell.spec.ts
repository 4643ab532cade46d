// The bell: what happened to one's sheets, also without a network; and a sheet that is sent back.
import { isAccessible } from "../support/screens.ts";
import { Member } from "../support/member.ts";
import { expect, fillSignIn, post, readyForOffline, signIn, signOut, test, NEW_PASSWORD } from "../support/ward.ts";

test("a declaration that is sent back is in the bell, offline too, and is handed in again", async ({
  page,
  ward,
  browser,
}) => {
  const member = new Member(ward, "E0101");
  await member.signIn();
  await member.write(
    "career_declaration",
    "2026-start",
    [
      ["current_duties", "窓口の受付"],
      ["share_scope", "supervisor_and_personnel"],
    ],
    true,
  );
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/shared/2026-start`);
  await page.getByRole("searchbox").fill("かつらざか すみれ");
  await page.getByRole("link", { name: /桂坂 すみれ/ }).click();
  await page.getByRole("button", { name: "差し戻す" }).click();
  const note = page.getByLabel("差し戻す理由（本人に届きます）");
  await page.getByRole("button", { name: "差し戻す" }).click();
  await expect(page.getByText("差し戻す理由を書いてください。")).toBeVisible();
  await note.fill("希望の時期を書いてください");
  await isAccessible(page);
  await page.getByRole("button", { name: "差し戻す" }).click();
  await expect(page.getByText("差し戻しました。", { exact: true })).toBeVisible();

  const own = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await own.goto(ward.url);
  await own.getByLabel("職員番号").fill("E0101");
  await own.getByLabel("パスワード").fill(NEW_PASSWORD);
  await own.getByRole("button", { name: "サインインする" }).click();
  const bell = own.getByText(/^お知らせ（新しいもの 2 件）$/);
  await expect(bell).toBeAttached();
  await readyForOffline(own);
  await own.context().setOffline(true);
  await own.keyboard.press("Tab");
  await own.locator("#bell").focus();
  await own.keyboard.press("Enter");
  const lines = own.getByRole("list").filter({ hasText: "差し戻されました" });
  await expect(lines).toContainText("希望の時期を書いてください");
  await expect(lines).toContainText("開きました");
  await isAccessible(own);
  await own.keyboard.press("Escape");
  await expect(own.locator("#bell")).toBeFocused();
  await expect(bell).toHaveCount(0);
  // What was seen stays seen after a reload; the line is there until the sheet is handed in again.
  await own.context().setOffline(false);
  await own.reload();
  await own.getByRole("heading", { level: 1 }).waitFor();
  await expect(own.getByText("お知らせ", { exact: true }).first()).toBeAttached();
  await expect(bell).toHaveCount(0);
  await own.locator("#bell").click();
  await own.getByRole("link", { name: /差し戻されました/ }).click();
  // Every answer is there: of the five of the first part the one that was given.
  await expect(own.getByRole("button", { name: "いまの仕事 1/5" })).toBeVisible();
});

// bwsw/cloudstack-ui#1464, wordpress-mobile/WordPress-iOS#2986.
test("what is overdue is in the bell of everybody, and nothing of the one before on the same PC", async ({
  page,
  ward,
}) => {
  await signIn(page, ward, "E0002");
  const [, office] = await post(ward, "sign_in", { login: "E0011", password: ward.firstPassword("E0011") });
  await post(ward, "change_password", { current: ward.firstPassword("E0011"), new: NEW_PASSWORD }, office);
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: NEW_PASSWORD });
  const days = { due: "2026-11-01" };
  await post(ward, "set_cycle_days", { instrument: "self_scoring_sheet", cycle: "2026-end", days }, cookie);
  await page.reload();
  await expect(page.getByText("お知らせ（新しいもの 1 件）")).toBeAttached();
  await page.locator("#bell").click();
  await expect(page.getByRole("link", { name: /締切の2026年11月1日（日）を過ぎました/ })).toBeVisible();
  await signOut(page);
  // The next one has handed it in: no line, no count, and nothing that the one before has seen counts as seen.
  const other = new Member(ward, "E0103");
  await other.signIn();
  await other.write("self_scoring_sheet", "2026-end", [["evidence", "一つ"]], true);
  await page.goto(ward.url);
  await fillSignIn(page, "E0103", NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.locator("#bell").click();
  await expect(page.getByText("いまお知らせはありません。")).toBeVisible();
});
