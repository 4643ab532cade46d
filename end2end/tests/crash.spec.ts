// A crash of the wasm program: the page says so and loses nothing, and a tablet wipes itself.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { Fair, answerAll, beginOnTablet } from "../support/fair.ts";
import { fitsEveryScreen } from "../support/screens.ts";
import { beginSheet, collectConsoleErrors, expect, signIn, test } from "../support/ward.ts";

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

test("a page left before its answers have come, and a question left at once, stop nothing", async ({
  page,
  ward,
  browser,
}) => {
  const digital = await (await browser.newContext()).newPage();
  const trouble = collectConsoleErrors(digital.context());
  await signIn(digital, ward, "E0021");
  await digital.route("**/api/v1/**", async (route) => {
    await new Promise((done) => setTimeout(done, 300));
    await route.continue();
  });
  for (const path of ["/skills/2026", "/questions"]) {
    await digital.goto(ward.url + path);
    await digital.getByRole("link", { name: "ホーム" }).first().click();
    await expect(digital.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
    await digital.waitForLoadState("networkidle");
  }
  expect(trouble).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, ward, "E0001");
  await beginSheet(page);
  // On a phone a tap goes on to the next question a quarter of a second later.
  await page.evaluate(() => {
    document
      .querySelector("[role=radiogroup] input")!
      .dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
    document.querySelector<HTMLElement>('header a[href="/"]')!.click();
  });
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.waitForTimeout(500);
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
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

test("a panic's message and place reach the console and a report without what was typed", async ({
  page,
  ward,
  trouble,
}) => {
  await signIn(page, ward, "E0001");
  await beginSheet(page);
  // Without randomness no fact can be made, and the program stops.
  await page.evaluate(() => {
    const real = Crypto.prototype.getRandomValues;
    Crypto.prototype.getRandomValues = () => {
      // Once: what looks at the page afterwards needs it.
      Crypto.prototype.getRandomValues = real;
      throw new Error("藤棚 たくみ");
    };
  });
  await page.getByRole("radiogroup").first().getByRole("radio").nth(2).check({ force: true });
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  await fitsEveryScreen(page);
  const saving = page.waitForEvent("download");
  await dialog.getByRole("link", { name: "報告を保存する" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("michishirube-stopped.txt");
  const report = readFileSync(await saved.path(), "utf8");
  expect(report).toMatch(/^what: random bytes \(app\/browser\/src\/clock\.rs:\d+:\d+\)$/m);
  expect(report).toMatch(/^build: app\.[0-9a-f]+\.wasm$/m);
  expect(report).toMatch(/^page: \/sheet$/m);
  for (const secret of ["E0001", "藤棚", "self_scoring"]) expect(report).not.toContain(secret);
  expect(trouble.splice(0).join()).toMatch(/panicked at app\/browser\/src\/clock\.rs/);
});
