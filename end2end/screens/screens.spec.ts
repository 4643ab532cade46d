// Every page of the staff's app as each of its people sees it, on phone, tablet and desktop: `make screens`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { NEW_PASSWORD, beginSheet, fillSignIn, openSection, signIn, test, type Ward } from "../support/ward.ts";
import { Fair, RECRUITER, visitors } from "../support/fair.ts";
import { Member, submitSelfScoring } from "../support/member.ts";
import type { Browser, Page } from "@playwright/test";

const folder = join(import.meta.dirname, "../../target/screens");

/** Size and settings of a screen. */
type Look = {
  name: string;
  width: number;
  height: number;
  scheme?: "light" | "dark";
  forced?: "active";
  /** Language of the interface, if it is not Japanese. */
  language?: "en" | "ja-easy";
};

const LOOKS: Look[] = [
  { name: "phone", width: 390, height: 844 },
  { name: "tablet", width: 1180, height: 820 },
  { name: "desktop", width: 1440, height: 900 },
  { name: "dark", width: 1440, height: 900, scheme: "dark" },
  { name: "zoom", width: 720, height: 450 },
  { name: "zoom400", width: 360, height: 225 },
  { name: "forced", width: 1440, height: 900, forced: "active" },
  { name: "english", width: 1440, height: 900, language: "en" },
  { name: "easy", width: 390, height: 844, language: "ja-easy" },
];

/** Days, times and what is counted in them differ from run to run: they are shown as one day. */
async function freezeTime(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frozen = (text: string) =>
      text
        .replace(/20\d\d年\d+月\d+日（.）/g, "2026年11月25日（水）")
        .replace(/\b[A-Z][a-z]{2,8} \d{1,2} [A-Z][a-z]{2,8} 20\d\d\b/g, "Wed 25 Nov 2026")
        .replace(/\b\d{1,2}:\d{2}\b/g, "10:00")
        .replace(/あと ?\d+ ?日/g, "あと7日");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) text.textContent = frozen(text.textContent!);
    for (const it of document.querySelectorAll("[aria-label]"))
      it.setAttribute("aria-label", frozen(it.getAttribute("aria-label")!));
  });
}

async function takeAll(page: Page, ward: Ward, who: string, pages: Record<string, string>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const looks = LOOKS.filter((it) => !process.env.LOOKS || process.env.LOOKS.split(",").includes(it.name));
  for (const [name, path] of Object.entries(pages)) {
    for (const look of looks) {
      await page.setViewportSize({ width: look.width, height: look.height });
      await page.emulateMedia({ colorScheme: look.scheme ?? "light", forcedColors: look.forced ?? "none" });
      const language = look.language ?? "ja";
      if (page.url() === "about:blank") await page.goto(ward.url);
      await page.evaluate((it) => localStorage.setItem("michi:language", JSON.stringify(it)), language);
      // The same page with another fragment would not be loaded anew.
      await page.goto("about:blank");
      await page.goto(ward.url + path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("networkidle");
      await page.waitForTimeout(300);
      await freezeTime(page);
      await page.screenshot({
        path: join(folder, `${who}-${name}-${look.name}.png`),
        fullPage: look.height >= 800,
      });
    }
  }
  // What follows is done on the last page, in Japanese and with the page's own colours.
  await page.evaluate(() => localStorage.removeItem("michi:language"));
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("about:blank");
  await page.goto(ward.url + Object.values(pages).at(-1));
}

async function open(browser: Browser, ward: Ward, id: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, ward, id);
  return page;
}

test("an employee", async ({ browser, ward }) => {
  const page = await (await browser.newContext()).newPage();
  await takeAll(page, ward, "nobody", { "sign-in": "/sign-in", reset: "/reset-password" });
  await signIn(page, ward, "E0102");
  await takeAll(page, ward, "new", {
    home: "/",
    notice: "/sheet/self_scoring_sheet/2026-end",
    account: "/account",
    readers: "/readers",
    device: "/device",
    missing: "/nowhere",
  });
  const first = await (await browser.newContext()).newPage();
  const welcome = new Member(ward, "E0103");
  await welcome.signIn();
  await welcome.call("set_preferences", { preferences: { language: null, is_introduced: false } });
  await first.goto(ward.url);
  await fillSignIn(first, "E0103", NEW_PASSWORD);
  await first.getByRole("heading", { level: 1, name: /はじめに/ }).waitFor();
  await takeAll(first, ward, "new", { "first-run": "/" });
  await page.goto(ward.url);
  await beginSheet(page);
  for (let n = 0; n < 15; n++) await page.keyboard.press(String(1 + (n % 5)));
  await takeAll(page, ward, "new", { sheet: "/sheet/self_scoring_sheet/2026-end" });
  await openSection(page, "振り返り");
  await takeAll(page, ward, "new", { reflection: new URL(page.url()).pathname + new URL(page.url()).hash });
});

