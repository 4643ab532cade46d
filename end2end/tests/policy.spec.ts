// The policy in the app: every measure by its official name, and where the tool works with it.
import { readFileSync } from "node:fs";
import { submitSelfScoring } from "../support/member.ts";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { beginAccount, expect, fillSignIn, NEW_PASSWORD, test } from "../support/ward.ts";

const catalogue: { name: string; place: string }[] = JSON.parse(
  readFileSync(new URL("../support/policy-catalogue.json", import.meta.url), "utf8"),
);

test("every measure of the policy has its place, by its official name", async ({ page, ward }) => {
  test.setTimeout(120_000);
  await beginAccount(ward, "E0101");
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  expect(catalogue).toHaveLength(132);
  for (const path of new Set(catalogue.map((it) => it.place.split("#")[0]))) {
    await page.goto(ward.url + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const shown = await page
      .getByRole("article")
      .evaluateAll((all) => all.map((it) => `${location.pathname}#${it.id} ${it.querySelector("h2")!.textContent}`));
    const own = catalogue.filter((it) => it.place.startsWith(`${path}#`));
    expect(shown.sort()).toEqual(own.map((it) => `${it.place} ${it.name}`).sort());
    await isAccessible(page);
  }
});

test("a 主任 finds a term, their own stage and the sheet that asks about it", async ({ page, ward }) => {
  test.setTimeout(90_000);
  // 2級: the second stair.
  await beginAccount(ward, "E0101");
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await page.getByRole("link", { name: "方針", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "文京区人材確保・育成基本方針" })).toBeVisible();
  await fitsEveryScreen(page);
  await isAccessible(page);
  const search = page.getByRole("searchbox", { name: "言葉で探す" });
  // Half-width kana, as a paste from a table brings it.
  await search.fill("ﾊﾞｯｸｷｬｽﾃｨﾝｸﾞ");
  await expect(page.getByText("1 件見つかりました")).toBeVisible();
  await search.fill("ない言葉");
  await expect(page.getByText("見つかりません。別の言葉で探してください。")).toBeVisible();
  await search.fill("説明力");
  await page.getByRole("link", { name: "説明力" }).press("Enter");
  const term = page.getByRole("article", { name: "説明力" });
  await expect(term).toBeFocused();
  await term.getByRole("link", { name: "自己採点シートで振り返る" }).click();
  await expect(page).toHaveURL(/\/sheet\/self_scoring_sheet\//);
  await page.goBack();
  await expect(page).toHaveURL(/\/policy\/abilities#explanation$/);
  await page.goto(`${ward.url}/policy/career_stages`);
  const stage = page.getByRole("listitem").filter({ hasText: "いまのあなた" });
  await expect(stage).toHaveText(/２級職 主任・技能主任/);
  await stage.getByRole("link").click();
  await expect(page.getByRole("article", { name: "２級職 主任・技能主任" })).toBeFocused();
  await fitsEveryScreen(page);
  // A term's own address leads to its part, and one that the ward does not explain to the contents.
  await page.goto(`${ward.url}/policy/dx_supporter`);
  await expect(page.getByRole("article", { name: "ＤＸ推進サポーター", exact: true })).toBeFocused();
  await fitsEveryScreen(page);
  await page.goto(`${ward.url}/policy/no_such_term`);
  await expect(page.getByRole("heading", { level: 1, name: "この項目はありません" })).toBeVisible();
  await page.getByRole("link", { name: "目次を見る" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "文京区人材確保・育成基本方針" })).toBeVisible();
});

test("a term is explained from the form that asks about it, and from the result", async ({ page, context, ward }) => {
  test.setTimeout(90_000);
  await submitSelfScoring(ward, "E0101", () => 2, "2026-start");
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-mid`);
  await page.getByRole("button", { name: "書き始める" }).click();
  const opened = context.waitForEvent("page");
  await page
    .getByRole("link", { name: /この言葉の意味/ })
    .first()
    .click();
  const term = await opened;
  await expect(term.getByRole("article", { name: "情報収集・分析力" })).toBeFocused();
  await term.close();
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-start/result`);
  await page
    .getByRole("link", { name: /方針のどこにあるか/ })
    .first()
    .click();
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(page).toHaveURL(/\/policy\//);
});
