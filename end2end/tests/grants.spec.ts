// Grants: somebody asks for one, 職員課 sees how far the budget goes and decides, and the person is told.
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import {
  beginAccount,
  expect,
  fillSignIn,
  NEW_PASSWORD,
  openSection,
  post,
  test,
  waitForPush,
} from "../support/ward.ts";

test("職員課 opens the form, somebody asks for a grant, and hears what was decided", async ({
  page,
  browser,
  ward,
}) => {
  test.setTimeout(120_000);
  const session = await beginAccount(ward, "E0010");
  await post(ward, "set_cycle", { instrument: "support_request", cycle: "2026-start", open: true }, session);

  await beginAccount(ward, "E0101");
  const own = await (await browser.newContext()).newPage();
  await own.goto(ward.url);
  await fillSignIn(own, "E0101", NEW_PASSWORD);
  await expect(own.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await own.goto(`${ward.url}/sheet/support_request/2026-start`);
  await own.getByRole("button", { name: "書き始める" }).click();
  await own
    .getByLabel(/^助成の種類/)
    .first()
    .selectOption({ label: "ＯＪＴ助成" });
  await own
    .getByLabel(/^講座や活動の内容/)
    .first()
    .fill("窓口応対の研修");
  await own.getByLabel(/^金額/).first().fill("３万円");
  await own
    .getByLabel(/^申請する理由/)
    .first()
    .fill("待ち時間を短くしたい。");
  await waitForPush(own);
  await openSection(own, "確認");
  await own.getByRole("checkbox").check();
  await waitForPush(own);
  await own.goto(`${ward.url}/sheet/support_request/2026-start/review`);
  await own.getByRole("button", { name: /提出する/ }).click();
  await expect(own.getByText(/提出しました|提出済み/).first()).toBeVisible();
  await waitForPush(own);

  await page.goto(ward.url);
  await fillSignIn(page, "E0010", NEW_PASSWORD);
  await page.getByRole("link", { name: "助成", exact: true }).click();
  await expect(page.getByRole("heading", { level: 3, name: "窓口応対の研修" })).toBeVisible();
  const budgets = page.getByRole("table", { name: "予算の使い方" });
  await expect(budgets.getByRole("row", { name: /ＯＪＴ助成/ })).toContainText("30,000円（1件）");
  await page.getByRole("button", { name: "予算を決める" }).click();
  const form = page.getByRole("form", { name: "予算を決める" });
  await expect(form.getByLabel("ＯＪＴ助成")).toBeFocused();
  await form.getByLabel("ＯＪＴ助成").fill("たくさん");
  await form.getByRole("button", { name: "保存する" }).click();
  await expect(form.getByRole("alert")).toHaveText("金額は、12,000 や 5万 のように書いてください。");
  await form.getByLabel("ＯＪＴ助成").fill("10万");
  await isAccessible(page);
  await fitsEveryScreen(page);
  await form.getByRole("button", { name: "保存する" }).click();
  await expect(page.getByText("予算を決めました。")).toBeFocused();
  await expect(budgets.getByRole("row", { name: /ＯＪＴ助成/ })).toContainText("100,000円");

  // Refusing wants a reason; the amount is what they asked for, and can be another.
  await page.getByRole("button", { name: /^見送る/ }).click();
  await expect(page.getByText("見送るときは、理由を書いてください。")).toBeVisible();
  await expect(page.getByLabel("認める額（円）")).toHaveValue("30,000");
  await page.getByLabel("認める額（円）").fill("25,000");
  await page.getByLabel(/^本人へのひとこと/).fill("教材費を除いた額です。");
  await page.getByRole("button", { name: /^認める/ }).click();
  await expect(page.getByText("認めました。本人のホームに知らせます。")).toBeFocused();
  await expect(budgets.getByRole("row", { name: /ＯＪＴ助成/ })).toContainText("75,000円");
  await expect(page.getByRole("table", { name: "決めた申請" })).toContainText("窓口応対の研修");
  await isAccessible(page);
  await fitsEveryScreen(page);

  await own.goto(ward.url);
  await expect(own.getByText("助成の申請（窓口応対の研修）に、25,000円が認められました。")).toBeVisible();
  await expect(own.getByText("教材費を除いた額です。")).toBeVisible();
  await own.goto(`${ward.url}/readers`);
  await expect(own.getByText("欅台 すみれ").first()).toBeVisible();
  await page.getByRole("button", { name: /^取り消す/ }).click();
  await page.getByRole("alert").getByRole("button", { name: "取り消す" }).click();
  await expect(page.getByRole("heading", { level: 3, name: "窓口応対の研修" })).toBeVisible();
});
