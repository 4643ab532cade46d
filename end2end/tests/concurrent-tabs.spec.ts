// Four tabs of one person edit at once: no edit is lost. EDITS=5000 sets the number of edits.
import { NEW_PASSWORD, beginSheet, expect, signIn, test } from "../support/ward.ts";

const EDITS = Number(process.env.EDITS ?? 400);
const TABS = 4;

test("concurrent edits in four tabs are all kept on the device and on the server", async ({ page, ward, context }) => {
  test.setTimeout(60_000 + EDITS * 60);
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await page.keyboard.press("3");
  const tabs = [page];
  while (tabs.length < TABS) {
    const tab = await context.newPage();
    await tab.goto(page.url());
    await expect(tab.getByRole("radiogroup").first()).toBeVisible();
    tabs.push(tab);
  }
  // Tab k answers every fourth question repeatedly; its last choices must be the final ones.
  const chosen = await Promise.all(
    tabs.map((tab, own) =>
      tab.evaluate(
        async ([own, tabs, edits]) => {
          const groups = [...document.querySelectorAll<HTMLElement>("[role=radiogroup]")].filter(
            (_, at) => at % tabs === own,
          );
          const last: Record<string, number> = {};
          for (let n = 0; n < edits / tabs; n++) {
            const group = groups[n % groups.length];
            const choices = group.querySelectorAll<HTMLInputElement>("input[type=radio]");
            const at = (n * 7 + Math.floor(n / groups.length) + own) % Math.min(choices.length, 5);
            choices[at].click();
            last[choices[at].name] = at;
            await new Promise((done) => setTimeout(done, n % 10 === 0 ? 15 : 0));
          }
          return last;
        },
        [own, TABS, EDITS] as const,
      ),
    ),
  );
  const wanted = Object.assign({}, ...chosen);

  const shown = (tab: typeof page) =>
    tab.evaluate(() => {
      const groups = [...document.querySelectorAll("[role=radiogroup]")].map((it) => [
        ...it.querySelectorAll<HTMLInputElement>("input[type=radio]"),
      ]);
      return Object.fromEntries(groups.map((it) => [it[0].name, it.findIndex((choice) => choice.checked)]));
    });
  for (const tab of tabs) {
    await tab.bringToFront();
    await expect(tab.getByText("サーバーに保存", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => shown(tab), { timeout: 30_000 }).toMatchObject(wanted);
  }
  await page.reload();
  await expect(page.getByRole("radiogroup").first()).toBeVisible();
  await expect.poll(() => shown(page)).toMatchObject(wanted);
  await expect(page.getByRole("group", { name: "別の端末での入力" })).toHaveCount(0);

  const elsewhere = await (await context.browser()!.newContext()).newPage();
  await elsewhere.goto(page.url());
  await elsewhere.getByLabel("職員番号").fill("E0101");
  await elsewhere.getByLabel("パスワード").fill(NEW_PASSWORD);
  await elsewhere.getByRole("button", { name: "サインインする" }).click();
  await expect.poll(() => shown(elsewhere), { timeout: 30_000 }).toMatchObject(wanted);
});
