// Home: what is next and by when, the year as stepping stones, the account menu, and the places of each role.
import { Member, submitSelfScoring } from "../support/member.ts";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { NEW_PASSWORD, expect, fillSignIn, signIn, signOut, test, type Ward, openSection } from "../support/ward.ts";
import type { Browser, Page } from "@playwright/test";

async function office(browser: Browser, ward: Ward): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, ward, "E0011");
  return page;
}

test("home says by when the next sheet is due, on a phone without scrolling", async ({ page, ward, browser }) => {
  await page.clock.setFixedTime("2026-11-29T10:00:00+09:00");
  const desk = await office(browser, ward);
  await desk.clock.setFixedTime("2026-11-29T10:00:00+09:00");
  await desk.goto(`${ward.url}/cycles`);
  await desk.getByLabel("2026年度 期末の締切").fill("2027-03-19");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText("2026年度 期末の締切を 2027年3月19日（金） にしました。")).toBeVisible();
  await desk.getByLabel("2026年度 中間の締切").fill("2026-12-18");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText("2026年度 中間の締切を 2026年12月18日（金） にしました。")).toBeVisible();
  await isAccessible(desk);

  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ward, "E0101");
  const next = page.getByRole("region", { name: "2026年度 中間の自己採点シートを書く" });
  await expect(next.getByText("2026年12月18日（金） まで・あと19日")).toBeInViewport();
  await expect(next.getByRole("link", { name: /^書き始める/ })).toBeInViewport();
  await expect(page.getByRole("main").getByRole("link", { name: /^書き始める （/ })).toHaveCount(1);
  const also = page.getByRole("region", { name: "そのほか" }).getByRole("listitem");
  await expect(also).toHaveCount(3);
  await expect(also.first()).toContainText("2026年度 期末の自己採点シート");
  await expect(also.last()).toBeInViewport();
  // The bar holds three places at most, and その他.
  const bar = page.getByRole("navigation", { name: "メインメニュー" });
  await expect(bar.getByRole("link")).toHaveText(["ホーム", "方針", "相談・支援"]);
  await bar.getByText("その他").click();
  await expect(bar.getByRole("link", { name: "シートを開いた人" })).toBeVisible();
  await isAccessible(page);
});

test("a sheet that was sent back comes first, with its reason, and what is handed in is folded", async ({
  page,
  ward,
}) => {
  await submitSelfScoring(ward, "E0101", () => 3, "2026-end");
  const goals = new Member(ward, "E0102");
  await goals.signIn();
  const goal = (await goals.items("goal_sheet")).find((it) => /^goal\b|^goal_?1/.test(it.id))!;
  await goals.write("goal_sheet", "2026-start", [[goal.id, "窓口の案内を10分にする"]], true);
  const boss = new Member(ward, "E0002");
  await boss.signIn();
  await boss.sendBack("E0102", "goal_sheet", "2026-start", "達成の目安を、数で書いてください");

  await page.goto(ward.url);
  await fillSignIn(page, "E0102", NEW_PASSWORD);
  const back = page.getByRole("region", { name: /目標申告シート.*が戻ってきました/ });
  await expect(back.getByText("差戻し")).toBeVisible();
  await expect(back.getByText("達成の目安を、数で書いてください")).toBeVisible();
  await back.getByRole("link", { name: /直して出し直す/ }).click();
  await openSection(page, "目標1");
  await expect(page.getByRole("textbox", { name: /今年度の個人目標/ }).first()).toHaveValue("窓口の案内を10分にする");
  await signOut(page);
  await expect(page.getByText(/^サインアウトしました。/)).toBeVisible();
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  const stone = page
    .getByRole("region", { name: "2026年度の道" })
    .getByRole("listitem")
    .filter({ hasText: "提出済み" });
  await expect(stone.getByRole("link", { name: /内容を見る: 自己採点シート/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /結果を見る/ })).toBeHidden();
  await page.getByText("提出したもの").click();
  await page.getByRole("link", { name: /結果を見る/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "自己採点シートの結果" })).toBeVisible();
});

test("the account menu opens by keyboard on every page, and closes by Escape or by going on", async ({
  page,
  ward,
}) => {
  await signIn(page, ward, "E0011");
  const out = page.getByRole("button", { name: "サインアウト", exact: true });
  for (const path of ["/", "/progress/2026-end", "/sheet/self_scoring_sheet/2026-end", "/cycles"]) {
    await page.goto(ward.url + path);
    await page.locator("#account").focus();
    await page.keyboard.press("Enter");
    await expect(out).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(out).toBeHidden();
    await expect(page.locator("#account")).toBeFocused();
  }
  await page.locator("#account").click();
  await page.getByRole("link", { name: "シートを開いた人" }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "あなたのシートを開いた人" })).toBeVisible();
  await expect(out).toBeHidden();
  await page.locator("#account").click();
  await page.getByRole("main").click();
  await expect(out).toBeHidden();
});

test("places stand at one left edge, in groups by role", async ({ page, ward }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, ward, "E0011");
  const rail = page.getByRole("navigation", { name: "メインメニュー" });
  for (const place of ["所属長の代理", "指導育成の対象", "時期と保存期間", "DXの地図"])
    await expect(rail.getByRole("link", { name: place })).toBeVisible();
  const edges = new Set<number>();
  for (const path of [
    "/",
    "/progress/2026-end",
    "/overview/2026-end",
    "/cycles",
    "/account",
    "/sheet/self_scoring_sheet/2026-end",
    "/sheet/self_scoring_sheet/2026-end/result",
  ]) {
    await page.goto(ward.url + path);
    await page.waitForLoadState("networkidle");
    const heading = page.getByRole("heading", { level: 1 });
    edges.add(Math.round((await heading.boundingBox())!.x));
  }
  expect([...edges]).toHaveLength(1);
});

test("the first run is read once, by keyboard, and on no other device again", async ({ page, ward, browser }) => {
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", ward.firstPassword("E0101"));
  await page.getByLabel("いまのパスワード").fill(ward.firstPassword("E0101"));
  await page.getByLabel("新しいパスワード", { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel("新しいパスワード（もう一度）").fill(NEW_PASSWORD);
  await page.getByLabel("新しいパスワード（もう一度）").press("Enter");
  const panel = page.getByRole("group", { name: "はじめに" });
  await expect(panel.getByRole("heading", { name: "一年の道" })).toBeVisible();
  await isAccessible(page);
  await fitsEveryScreen(page);
  await panel.getByRole("button", { name: "次へ" }).press("Enter");
  await expect(panel.getByRole("heading", { name: "だれが読むか" })).toBeVisible();
  await expect(panel).toBeFocused();
  await panel.getByRole("button", { name: "次へ" }).press("Enter");
  await expect(panel.getByRole("heading", { name: "どこに残るか" })).toBeVisible();
  await panel.getByRole("button", { name: "はじめる" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await expect(panel).toHaveCount(0);
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(ward.url);
  await fillSignIn(elsewhere, "E0101", NEW_PASSWORD);
  await expect(elsewhere.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  // Whoever wants to can read it again.
  await elsewhere.goto(`${ward.url}/account`);
  await elsewhere.getByRole("button", { name: "はじめの説明をもう一度読む" }).click();
  await expect(elsewhere.getByRole("group", { name: "はじめに" })).toBeVisible();
  await elsewhere.getByRole("button", { name: "読まずにはじめる" }).click();
  await expect(elsewhere.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
});
