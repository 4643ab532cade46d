// The exchange as the browser does it: packed where the server reads that, with the network gone in the middle.
import type { Page } from "@playwright/test";
import { pushedAnswers } from "../support/exchange.ts";
import {
  beginSheet,
  NEW_PASSWORD,
  expect,
  fillSignIn,
  openSection,
  signIn,
  test,
  waitForPush,
} from "../support/ward.ts";

/** Answers all questions of the first part of the sheet, by keyboard. */
async function answerFirstPart(page: Page): Promise<void> {
  await page.getByRole("radiogroup").first().getByRole("radio").first().focus();
  for (let n = 0; n < 41; n++) await page.keyboard.press("3");
  await expect(page.getByText("41 / 58 回答")).toBeVisible();
}

const EVIDENCE = { name: /採点の根拠/ };

test("a sheet goes as one run, its places come back, and another browser shows it", async ({ page, ward, browser }) => {
  const sent: number[] = [];
  let acknowledged = 0;
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await waitForPush(page);
  page.on("request", (it) => {
    if (it.url().endsWith("/exchange") && pushedAnswers(it).length > 0) sent.push(it.postData()?.length ?? 0);
  });
  page.on("response", async (it) => {
    if (!it.url().endsWith("/exchange")) return;
    const told = await it.json().catch(() => ({}));
    for (const { count } of told.acknowledged ?? []) acknowledged += count;
  });
  await page.context().setOffline(true);
  await answerFirstPart(page);
  await page.context().setOffline(false);
  await waitForPush(page);
  await expect.poll(() => acknowledged).toBe(41);
  // Unpacked, forty-one answers take more than ten thousand bytes.
  expect(sent.reduce((sum, it) => sum + it, 0)).toBeLessThan(6_000);
  await page.reload();
  await expect(page.getByText("41 / 58 回答")).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await other.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await fillSignIn(other, "E0101", NEW_PASSWORD);
  await expect(other.getByText("41 / 58 回答")).toBeVisible();
});

// apple/foundationdb#7132, tldraw#9212: a newer page loses nothing to a server that was set back.
test("a server set back to the release before gets everything in the form that it reads", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await page.keyboard.press("4");
  await waitForPush(page);
  const plain: unknown[] = [];
  // It does not know packed facts, and says no schema.
  await page.route("**/api/v1/exchange", async (route) => {
    const { push } = JSON.parse(route.request().postData() ?? "{}");
    plain.push(...push.facts);
    delete push.runs;
    const answer = await route.fetch({ postData: JSON.stringify({ push: { ...push, schema: 1 } }) });
    const told = await answer.json();
    delete told.schema;
    await route.fulfill({ response: answer, json: told });
  });
  await openSection(page, "振り返り");
  await page.getByRole("textbox", EVIDENCE).fill("前の版のサーバーへ");
  await waitForPush(page);
  expect(JSON.stringify(plain)).toContain("前の版のサーバーへ");
  await expect(page.getByRole("link", { name: /受け取られていません/ })).toHaveCount(0);
  await page.unroute("**/api/v1/exchange");
  await page.reload();
  await openSection(page, "振り返り");
  await expect(page.getByRole("textbox", EVIDENCE)).toHaveValue("前の版のサーバーへ");
});

// transistorsoft#1178, spec-kitty#2734, atuin#2887: too much for what stands before the server.
test("a proxy that takes little gets little, and everything arrives", async ({ page, ward, trouble }) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await waitForPush(page);
  const LIMIT = 2_000;
  let turnedAway = 0;
  await page.route("**/api/v1/exchange", async (route) => {
    if ((route.request().postData()?.length ?? 0) <= LIMIT) return route.continue();
    turnedAway += 1;
    await route.fulfill({ status: 413, contentType: "text/html", body: "<h1>413 Request Entity Too Large</h1>" });
  });
  await page.context().setOffline(true);
  await answerFirstPart(page);
  await page.context().setOffline(false);
  await waitForPush(page);
  expect(turnedAway).toBeGreaterThan(0);
  await page.unroute("**/api/v1/exchange");
  await page.reload();
  await expect(page.getByText("41 / 58 回答")).toBeVisible();
  await expect(page.getByRole("link", { name: /受け取られていません/ })).toHaveCount(0);
  const refusals = trouble.splice(0);
  expect(refusals.every((it) => it.includes("status of 413"))).toBe(true);
});
