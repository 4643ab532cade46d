// Japanese line breaks in a browser without `word-break: auto-phrase`: phrases of headings, labels and buttons stay
// whole, also in what appears or changes later. Chromium has it, so it is told that it has not.
import type { Page } from "@playwright/test";
import { beginSheet, expect, signIn, test } from "../support/ward.ts";

const BORDER = "\u200b";

async function withoutAutoPhrase(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS);
    CSS.supports = (...all: [string, string?]) => all[1] !== "auto-phrase" && supports(...(all as [string]));
    const rules = new CSSStyleSheet();
    rules.replaceSync("body { word-break: normal !important }");
    document.adoptedStyleSheets = [rules];
  });
}

test("phrases stay whole on the staff's pages, in what comes later, too", async ({ page, ward }) => {
  test.setTimeout(120_000);
  await withoutAutoPhrase(page);
  await page.goto(ward.url);
  const lead = page.getByText("見直す");
  await expect(lead).toHaveText(new RegExp(`シートを${BORDER}書く、${BORDER}見直す、`));
  await expect(lead).toHaveCSS("word-break", "keep-all");
  await signIn(page, ward, "E0101");
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`^つぎの${BORDER}?一歩$`) })).toBeVisible();
  await beginSheet(page);
  const question = page.getByRole("heading", { level: 3 }).first();
  await expect(question).toHaveText(new RegExp(BORDER));
  // Nothing that a person types or that changes while they answer is touched or lost.
  for (const key of ["4", "5"]) await page.keyboard.press(key);
  await expect(page.getByText(/^2 \/ 58 回答/)).toBeVisible();
  await page.getByRole("button", { name: "次へ" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "取組姿勢" })).toBeVisible();
  await page.goto(`${ward.url}/account`);
  await page.getByRole("main").getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await expect(page.getByText(/\u200b/)).toHaveCount(0);
});

test("phrases stay whole in the quiz, in each of its languages", async ({ page, ward }) => {
  await withoutAutoPhrase(page);
  await page.goto(`${ward.url}/fair/`);
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toHaveText(new RegExp(`あなたの${BORDER}`));
  await page.getByRole("button", { name: "English" }).click();
  await expect(title).toHaveText(/^[^あ-ん\u200b]+$/);
  await page.getByRole("button", { name: "日本語", exact: true }).click();
  await expect(title).toHaveText(new RegExp(`あなたの${BORDER}`));
  await page.getByRole("button", { name: "はじめる" }).click();
  await expect(page.getByText("1 / 14", { exact: true })).toBeVisible();
  await expect(title).toHaveText(new RegExp(BORDER));
  const card = page.getByRole("list", { name: "答えの選択肢" }).getByRole("button").first();
  await expect(card).toHaveText(new RegExp(BORDER));
  await expect(card).toHaveCSS("word-break", "keep-all");
});
