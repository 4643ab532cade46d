// A supervisor assessment: written offline and separately, compared once both sides are shared.
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { Ward, beginSheet, expect, waitForPush, readyForOffline, signIn, test, openSection } from "../support/ward.ts";
import type { Page } from "@playwright/test";

const TALK = "/together/2026-end/hearing_record/E0101";

/** 職員課 enables supervisor assessments by opening their cycle. */
async function openAssessments(page: Page, ward: Ward): Promise<void> {
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/cycles`);
  await page.getByRole("group", { name: "様式" }).getByText("所属長の見立て").click();
  await page.getByRole("button", { name: "2026年度 期末を開く" }).click();
  await expect(page.getByText("2026年度 期末を開きました。")).toBeVisible();
}

async function openView(page: Page): Promise<void> {
  await page.getByRole("link", { name: /^見立てを(書く|開く)/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "桂坂 すみれさんの見立て" })).toBeVisible();
}

test("a supervisor assessment is written offline and compared with the self-assessment once both are shared", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  test.setTimeout(150_000);
  const staff = await (await browser.newContext()).newPage();
  await openAssessments(await (await browser.newContext()).newPage(), ward);
  await signIn(page, ward, "E0002");
  await page.goto(ward.url + TALK);
  await readyForOffline(page);
  await page.context().setOffline(true);
  await page.reload();
  await openView(page);
  const view = page.getByRole("main");
  await view
    .getByRole("radiogroup")
    .nth(0)
    .getByRole("radio", { name: /^いつも/ })
    .click();
  await view
    .getByRole("radiogroup")
    .nth(1)
    .getByRole("radio", { name: /ほぼいつも/ })
    .click();
  await view.getByRole("button", { name: "本人と見せ合う" }).click();
  await expect(view.getByText(/二人に並んで見えます/)).toBeVisible();
  await page.context().setOffline(false);
  await waitForPush(page);
  await isAccessible(page);

  await signIn(staff, ward, "E0101");
  await beginSheet(staff);
  for (const n of [0, 1])
    await staff
      .getByRole("radiogroup")
      .nth(n)
      .getByRole("radio", { name: /ほぼいつも/ })
      .click();
  await waitForPush(staff);
  await staff.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end/result`);
  await expect(staff.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(staff.getByText("所属長の見立て")).toHaveCount(0);
  await staff.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(staff, "公開範囲");
  await staff.getByRole("radio", { name: /所属長との面談で使う/ }).check();
  await waitForPush(staff);
  await staff.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end/check`);
  // The page is there before the server has the submission: the other side comes once it has.
  await staff.route("**/api/v1/exchange", async (route) => {
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  });
  await staff.getByRole("button", { name: "提出する" }).click();
  await expect(staff.getByText(/に提出しました/)).toBeVisible();
  const pairs = staff.getByRole("table", { name: "二人の見え方。ちがいの大きい順" });
  await expect(pairs.getByRole("row").nth(1)).toContainText("1段");
  await expect(pairs.getByRole("row").nth(2)).toContainText("0段");
  await fitsEveryScreen(staff);

  await page.goto(ward.url + TALK);
  await expect(view.getByRole("table", { name: "二人の見え方。ちがいの大きい順" })).toBeVisible();
  await fitsEveryScreen(page);
  await openView(page);
  await expect(view.getByRole("table").getByRole("row").nth(1)).toContainText("1段");
  // Both sides are shared: the assessment is locked.
  await view.getByRole("button", { name: "取り下げて直す" }).click();
  await expect(page.getByRole("link", { name: "1 件が受け取られていません" })).toBeVisible();
  await expect(view.getByRole("table")).toBeVisible();
  await fitsEveryScreen(page);
  expect(trouble).toEqual([]);
});
