// The literacy check, offline, interrupted by closing the browser; and the DX self-check.
import { chromium, type Page } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "../support/chromium.ts";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import {
  expect,
  collectConsoleErrors,
  waitForPush,
  readyForOffline,
  signIn,
  signInAgain,
  test,
  openSection,
} from "../support/ward.ts";

async function open(page: Page): Promise<void> {
  await page.getByRole("link", { name: "デジタルリテラシーチェック" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "デジタルリテラシーチェック" })).toBeVisible();
}

/** The text of the question; each question is a group labelled by it. */
async function asked(page: Page): Promise<string> {
  await expect(page.getByRole("radio")).toHaveCount(5);
  return (
    await page
      .getByRole("group")
      .filter({ has: page.getByRole("radio") })
      .ariaSnapshot()
  ).split("\n")[0];
}

async function answer(page: Page, nth: number): Promise<void> {
  await expect(page.getByRole("radio")).toHaveCount(5);
  await page.getByRole("radio").nth(nth).check();
  await page.getByRole("button", { name: "答える" }).click();
  await expect(page.getByRole("status").filter({ hasText: "正解" })).toBeVisible();
}

test("the literacy check runs offline, resumes at the same question after a restart, and shows the level", async ({
  ward,
}) => {
  test.setTimeout(180_000);
  const profile = mkdtempSync(join(tmpdir(), "michishirube-profile-"));
  const launch = () =>
    chromium.launchPersistentContext(profile, {
      executablePath: chromiumPath(),
      args: ["--no-sandbox"],
      locale: "ja-JP",
    });
  let context = await launch();
  let trouble = collectConsoleErrors(context);
  let page = await context.newPage();
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  await context.setOffline(true);
  await open(page);
  await isAccessible(page);
  await page.getByRole("button", { name: "チェックを始める" }).click();
  for (let n = 0; n < 7; n++) {
    await answer(page, n % 4);
    if (n === 0) await isAccessible(page);
    await page.getByRole("button", { name: "次へ" }).click();
  }
  const eighth = await asked(page);
  await expect(page.getByText("7 件はこの端末だけ")).toBeVisible();
  await context.close();
  expect(trouble).toEqual([]);

  context = await launch();
  trouble = collectConsoleErrors(context);
  page = await context.newPage();
  await context.setOffline(true);
  await page.goto(`${ward.url}/literacy/2026-end`);
  expect(await asked(page)).toBe(eighth);
  // From here by keyboard only.
  for (let n = 7; n < 24; n++) {
    if (await page.getByRole("heading", { name: "分野ごとの見積もり" }).count()) break;
    await page.getByRole("radio").first().focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "答える" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "次へ" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "次へ" })).toHaveCount(0);
  }
  await expect(page.getByText(/およそ \d+% に正しく答えられる見込みです/)).toBeVisible();
  await expect(page.getByRole("table", { name: "分野ごとの見積もり" }).getByRole("row")).toHaveCount(7);
  await expect(page.getByText(/合否ではなく、順位もつけません/)).toBeVisible();
  await fitsEveryScreen(page);
  const told = await page.getByText(/およそ \d+% に/).textContent();
  await context.setOffline(false);
  // The session has ended with the browser.
  await expect(page.getByText("サインインの期限が切れました。")).toBeVisible();
  await signInAgain(page);
  await waitForPush(page);

  await page.reload();
  await expect(page.getByText(told!)).toBeVisible();
  expect(trouble).toEqual([]);
  await context.close();
  rmSync(profile, { recursive: true, force: true });
});

