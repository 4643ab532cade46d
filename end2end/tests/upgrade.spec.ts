// Browsers that hold an earlier build: its pages and service worker with today's server, then today's build on its
// store. `make drills` builds the earlier sites; without them today's site stands in for the earlier one.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  beginSheet,
  fillSignIn,
  expect,
  NEW_PASSWORD,
  readyForOffline,
  signIn,
  test,
  openSection,
} from "../support/ward.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../target");
const old = join(root, "old");
const commits = existsSync(old) ? readdirSync(old).filter((it) => existsSync(join(old, it, "sw.js"))) : [];
const earlier = commits.length > 0 ? commits.map((it) => join(old, it)) : [join(root, "site")];

for (const site of earlier) {
  test(`entries written in build ${site.split("/").pop()} survive the upgrade and are pushed`, async ({
    page,
    ward,
    browser,
  }) => {
    const today = ward.site;
    await ward.stop();
    ward.site = site;
    await ward.start();
    await signIn(page, ward, "E0101");
    await readyForOffline(page);
    await beginSheet(page);
    const evidence = (on: typeof page) => on.getByRole("textbox", { name: /採点の根拠/ });
    const choice = (on: typeof page, at: number, point: number) =>
      on
        .getByRole("radiogroup")
        .nth(at)
        .getByRole("radio")
        .nth(point - 1);
    await choice(page, 0, 4).click();
    await openSection(page, "振り返り");
    await evidence(page).fill("つながっているときに書いた文");
    await evidence(page).blur();
    await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
    await page.context().setOffline(true);
    await openSection(page, "職務遂行能力");
    await choice(page, 1, 1).click();
    await openSection(page, "振り返り");
    await evidence(page).fill("つながらないときに書いた文");
    await evidence(page).blur();
    await expect(page.getByText(/2 件はこの端末だけ/).first()).toBeVisible();

    // Today's build arrives while the earlier one is open with pending entries.
    await ward.stop();
    ward.site = today;
    await ward.start();
    await page.context().setOffline(false);
    if (site !== today) {
      await page.evaluate(() => navigator.serviceWorker.ready.then((it) => it.update()).then(() => undefined));
      const loaded = page.waitForEvent("load");
      await page.getByRole("button", { name: "新しい版に切り替える" }).click();
      await loaded;
    }
    await openSection(page, "振り返り");
    await expect(evidence(page)).toHaveValue("つながらないときに書いた文");
    await openSection(page, "職務遂行能力");
    await expect(choice(page, 0, 4)).toBeChecked();
    await expect(choice(page, 1, 1)).toBeChecked();
    await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
    await openSection(page, "振り返り");
    await evidence(page).fill("新しい版で書いた文");
    await evidence(page).blur();
    await page.goto(`${ward.url}/device`);
    await expect(page.getByText("件 — すべてサーバーに保存されています")).toBeVisible();
    await page.getByRole("button", { name: "サーバーと照らし合わせる" }).click();
    await expect(page.getByText(/この端末の記録は同じです/)).toBeVisible();

    const elsewhere = await (await browser.newContext()).newPage();
    await elsewhere.goto(ward.url);
    await fillSignIn(elsewhere, "E0101", NEW_PASSWORD);
    await elsewhere
      .getByRole("link", { name: /続きを書く/ })
      .first()
      .click();
    await openSection(elsewhere, "振り返り");
    await expect(evidence(elsewhere)).toHaveValue("新しい版で書いた文");
    await openSection(elsewhere, "職務遂行能力");
    await expect(choice(elsewhere, 1, 1)).toBeChecked();
    await elsewhere.context().close();
  });
}
