// What a look at the screens found, held by measures: narrow columns, charts, phones, and the same keys everywhere.
import type { Locator } from "@playwright/test";
import { Fair, answerAll, beginOnTablet } from "../support/fair.ts";
import { submitSelfScoring } from "../support/member.ts";
import { isAccessible } from "../support/screens.ts";
import { NEW_PASSWORD, expect, fillSignIn, signIn, test, waitForPush, openSection } from "../support/ward.ts";

test("every five-point question runs from 1 to 5 and is answered by the same keys", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  const words = (radio: Locator) => radio.evaluate((it) => it.closest("label")!.innerText);
  for (const path of ["/sheet/dx_self_check/2026-start", "/sheet/self_scoring_sheet/2026-end"]) {
    await page.goto(ward.url + path);
    await page.getByRole("button", { name: "書き始める" }).click();
    if (path.includes("dx_")) await openSection(page, "変革マインド");
    const scales = page.getByRole("radiogroup");
    const first = scales.first();
    await expect(first).toBeVisible();
    expect(await words(first.getByRole("radio").first())).toMatch(/^1/);
    expect(await words(first.getByRole("radio").nth(4))).toMatch(/^5/);
    await first.getByRole("radio").first().focus();
    await page.keyboard.press("4");
    await expect(first.getByRole("radio").nth(3)).toBeChecked();
    await page.keyboard.press("2");
    await expect(scales.nth(1).getByRole("radio").nth(1)).toBeChecked();
  }
});

test("a scale in a narrow column of a wide page stands one below the other", async ({ page, ward }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, ward, "E0101");
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await page.getByRole("button", { name: "書き始める" }).click();
  const scale = page.getByRole("radiogroup").first();
  const tops = () =>
    scale
      .getByRole("radio")
      .evaluateAll((all) => new Set(all.map((it) => it.closest("label")!.getBoundingClientRect().top)).size);
  expect(await tops()).toBe(1);
  await scale.evaluate((it) => (it.closest<HTMLElement>("[id^='q-']")!.style.width = "330px"));
  expect(await tops()).toBe(6);
});

test("a submitted sheet on a phone has no way on, fits, and lists what was chosen", async ({ page, ward }) => {
  await submitSelfScoring(ward, "E0101", () => 3, "2026-end");
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await page.getByText("提出したもの").click();
  await page.getByRole("link", { name: /結果を見る/ }).click();
  await page.getByRole("link", { name: "シートを開く" }).last().click();
  await expect(page.getByRole("radiogroup").nth(3)).toBeVisible();
  await expect(page.getByRole("group", { name: "質問の移動" })).toHaveCount(0);
  await expect(page.getByRole("radiogroup").first().getByRole("radio")).toHaveCount(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("no stone is filled before the person acted", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  for (const form of ["goal_sheet/2026-start", "self_scoring_sheet/2026-end"]) {
    await page.goto(`${ward.url}/sheet/${form}`);
    await page.getByRole("button", { name: "書き始める" }).click();
    const stones = page.getByRole("navigation", { name: "シートの道のり" }).getByRole("listitem");
    await expect(stones.first()).toBeVisible();
    expect(await stones.evaluateAll((all) => all.filter((it) => it.matches(".done")).length)).toBe(0);
  }
});

test("labels of charts are whole and never overlap, at any width", async ({ page, ward }) => {
  await submitSelfScoring(ward, "E0101", (place) => 1 + (place % 5), "2026-end");
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end/result`);
  await expect(page.getByRole("list", { name: "職務遂行能力" })).toBeVisible();
  for (const width of [320, 390, 720, 1180, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const faults = await page.evaluate(() => {
      const rows = [...document.querySelectorAll(".dots li")];
      const boxes = rows.flatMap((row) =>
        [...row.querySelectorAll(".dots-name, .dots-number, .dots-frame")].map((it) => ({
          text: it.textContent,
          box: it.getBoundingClientRect(),
          isCut: it.scrollWidth > it.clientWidth + 1,
        })),
      );
      const meet = (a: DOMRect, b: DOMRect) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
      const overlaps = boxes.flatMap((one, at) =>
        boxes
          .slice(at + 1)
          .filter((other) => meet(one.box, other.box))
          .map((other) => `${one.text} / ${other.text}`),
      );
      return [...overlaps, ...boxes.filter((it) => it.isCut).map((it) => `cut: ${it.text}`)];
    });
    expect(faults, `${width} px`).toEqual([]);
  }
});

test("the last look names what is missing and leads to its field", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start`);
  await page.getByRole("button", { name: "書き始める" }).click();
  await openSection(page, "目標1");
  await page
    .getByRole("textbox", { name: /今年度の個人目標/ })
    .first()
    .fill("窓口の案内を10分にする");
  await waitForPush(page);
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start/review`);
  const missing = page.getByRole("region", { name: /必須の項目が \d+ 件、未回答です/ });
  await expect(missing.getByRole("link", { name: /今年度の個人目標/ })).toHaveCount(0);
  await isAccessible(page);
  await missing.getByRole("link", { name: /^達成の目安/ }).click();
  await expect(page.getByRole("textbox", { name: /^達成の目安/ }).first()).toBeFocused();
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start/review`);
  // A section with gaps is open, and each gap leads to its field.
  await page
    .getByRole("link", { name: /^書く.*優先度/ })
    .first()
    .click();
  await expect(page.getByRole("radiogroup", { name: "優先度" }).first()).toBeInViewport();
});

test("a table that goes on to the side fades there until it is scrolled to its end", async ({ page, ward }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/progress/2026-mid`);
  const table = page.getByRole("region").filter({ has: page.getByRole("table") });
  await expect(table).toHaveCSS("mask-image", /linear-gradient/);
  await table.evaluate((it) => it.scrollTo(it.scrollWidth, 0));
  await expect(table).toHaveCSS("mask-image", "none");
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(table).toHaveCSS("mask-image", "none");
});

test("a tablet's result begins at its top, with the languages above it", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await beginOnTablet(page);
  await answerAll(page);
  await expect.poll(() => page.evaluate(() => [scrollY, document.activeElement?.localName])).toEqual([0, "main"]);
  await context.close();
});
