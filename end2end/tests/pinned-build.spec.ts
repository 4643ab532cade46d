// While an event is open its tablets keep one build, whatever the server deploys and however often they restart.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fair, openStaffMenu } from "../support/fair.ts";
import { expect, test, type Ward } from "../support/ward.ts";

test("while an event is open a tablet installs no other build, and staff switch after it closes", async ({
  browser,
  ward,
}) => {
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await expect.poll(async () => (await fair.ask("fair_tablets"))[0].heard_at, { timeout: 40_000 }).not.toBeNull();
  await fair.ask("fair_open");
  await openStaffMenu(page);
  const pinned = () => page.evaluate(async () => !!(await caches.match("/fair/quiz/pinned")));
  await page.getByRole("button", { name: "いま送る" }).click();
  await expect.poll(pinned).toBe(true);

  await newBuild(ward, "newer");
  const update = () =>
    page.evaluate(async () => {
      const own = (await navigator.serviceWorker.getRegistration())!;
      await own.update().catch(() => undefined);
      for (let wait = 0; wait < 30 && own.installing; wait += 1) await new Promise((done) => setTimeout(done, 100));
      return own.waiting !== null;
    });
  expect(await update()).toBe(false);
  await page.getByRole("button", { name: "新しい版に切り替える" }).click();
  await expect(page.getByText("開場中は版を変えません")).toBeVisible();

  await page.getByRole("button", { name: "閉場: 残りもすべて送る" }).click();
  await expect.poll(async () => (await fair.ask("fair_tablets"))[0].done, { timeout: 40_000 }).toBe(true);
  await fair.ask("fair_close", { note: "" });
  await page.getByRole("button", { name: "いま送る" }).click();
  await expect.poll(pinned).toBe(false);
  await expect.poll(update, { timeout: 15_000 }).toBe(true);
  await page.getByRole("button", { name: "新しい版に切り替える" }).click();
  await expect.poll(() => page.evaluate(() => document.body.dataset.build).catch(() => "")).toBe("newer");
  // The tablet is still enrolled, and its event is closed.
  await expect(page.getByRole("heading", { name: /受付は終わりました/ })).toBeVisible();
  await context.close();
});

test("a build that was waiting when the event opened does not activate on a browser restart", async ({
  browser,
  ward,
}) => {
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await expect.poll(async () => (await fair.ask("fair_tablets"))[0].heard_at, { timeout: 40_000 }).not.toBeNull();
  await newBuild(ward, "newer");
  const waits = () =>
    page.evaluate(async () => {
      const own = (await navigator.serviceWorker.getRegistration())!;
      await own.update().catch(() => undefined);
      return own.waiting !== null;
    });
  await expect.poll(waits, { timeout: 15_000 }).toBe(true);
  await fair.ask("fair_open");
  await openStaffMenu(page);
  await page.getByRole("button", { name: "いま送る" }).click();
  await expect.poll(() => page.evaluate(async () => !!(await caches.match("/fair/quiz/pinned")))).toBe(true);
  // With no page left, a waiting service worker activates.
  await page.close();
  let again = await context.newPage();
  await again.goto(`${ward.url}/fair/booth`);
  await expect
    .poll(() => again.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.waiting === null), {
      timeout: 15_000,
    })
    .toBe(true);
  await again.close();
  again = await context.newPage();
  await context.setOffline(true);
  await again.goto(`${ward.url}/fair/booth`);
  await expect(again.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible();
  expect(await again.evaluate(() => document.body.dataset.build ?? "the same")).toBe("the same");
  await context.setOffline(false);
  await openStaffMenu(again);
  await again.getByRole("button", { name: "閉場: 残りもすべて送る" }).click();
  await expect.poll(async () => (await fair.ask("fair_tablets"))[0].done, { timeout: 40_000 }).toBe(true);
  await fair.ask("fair_close", { note: "" });
  await again.getByRole("button", { name: "いま送る" }).click();
  await expect.poll(() => again.evaluate(async () => !!(await caches.match("/fair/quiz/pinned")))).toBe(false);
  await again.getByRole("button", { name: "新しい版に切り替える" }).click();
  await expect.poll(() => again.evaluate(() => document.body.dataset.build).catch(() => "")).toBe("newer");
  await context.close();
});

/** Deploys another build: the same files with a mark. */
async function newBuild(ward: Ward, mark: string): Promise<void> {
  const newer = mkdtempSync(join(tmpdir(), "michishirube-site-"));
  cpSync(ward.site, newer, { recursive: true });
  writeFileSync(
    join(newer, "fair.html"),
    readFileSync(join(newer, "fair.html"), "utf8").replace("<body>", `<body data-build="${mark}">`),
  );
  await ward.stop();
  ward.site = newer;
  await ward.start();
}
