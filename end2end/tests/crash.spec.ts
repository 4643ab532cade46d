// A crash of the wasm program: the page says so and loses nothing, and a tablet wipes itself.
import type { Page } from "@playwright/test";
import { Fair, answerAll, beginOnTablet } from "../support/fair.ts";
import { beginSheet, expect, fitsEveryScreen, signIn, test } from "../support/ward.ts";

/** Traps in wasm, as a panic does. */
async function stop(page: Page): Promise<void> {
  await page.evaluate(() => {
    // A module with one function whose body is `unreachable`.
    const bytes = [
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 120, 0, 0, 10, 5, 1, 3, 0, 0, 11,
    ];
    const { x } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports;
    setTimeout(x as () => void);
  });
}

test("a crashed sheet page says so, and the text just typed is recovered after a reload", async ({
  page,
  ward,
  trouble,
}) => {
  await signIn(page, ward, "E0001");
  await beginSheet(page);
  await page.getByRole("radiogroup").first().getByRole("radio").nth(2).check({ force: true });
  await stop(page);
  await expect(page.getByRole("alertdialog", { name: /書いたものはこの端末に残っています/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await fitsEveryScreen(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(page.getByRole("radiogroup").first().getByRole("radio").nth(2)).toBeChecked();
  expect(trouble.splice(0).join()).toContain("unreachable");
});

test("a crashed phone quiz says so in both languages and can be reloaded", async ({ page, ward, trouble }) => {
  await page.goto(`${ward.url}/fair/`);
  await page.getByRole("button", { name: "はじめる" }).click();
  await stop(page);
  await expect(page.getByRole("alertdialog", { name: /画面が止まりました.*The page has stopped/ })).toBeVisible();
  await fitsEveryScreen(page);
  await page.getByRole("button", { name: /開き直す/ }).click();
  await expect(page.getByRole("button", { name: "はじめる" })).toBeVisible();
  expect(trouble.splice(0).join()).toContain("unreachable");
});

test("a crashed tablet wipes itself and restarts", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await beginOnTablet(page);
  await answerAll(page);
  await stop(page);
  await expect(page.getByRole("alertdialog")).toBeVisible();
  // The tablet reloads itself, at once and then after a pause.
  await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("あなたの強みは")).toBeHidden();
  await context.close();
});