test("the DX self-check asks the items of the chosen roles and shows the distance to each target", async ({
  page,
  ward,
  trouble,
}) => {
  test.setTimeout(120_000);
  await signIn(page, ward, "E0002");
  await page
    .getByRole("link", { name: /書き始める.*ＤＸスキル自己チェック/ })
    .first()
    .click();
  await page.getByRole("button", { name: "書き始める" }).click();
  // The role of 課長 comes from the roster; the person can add and remove types to try.
  await expect(page.getByRole("checkbox", { name: /ＤＸ推進マネージャー/ })).toBeChecked();
  const stone = page
    .getByRole("navigation", { name: "シートの道のり" })
    .getByRole("button", { name: "ＤＸ推進サポーター" });
  await expect(stone).toHaveCount(0);
  await page.getByRole("checkbox", { name: /ＤＸ推進サポーター/ }).check();
  await expect(stone).toBeVisible();
  const manager = page.getByRole("region", { name: "ＤＸ推進マネージャー", exact: true });
  await openSection(page, "ＤＸ推進マネージャー");
  await expect(manager).toBeVisible();
  await isAccessible(page);
  for (const group of await manager.getByRole("radiogroup").all())
    await group.getByRole("radio", { name: /手順書や助言があればできる/ }).check();
  const everyone = page.getByRole("region", { name: "ＤＸ推進人材", exact: true });
  await openSection(page, "ＤＸ推進人材");
  await expect(everyone.getByRole("radiogroup").first()).toBeVisible();
  for (const group of await everyone.getByRole("radiogroup").all())
    await group.getByRole("radio", { name: /一人でできる/ }).check();
  const mindset = page.getByRole("region", { name: "変革マインド", exact: true });
  await openSection(page, "変革マインド");
  await expect(mindset.getByRole("radiogroup").first()).toBeVisible();
  for (const group of await mindset.getByRole("radiogroup").all())
    await group.getByRole("radio", { name: "4 当てはまる" }).check();
  await waitForPush(page);
  await page.goto(`${ward.url}/sheet/dx_self_check/2026-start/result`);
  const aims = page.getByRole("list", { name: "役割のめやすとの差" });
  await expect(aims.getByRole("listitem").filter({ hasText: "ＤＸ推進マネージャー" })).toContainText("めやすまで 1.0");
  await expect(aims.getByRole("listitem").filter({ hasText: "ＤＸ推進人材" })).toContainText("めやすに届いています");
  await expect(page.getByRole("list", { name: "変革マインド" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "ｅ-ラーニングによるリスキリング動画の受講" })).toBeVisible();
  const way = page.getByRole("region", { name: "これからの道すじ" });
  await expect(way.getByRole("heading", { level: 3 })).toHaveText([
    /ＤＸ推進人材/,
    /ＤＸ推進サポーター/,
    /ＤＸ推進マネージャー/,
    /デジタルスペシャリスト/,
  ]);
  await way.getByText("めやすまで、あと7項目").click();
  await expect(way.getByText("所管する組織のＤＸ推進方針を、優先して取り組む課題とともに示せる。")).toBeVisible();
  await fitsEveryScreen(page);

  // After submitting, a suggestion is added to the learning plan with one click.
  await page.goto(`${ward.url}/sheet/dx_self_check/2026-start/check`);
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.getByText(/に提出しました/)).toBeVisible();
  await page.goto(`${ward.url}/sheet/dx_self_check/2026-start/result`);
  const course = page.getByRole("listitem").filter({ hasText: "ｅ-ラーニングによるリスキリング動画の受講" });
  await course.getByRole("button", { name: "学びの計画に入れる" }).click();
  await expect(course.getByText("学びの計画に入っています")).toBeVisible();
  await waitForPush(page);
  await page.goto(`${ward.url}/sheet/dx_self_check/2026-start`);
  await expect(page.getByRole("region", { name: "学びの計画" }).getByRole("textbox").first()).toHaveValue(
    "ｅ-ラーニングによるリスキリング動画の受講",
  );
  expect(trouble).toEqual([]);
});

test("a year later the check starts with other questions and shows the earlier result for comparison", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  test.setTimeout(180_000);
  const staff = await (await browser.newContext()).newPage();
  await signIn(staff, ward, "E0011");
  // 職員課 opens the next year's cycle.
  await staff.getByRole("link", { name: "時期と保存期間" }).click();
  await staff.getByRole("group", { name: "様式" }).getByRole("button", { name: "デジタルリテラシーチェック" }).click();
  await staff.getByText("次の年度", { exact: true }).click();
  await staff.getByRole("button", { name: "2027年度 期首を開く" }).click();
  await expect(staff.getByText("2027年度 期首を開きました。")).toBeVisible();

  const met = new Set<string>();
  await signIn(page, ward, "E0101");
  await page.goto(`${ward.url}/literacy/2026-end`);
  await page.getByRole("button", { name: "チェックを始める" }).click();
  for (let n = 0; n < 24 && !(await page.getByRole("heading", { name: "分野ごとの見積もり" }).count()); n++) {
    met.add(await asked(page));
    await answer(page, n % 4);
    await page.getByRole("button", { name: "次へ" }).click();
    await expect(page.getByRole("button", { name: "次へ" })).toHaveCount(0);
  }
  await waitForPush(page);
  await page.goto(`${ward.url}/literacy/2027-start`);
  await expect(page.getByText(/前のチェックから0日です。30日以上あけると/)).toBeVisible();
  await page.getByRole("button", { name: "チェックを始める" }).click();
  for (let n = 0; n < 24 && !(await page.getByRole("heading", { name: "分野ごとの見積もり" }).count()); n++) {
    expect(met).not.toContain(await asked(page));
    await answer(page, n % 4);
    await page.getByRole("button", { name: "次へ" }).click();
    await expect(page.getByRole("button", { name: "次へ" })).toHaveCount(0);
  }
  await expect(page.getByText(/前（2026年度 期末）は およそ \d+% でした。/)).toBeVisible();
  expect(trouble).toEqual([]);
});

test("情報政策課 reads the skills map with small groups suppressed", async ({ page, ward, browser, trouble }) => {
  test.setTimeout(120_000);
  const staff = await (await browser.newContext()).newPage();
  await signIn(staff, ward, "E0101");
  await staff.goto(`${ward.url}/sheet/dx_self_check/2026-start`);
  await staff.getByRole("button", { name: "書き始める" }).click();
  await openSection(staff, "変革マインド");
  await staff.getByRole("radiogroup").first().getByRole("radio").first().check();
  await openSection(staff, "公開範囲");
  await staff.getByRole("radio", { name: "所属長と職員課" }).check();
  await waitForPush(staff);
  await staff.goto(`${ward.url}/sheet/dx_self_check/2026-start/check`);
  await staff.getByRole("button", { name: "提出する" }).click();
  await expect(staff.getByText(/に提出しました/)).toBeVisible();
  // After submitting, the result suggests what to learn.
  await staff.goto(`${ward.url}/sheet/dx_self_check/2026-start`);
  await expect(staff.getByRole("region", { name: "学びの計画" })).toBeVisible();

  await signIn(page, ward, "E0021");
  await page.getByRole("link", { name: "DXの地図" }).click();
  await expect(page.getByText(/公開された提出が5人に満たないか、.*まだ表示できません。/)).toBeVisible();
  await fitsEveryScreen(page);
  expect(trouble).toEqual([]);
});
