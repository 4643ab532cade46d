// A whole journey: sign in, go offline, fill in, close the browser, return, submit; and 職員課 reads the sheet.
import { chromium } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { chromiumPath } from "../support/chromium.ts";
import {
  NEW_PASSWORD,
  beginSheet,
  expect,
  collectConsoleErrors,
  readyForOffline,
  signInAgain,
  signIn,
  test,
  openSection,
} from "../support/ward.ts";

test("a sheet filled in offline survives a browser restart, is submitted and is read by 職員課", async ({
  ward,
  browser,
}) => {
  test.setTimeout(120_000);
  const profile = mkdtempSync(join(tmpdir(), "michishirube-profile-"));
  const open = () => chromium.launchPersistentContext(profile, { executablePath: chromiumPath(), locale: "ja-JP" });

  let context = await open();
  let trouble = collectConsoleErrors(context);
  let page = await context.newPage();
  await signIn(page, ward, "E0101");
  await readyForOffline(page);

  await context.setOffline(true);
  await expect(page.getByText("オフライン — 入力はこの端末に保存されています")).toBeVisible();
  await beginSheet(page);
  for (let n = 0; n < 45; n++) {
    // The questions about the workplace have a scale of their own, which is drawn a moment later.
    if (n >= 42) await expect(page.getByText(`${n} / 58 回答`)).toBeVisible();
    if (n >= 42) await page.waitForTimeout(200);
    await page.keyboard.press(String((n % 5) + 1));
  }
  await openSection(page, "振り返り");
  await page.getByRole("textbox", { name: /採点の根拠/ }).fill("窓口の案内図を作り直した");
  await expect(page.getByRole("link", { name: "46 件はこの端末だけ" })).toBeVisible();
  expect(trouble).toEqual([]);
  await context.close();

  // A cold start of the browser, still offline.
  context = await open();
  trouble = collectConsoleErrors(context);
  await context.setOffline(true);
  page = await context.newPage();
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(page, "振り返り");
  await expect(page.getByRole("textbox", { name: /採点の根拠/ })).toHaveValue("窓口の案内図を作り直した");
  await expect(page.getByRole("link", { name: "46 件はこの端末だけ" })).toBeVisible();
  await openSection(page, "公開範囲");
  await page.getByLabel("所属長と職員課").check();
  await expect(page.getByRole("link", { name: "47 件はこの端末だけ" })).toBeVisible();
  // Lazy pages are cached too.
  await page.goto(`${ward.url}/device`);
  await expect(page.getByRole("heading", { name: "この端末の入力" })).toBeVisible();
  await page.goBack();
  await openSection(page, "振り返り");
  await expect(page.getByRole("textbox", { name: /採点の根拠/ })).toHaveValue("窓口の案内図を作り直した");

  // Online again. The session has ended with the browser: after signing in everything is pushed, and the sheet can be
  // submitted.
  await context.setOffline(false);
  await expect(page.getByText("サインインの期限が切れました。")).toBeVisible();
  await signInAgain(page);
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  await page.getByRole("link", { name: "確認へ進む" }).click();
  await expect(page.getByText("所属長と職員課が読めます", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.getByText(/に提出しました。読む人: 本人・所属長・職員課/)).toBeVisible();
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  expect(trouble).toEqual([]);
  await context.close();

  const personnel = await browser.newPage();
  await signIn(personnel, ward, "E0011");
  await personnel.getByRole("link", { name: "進み具合" }).click();
  const row = personnel.getByRole("row", { name: /区民課/ });
  await expect(row.getByRole("cell").nth(3)).toHaveText("1");
  await personnel.getByRole("link", { name: "集計" }).click();
  await expect(personnel.getByText("公開された提出が5人に満たない", { exact: false })).toBeVisible();
  await personnel.getByRole("link", { name: "共有されたシート" }).click();
  await personnel.getByRole("table", { name: "共有されたシート" }).getByRole("link").click();
  await expect(personnel.getByText("窓口の案内図を作り直した")).toBeVisible();
  await expect(personnel.getByText("私の職場では", { exact: false })).toHaveCount(0);

  // A sheet that was read cannot be withdrawn; its owner sees who read it.
  const owner = await browser.newPage();
  await owner.goto(ward.url);
  await owner.getByLabel("職員番号").fill("E0101");
  await owner.getByLabel("パスワード").fill(NEW_PASSWORD);
  await owner.getByRole("button", { name: "サインインする" }).click();
  await owner.getByText("提出したもの").click();
  await owner.getByRole("link", { name: /結果を見る/ }).click();
  await owner.getByRole("button", { name: "取り下げて直す" }).click();
  await expect(owner.getByRole("link", { name: "1 件が受け取られていません" })).toBeVisible();
  await owner.goto(`${ward.url}/device`);
  await expect(owner.getByText("すでに読まれているため、取り下げられません", { exact: false })).toBeVisible();
  await owner.goto(`${ward.url}/readers`);
  await expect(owner.getByRole("main").getByRole("listitem").filter({ hasText: "職員課" })).toBeVisible();
});

test("what is typed while the exchange's chunk cannot be loaded is pushed as soon as it can, without a reload", async ({
  ward,
  browser,
}) => {
  // No service worker: the chunk is not in a cache.
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await page.getByRole("radiogroup").first().getByRole("radio").nth(1).check({ force: true });
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  const url = page.url();
  await context.route(/chunk-split_own\./, (route) => route.abort());
  await page.goto(url);
  // It goes on at the first question without an answer.
  await expect(page.getByRole("radiogroup").nth(1).getByRole("radio").first()).toBeFocused();
  await page.getByRole("radiogroup").first().getByRole("radio").nth(2).check({ force: true });
  await expect(page.getByText("この端末に保存", { exact: true }).first()).toBeVisible();
  await context.unroute(/chunk-split_own\./);
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await context.close();
});
