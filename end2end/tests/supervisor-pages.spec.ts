// The pages of interviews, goals and records on every screen size, as 所属長 and 職員課, and in English.
import { fitsEveryScreen } from "../support/screens.ts";
import { NEW_PASSWORD, expect, signIn, test, openSection } from "../support/ward.ts";
import { hasNoJapanese } from "../support/english.ts";

const OPEN: [string, RegExp][] = [
  ["/sheet/goal_sheet/2026-start", /書き始める/],
  ["/sheet/org_goals/2026-start", /書き始める/],
  ["/sheet/career_declaration/2026-start", /書き始める/],
];

test("the 所属長 pages fit every screen", async ({ page, ward }) => {
  test.setTimeout(180_000);
  await signIn(page, ward, "E0002");
  for (const [path, begin] of OPEN) {
    await page.goto(ward.url + path);
    await page.getByRole("button", { name: begin }).click();
    await expect(page.getByText("読み込んでいます")).toHaveCount(0);
    await fitsEveryScreen(page);
  }
  await page.goto(`${ward.url}/staff/2026`);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - paragraph: 2026年度
      - heading "課の職員" [level=1]
      - paragraph
      - paragraph:
        - link "組織目標を示す"
      - region "課の職員と、その一年":
        - table "課の職員と、その一年":
          - rowgroup:
            - row /氏名 目標 期首の面談 中間の面談 期末の面談 自己採点 申告/
          - rowgroup:
            - row:
              - rowheader
              - cell /提出前/
              - cell:
                - link /期首の面談/
              - cell:
                - link /中間の面談/
              - cell:
                - link /期末の面談/
  `);
  await fitsEveryScreen(page);
  await page.getByRole("link", { name: /中間の面談.*桂坂 すみれ/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /桂坂 すみれさんと/ })).toBeVisible();
  await fitsEveryScreen(page);
  const steps = page.getByRole("navigation", { name: "面談の進め方" });
  await expect(steps.getByRole("button")).toHaveText([/見る/, /話したこと/, /次に向けて/, /確認/]);
  await page.getByText("覚え書きを開く").click();
  await page.getByRole("button", { name: "次へ" }).click();
  await fitsEveryScreen(page);
  await steps.getByRole("button", { name: "確認" }).click();
  await page.getByText("本人がこの端末で確認する").click();
  await expect(page.getByText("読み込んでいます")).toHaveCount(0);
  await fitsEveryScreen(page);
});

test("the 職員課 pages fit every screen", async ({ page, ward, browser }) => {
  const own = await (await browser.newContext()).newPage();
  await signIn(own, ward, "E0101");
  await own.goto(`${ward.url}/sheet/career_declaration/2026-start`);
  await own.getByRole("button", { name: "書き始める" }).click();
  await own.getByRole("textbox", { name: "現在の担当業務" }).fill("窓口");
  await openSection(own, "これまでと、これから");
  await own.getByRole("radio", { name: /^ジェネラリスト/ }).check();
  await own.goto(`${ward.url}/sheet/career_declaration/2026-start/check`);
  await own.getByRole("button", { name: "提出する" }).click();
  await expect(own.getByText(/に提出しました/)).toBeVisible();
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/careers/2026`);
  await page.getByText("希望と経験で絞る").click();
  await fitsEveryScreen(page);
  await page.getByRole("link", { name: "桂坂 すみれ" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /キャリア意向/ })).toBeVisible();
  await fitsEveryScreen(page);
  await page.goto(`${ward.url}/deputies`);
  await expect(page.getByRole("heading", { name: "代理を決める" })).toBeVisible();
  await fitsEveryScreen(page);
});

test("the 所属長 pages are fully translated", async ({ page, ward }) => {
  await page.goto(ward.url);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByLabel("Staff number").fill("E0002");
  await page.getByLabel("Password").fill(ward.firstPassword("E0002"));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Current password").fill(ward.firstPassword("E0002"));
  await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel("New password (again)").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change it" }).click();
  await page.getByRole("button", { name: "Skip" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Next step" })).toBeVisible();
  await page.getByRole("link", { name: "My staff" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "My staff" })).toBeVisible();
  await hasNoJapanese(page);
  await page
    .getByRole("link", { name: /^Talk:/ })
    .nth(1)
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /^Talk with/ })).toBeVisible();
  await hasNoJapanese(page);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Goals confirmed" })).toBeVisible();
  await hasNoJapanese(page);
  for (const form of ["goal_sheet", "career_declaration", "org_goals"]) {
    await page.goto(`${ward.url}/sheet/${form}/2026-start`);
    await page.getByRole("button", { name: "Begin" }).click();
    await expect(page.getByRole("textbox").first()).toBeVisible();
    await hasNoJapanese(page);
  }
});
