// What a screen reader is told of the main part of each page: headings, controls and their names, beside the last ones
// that were accepted. After an intended change: `npx playwright test structure --update-snapshots`, and read the diff.
import type { Browser, Page } from "@playwright/test";
import { Fair, RECRUITER } from "../support/fair.ts";
import { Member, submitSelfScoring } from "../support/member.ts";
import { NEW_PASSWORD, expect, fillSignIn, signIn, test, type Ward } from "../support/ward.ts";

const TALK = "/interview/2026-end/hearing_record/E0101";

/** Goes to each path as a link of the app would, and compares the page with its snapshot. */
async function hold(page: Page, who: string, paths: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(paths)) {
    if (path.includes("#")) {
      // A screen of a page that is open already: its address is read when the page is made.
      const origin = new URL(page.url()).origin;
      await page.goto("about:blank");
      await page.goto(origin + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
    } else
      await page.evaluate((path) => {
        history.pushState(null, "", path);
        dispatchEvent(new PopStateEvent("popstate"));
      }, path);
    await expect(page.getByText("読み込んでいます")).toHaveCount(0);
    await expect
      .soft(page.getByRole("main"), `${who}: ${path}`)
      .toMatchAriaSnapshot({ name: `${who}-${name}.aria.yml` });
  }
}

async function open(browser: Browser, ward: Ward, id: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, ward, id);
  return page;
}

test("the pages of an employee", async ({ page, browser, ward }) => {
  test.setTimeout(180_000);
  await page.goto(ward.url);
  await page.getByRole("heading", { level: 1, name: "サインイン" }).waitFor();
  await hold(page, "nobody", { "sign-in": "/sign-in", reset: "/reset-password", setup: "/setup" });
  await signIn(page, ward, "E0102");
  await hold(page, "employee", {
    home: "/",
    account: "/account",
    readers: "/readers",
    password: "/password",
    literacy: "/literacy/2026-end",
    missing: "/nowhere",
    policy: "/policy",
    "policy-part": "/policy/career_stages",
    support: "/support",
    "support-part": "/support/harassment",
    trials: "/trials",
    "role-models": "/role-models",
    notice: "/sheet/self_scoring_sheet/2026-end",
  });
  await page.getByRole("button", { name: "書き始める" }).click();
  await page.getByRole("radio").first().waitFor();
  await hold(page, "employee", {
    sheet: "/sheet/self_scoring_sheet/2026-end",
    review: "/sheet/self_scoring_sheet/2026-end/review",
    preview: "/sheet/self_scoring_sheet/2026-end/preview",
  });
  await submitSelfScoring(ward, "E0103", (place) => 2 + (place % 4), "2026-mid");
  const other = await (await browser.newContext()).newPage();
  await other.goto(ward.url);
  await fillSignIn(other, "E0103", NEW_PASSWORD);
  await other.getByRole("heading", { level: 1, name: "つぎの一歩" }).waitFor();
  await hold(other, "employee", { result: "/sheet/self_scoring_sheet/2026-mid/result" });
});

test("the pages of a 所属長 and of the offices", async ({ browser, ward }) => {
  test.setTimeout(180_000);
  const goals = new Member(ward, "E0113");
  await goals.signIn();
  const goal = (await goals.items("goal_sheet")).find((it) => /^goal\b|^goal_?1/.test(it.id))!;
  await goals.write("goal_sheet", "2026-start", [[goal.id, "窓口の待ち時間を10分以内にする"]], true);
  await hold(await open(browser, ward, "E0002"), "supervisor", {
    team: "/team/2026",
    person: "/team/2026/E0101",
    look: TALK,
    write: `${TALK}#step-1`,
    next: `${TALK}#step-2`,
    confirm: `${TALK}#step-3`,
    assessment: "/assessment/2026-end/E0101",
    goals: "/shared/2026-start/goal_sheet/E0113",
    shared: "/shared/2026-end",
  });
  await hold(await open(browser, ward, "E0011"), "personnel", {
    office: "/office/2026",
    progress: "/progress/2026-end",
    overview: "/overview/2026-end",
    careers: "/careers/2026",
    career: "/career/E0101",
    cycles: "/calendar",
    organisation: "/organisation",
    people: "/people",
    roster: "/roster",
    deputies: "/deputies",
    guidance: "/guidance/2026",
    skills: "/skills/2026",
    grants: "/grants/2026",
    "role-models": "/role-models",
  });
  await hold(await open(browser, ward, "E0021"), "digital", {
    digital: "/digital/2026",
    steering: "/steering",
    questions: "/questions",
  });
  await hold(await open(browser, ward, "E0022"), "system", { system: "/system" });
});

test("the pages of 採用担当 and of visitors", async ({ page, ward }) => {
  test.setTimeout(180_000);
  const fair = await Fair.open(ward);
  await page.goto(ward.url);
  await fillSignIn(page, RECRUITER, NEW_PASSWORD);
  await page.getByRole("link", { name: "フェア" }).first().waitFor();
  const own = `/events/${fair.event}`;
  await hold(page, "recruiter", { recruiting: "/events/recruiting", joining: "/events/joining" });
  await hold(page, "recruiter", { events: "/events", prepare: own, poster: `${own}/poster` });
  await fair.ask("fair_open");
  await hold(page, "recruiter", { running: own, board: `${own}/board` });
  await page.goto(`${ward.url}/fair/`);
  await expect(page.getByRole("main")).toMatchAriaSnapshot({ name: "visitor-quiz.aria.yml" });
  await page.goto(`${ward.url}/fair/work`);
  await page.getByRole("heading", { level: 1, name: "文京区で働く" }).waitFor();
  await expect(page.getByRole("main")).toMatchAriaSnapshot({ name: "visitor-work.aria.yml" });
  await page.goto(`${ward.url}/fair/joining`);
  await page.getByRole("heading", { level: 1, name: "入区を待つ方からの質問" }).waitFor();
  await expect(page.getByRole("main")).toMatchAriaSnapshot({ name: "visitor-joining.aria.yml" });
  await page.goto(`${ward.url}/fair/booth`);
  await expect(page.getByRole("main")).toMatchAriaSnapshot({ name: "visitor-booth.aria.yml" });
});
