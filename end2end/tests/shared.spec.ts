// The list of what is shared: searched, narrowed, gone through sheet by sheet, and as it was on the way back.
import { isAccessible } from "../support/screens.ts";
import { Member } from "../support/member.ts";
import { expect, signIn, signOut, test } from "../support/ward.ts";

// eikek/docspell#508, Dolibarr/dolibarr#18063, espocrm/espocrm#582.
test("a narrowed list leads from sheet to sheet, and is as it was on the way back", async ({ page, ward }) => {
  const members = ["E0101", "E0102", "E0103", "E0201"].map((id) => new Member(ward, id));
  for (const member of members) {
    await member.signIn();
    const answers: [string, unknown][] = [
      ["current_duties", "窓口の受付"],
      ["share_scope", "supervisor_and_personnel"],
    ];
    await member.write("career_declaration", "2026-start", answers, true);
  }
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/shared/2026-start`);
  const rows = page.getByRole("table", { name: "共有されたシート" }).getByRole("row");
  await expect(rows).toHaveCount(5);
  await page.getByRole("combobox", { name: "課", exact: true }).selectOption("区民課");
  await expect(rows).toHaveCount(4);
  await page.getByRole("button", { name: "氏名" }).click();
  await isAccessible(page);
  // By keyboard from the search to the second name.
  const search = page.getByRole("searchbox");
  await search.focus();
  await search.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const second = rows.nth(2).getByRole("link");
  await expect(second).toBeFocused();
  const name = (await second.textContent())!.replace(/（.*/, "").trim();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `${name}さん` })).toBeVisible();
  await page.getByRole("link", { name: "次のシート" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${name}さん` })).toHaveCount(0);
  // The third of three: the one of another section is not next.
  await expect(page.getByRole("link", { name: "前のシート" })).toBeVisible();
  await expect(page.getByRole("link", { name: "次のシート" })).toHaveCount(0);
  await page.getByRole("link", { name: "共有されたシートへ戻る" }).click();
  await expect(page.getByRole("combobox", { name: "課", exact: true })).toHaveValue("区民課");
  await expect(rows.nth(3).getByRole("link")).toBeFocused();
  // The three as one print job, each on its own pages: kobotoolbox/kpi#2551 (the first page only), mozilla/pdf.js#8606
  // (a blank one at the end). One was taken back meanwhile.
  await members[2].step("career_declaration", "2026-start", "withdraw");
  await page.evaluate(() => (window.print = () => ((window as any).isPrinted = true)));
  await page.getByRole("button", { name: "この3枚をまとめて印刷する" }).click();
  await isAccessible(page);
  await page.getByRole("button", { name: "ひらいて印刷する" }).click();
  await expect.poll(() => page.evaluate(() => (window as any).isPrinted)).toBe(true);
  await expect(page.getByText("1枚は、いま読めないので入れていません。")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(2);
  await expect(page.getByText("窓口の受付")).toHaveCount(2);
  await expect(page.getByRole("button")).toHaveCount(0);
  // Once it is on paper, nothing of it stays in the page.
  const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page[^s]/g);
  expect(pages).toHaveLength(2);
  await expect(page.getByText("窓口の受付")).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 390, height: 844 });
  await isAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  // What one person looked for is not there for the next.
  await search.fill("かつらざか");
  await expect(rows).toHaveCount(3);
  await signOut(page);
  await signIn(page, ward, "E0005");
  await page.goto(`${ward.url}/shared/2026-start`);
  await expect(search).toHaveValue("");
  await expect(rows).toHaveCount(4);
});