test("an employee in the middle of the year", async ({ browser, ward }) => {
  await submitSelfScoring(ward, "E0101", (place) => 2 + ((place * 3) % 4), "2026-mid", [
    ["strength", ["planning", "explanation"]],
    ["growth_point", ["coordination"]],
    ["evidence", "窓口の案内図を作り直し、待ち時間が短くなった。"],
  ]);
  const office = await open(browser, ward, "E0011");
  await office.request.post(`${ward.url}/api/v1/set_cycle_days`, {
    data: { instrument: "goal_sheet", cycle: "2026-start", days: { due: "2026-12-18" } },
    headers: { "sec-fetch-site": "same-origin" },
  });
  const page = await (await browser.newContext()).newPage();
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await page.getByRole("heading", { level: 1, name: "つぎの一歩" }).waitFor();
  await takeAll(page, ward, "employee", {
    home: "/",
    result: "/sheet/self_scoring_sheet/2026-mid/result",
    submitted: "/sheet/self_scoring_sheet/2026-mid",
    review: "/sheet/self_scoring_sheet/2026-end/review",
    goals: "/sheet/goal_sheet/2026-start",
    dx: "/sheet/dx_self_check/2026-start",
  });
});

test("職員課 and a 所属長", async ({ browser, ward }) => {
  const people = ["E0100", "E0102", "E0103", "E0104", "E0105", "E0200", "E0201", "E0202", "E0203", "E0204"];
  for (const [at, id] of people.entries())
    await submitSelfScoring(ward, id, (place) => 2 + ((at + ((place * place) % 7)) % 3), "2026-end");
  await ward.publishFigures();
  const office = await open(browser, ward, "E0011");
  await takeAll(office, ward, "personnel", {
    home: "/",
    office: "/office/2026",
    progress: "/progress/2026-end",
    overview: "/overview/2026-end",
    careers: "/careers/2026",
    cycles: "/cycles",
    people: "/people",
    roster: "/roster",
    deputies: "/deputies",
  });
  await takeAll(await open(browser, ward, "E0021"), ward, "digital", { digital: "/digital/2026" });
  await takeAll(await open(browser, ward, "E0022"), ward, "system", { system: "/system" });
  // A week in which somebody has handed in goals and a self-scoring for the talk.
  await submitSelfScoring(ward, "E0101", (place) => 2 + (place % 4), "2026-end", [
    ["strength", ["planning", "explanation"]],
    ["growth_point", ["coordination"]],
    ["evidence", "窓口の案内図を作り直し、待ち時間が短くなった。"],
  ]);
  const goals = new Member(ward, "E0113");
  await goals.signIn();
  const goal = (await goals.items("goal_sheet")).find((it) => /^goal\b|^goal_?1/.test(it.id))!;
  await goals.write("goal_sheet", "2026-start", [[goal.id, "窓口の待ち時間を10分以内にする"]], true);
  const boss = await open(browser, ward, "E0002");
  const talk = "/interview/2026-end/hearing_record/E0101";
  await takeAll(boss, ward, "supervisor", {
    home: "/",
    team: "/team/2026",
    person: "/team/2026/E0101",
    look: talk,
    write: `${talk}#step-1`,
    next: `${talk}#step-2`,
    confirm: `${talk}#step-3`,
    goals: "/shared/2026-start/goal_sheet/E0113",
    shared: "/shared/2026-end",
  });
});

test("採用担当", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const { page: booth, context } = await fair.tablet(browser, "タブレット1");
  await visitors(booth, 5, 0, () => true);
  const page = await browser.newPage();
  await page.goto(ward.url);
  await fillSignIn(page, RECRUITER, NEW_PASSWORD);
  await page.getByRole("link", { name: "フェア" }).first().waitFor();
  const own = `/events/${fair.event}`;
  await takeAll(page, ward, "recruiter", { events: "/events", prepare: own, poster: `${own}/poster` });
  await page.goto(ward.url + `${own}/poster`);
  await page.getByRole("img", { name: "クイズを開くQRコード" }).waitFor();
  await page.pdf({ path: join(folder, "print-poster.pdf"), format: "A4" });
  await fair.ask("fair_open");
  await takeAll(page, ward, "recruiter", { running: own, board: `${own}/board` });
  await page.goto(ward.url + own);
  await page.getByRole("button", { name: "片付け", exact: true }).click();
  await page.screenshot({ path: join(folder, "recruiter-packing-phone.png"), fullPage: true });
  await context.close();
});
