// 職員課: the year as bars, moved by keys and typed, and copied from the year before.
import { Member } from "../support/member.ts";
import { isAccessible } from "../support/screens.ts";
import { expect, post, signIn, test, NEW_PASSWORD, type Ward } from "../support/ward.ts";

const FORM = "self_scoring_sheet";

async function days(ward: Ward, cycle: string): Promise<unknown> {
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: NEW_PASSWORD });
  const [all] = await post(ward, "cycles", {}, cookie);
  const own = all.find((it: any) => it.instrument === FORM).cycles.find((it: any) => it.cycle === cycle);
  return { open: own.open, ...own.days };
}

test("days are typed, moved along the bar by keys, and stay as they were if they cannot be", async ({
  page,
  ward,
  trouble,
}) => {
  await signIn(page, ward, "E0011");
  await page.getByRole("link", { name: "時期と保存期間" }).click();
  const picture = page.getByRole("region", { name: "一年の予定" });
  await expect(picture.getByRole("listitem").filter({ hasText: "自己採点シート" })).toHaveCount(3);
  await expect(picture.getByRole("slider")).toHaveCount(0);
  for (const [name, day] of [
    ["開始日", "2027-02-01"],
    ["締切", "2027-02-26"],
    ["終了日", "2027-03-26"],
  ]) {
    const field = page.getByRole("textbox", { name: `2026年度 期末の${name}` });
    await field.fill(day);
    await field.press("Enter");
    await expect(page.getByText(new RegExp(`2026年度 期末の${name}を 2027年`))).toBeVisible();
  }
  await expect(picture.getByRole("slider")).toHaveCount(3);
  const due = picture.getByRole("slider", { name: "自己採点シート 2026年度 期末の締切" });
  await expect(due).toHaveAttribute("aria-valuetext", "2027年2月26日（金）");
  await isAccessible(page);
  await due.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(due).toHaveAttribute("aria-valuetext", "2027年2月28日（日）");
  await expect(page.getByText("自己採点シート 2026年度 期末の締切を 2027年2月28日（日） にしました。")).toBeVisible();
  await expect(due).toBeFocused();
  expect(await days(ward, "2026-end")).toMatchObject({ opens: "2027-02-01", due: "2027-02-28", closes: "2027-03-26" });
  // The end goes before the due day: the due day gives way, and nothing is out of order.
  const closes = picture.getByRole("slider", { name: "自己採点シート 2026年度 期末の終了日" });
  await closes.fill("310");
  await expect(page.getByText(/自己採点シート 2026年度 期末の終了日を/)).toBeVisible();
  await expect(due).toHaveAttribute("aria-valuetext", (await closes.getAttribute("aria-valuetext"))!);
  // A day that cannot be is refused, and the bar stays as the server has it.
  const opens = page.getByRole("textbox", { name: "2026年度 期末の開始日" });
  await opens.fill("2029-02-01");
  await opens.press("Enter");
  await expect(page.getByText("2026年度か次の年度の日にしてください。")).toBeVisible();
  expect(await days(ward, "2026-end")).toMatchObject({ opens: "2027-02-01" });
  // The one answer that was expected to be an error.
  expect(trouble.splice(0)).toHaveLength(1);
});

test("the days of a year are copied a year later, with a look at what it does first", async ({ page, ward }) => {
  await signIn(page, ward, "E0011");
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: NEW_PASSWORD });
  const set = { opens: "2026-05-11", due: "2026-05-29", closes: "2026-06-30" };
  await post(ward, "set_cycle_days", { instrument: FORM, cycle: "2026-start", days: set }, cookie);
  await page.goto(`${ward.url}/cycles`);
  await page.getByRole("button", { name: "2027年度", exact: true }).click();
  await page.getByRole("button", { name: "2026年度の日を写す" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "まだ日のない2027年度" })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "写す", exact: true }).click();
  await expect(page.getByText("2026年度の日を、1年あとに写しました。")).toBeVisible();
  const due = page.getByRole("slider", { name: "自己採点シート 2027年度 期首の締切" });
  await expect(due).toHaveAttribute("aria-valuetext", "2027年5月29日（土）");
  // The last day of the one that was is over: it is closed.
  expect(await days(ward, "2026-start")).toEqual({ open: false, ...set });
});

test("a day is dragged along the bar with the pointer, and stays where it is let go", async ({ page, ward }) => {
  await signIn(page, ward, "E0011");
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: NEW_PASSWORD });
  const set = { opens: "2027-02-01", due: "2027-02-26", closes: "2027-03-26" };
  await post(ward, "set_cycle_days", { instrument: FORM, cycle: "2026-end", days: set }, cookie);
  await page.goto(`${ward.url}/calendar`);
  const due = page.getByRole("slider", { name: "自己採点シート 2026年度 期末の締切" });
  await expect(due).toHaveAttribute("aria-valuetext", "2027年2月26日（金）");
  // The thumb stands over its day: 331 of 455 from the first to the last.
  const box = (await due.boundingBox())!;
  const [value, max] = await due.evaluate((it: HTMLInputElement) => [Number(it.value), Number(it.max)]);
  const thumb = await due.evaluate(() => 20);
  const at = (day: number) => box.x + thumb / 2 + ((box.width - thumb) * day) / max;
  await page.mouse.move(at(value), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(at(value + 6), box.y + box.height / 2, { steps: 4 });
  await page.mouse.move(at(value + 12), box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText(/自己採点シート 2026年度 期末の締切を 2027年3月\d+日.* にしました。/)).toBeVisible();
  const moved = (await days(ward, "2026-end")) as { opens: string; due: string; closes: string };
  expect(moved).toMatchObject({ opens: set.opens, closes: set.closes });
  expect(Math.abs(Date.parse(moved.due) - Date.parse("2027-03-10")) / 86_400_000).toBeLessThanOrEqual(3);
});

test("a form is asked of chosen people, by their numbers or by where they are", async ({ page, ward, trouble }) => {
  await signIn(page, ward, "E0011");
  await page.getByRole("link", { name: "時期と保存期間" }).click();
  const forms = page.getByRole("group", { name: "様式" });
  await forms.getByRole("button", { name: "新規採用職員のチェックイン" }).click();
  const form = page.getByRole("listitem").filter({ hasText: "求める人: 選んだ0人だけ" }).first();
  await form.getByRole("button", { name: /を開く/ }).click();
  await expect(page.getByText(/を開きました。/)).toBeVisible();
  await page.getByText("2026年度を求める人を選ぶ、一部の人の締切を変える").first().click();
  const numbers = page.getByRole("textbox", { name: /氏名で選ぶときは、職員番号/ }).first();
  await numbers.fill("Ｅ０１０１\nE9999");
  const add = page.getByRole("button", { name: "加える" }).first();
  await add.click();
  await expect(page.getByRole("alert").filter({ hasText: "職員番号「E9999」の人が名簿にいません。" })).toBeVisible();
  await numbers.fill("Ｅ０１０１\nE0102");
  await add.click();
  await expect(page.getByText("求める人: 選んだ2人だけ")).toBeVisible();
  await expect(page.getByText(/桂坂 すみれ.* 求めます/)).toBeVisible();
  await isAccessible(page);
  const told = async (id: string) => {
    const member = new Member(ward, id);
    await member.signIn();
    const me = await member.call("current_user", {});
    return me.cycles.find((it: any) => it.instrument === "new_recruit_check" && it.open).offered;
  };
  expect(await told("E0102")).toBe(true);
  expect(await told("E0103")).toBe(false);
  // The one answer that was expected to be an error.
  expect(trouble.splice(0)).toHaveLength(1);
});
