// Role models: somebody is asked, agrees in their own words, is found where the question arises, and takes it back.
import type { Browser, Page } from "@playwright/test";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import {
  beginAccount,
  expect,
  fillSignIn,
  NEW_PASSWORD,
  openSection,
  readyForOffline,
  test,
  type Ward,
} from "../support/ward.ts";

/** A signed-in page of somebody, in a browser of their own. */
async function pageOf(browser: Browser, ward: Ward, id: string): Promise<Page> {
  await beginAccount(ward, id);
  const page = await (await browser.newContext()).newPage();
  await page.goto(ward.url);
  await fillSignIn(page, id, NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  return page;
}

/** The promotion part of a declaration that nothing is written in yet. */
async function openPromotion(page: Page): Promise<void> {
  await page.getByRole("button", { name: "書き始める" }).click();
  await openSection(page, "昇任");
}

test("職員課 asks, the person agrees in their own words, a colleague finds them and asks for a talk", async ({
  page: office,
  browser,
  ward,
}) => {
  test.setTimeout(180_000);
  await beginAccount(ward, "E0010");
  await office.goto(ward.url);
  await fillSignIn(office, "E0010", NEW_PASSWORD);
  await office.getByRole("link", { name: "ロールモデル" }).click();
  await office.getByRole("button", { name: "載せてよいか、本人にたずねる" }).click();
  const form = office.getByRole("form", { name: "載せてよいか、本人にたずねる" });
  await form.getByRole("combobox", { name: "たずねる人" }).fill("E0002");
  await form.getByRole("option").first().click();
  await form.getByRole("button", { name: "本人にたずねる" }).click();
  await expect(form.getByRole("alert").first()).toHaveText("表に出す名前、ひとこと、これまでの歩みを書いてください。");
  await form.getByLabel("表に出す名前").fill("区民課長 椿原");
  await form.getByLabel("女性の管理職").check();
  await form.getByLabel("ひとこと").fill("二度めの打診で受けました");
  await form.getByLabel("これまでの歩み").fill("職員課の下書きです。");
  await form.getByLabel("話を聞きたい人を、職員課が取り次いでよい").check();
  await form.getByLabel("載せる最後の日").fill("2027-03-31");
  await isAccessible(office);
  await fitsEveryScreen(office);
  await form.getByRole("button", { name: "本人にたずねる" }).click();
  await expect(office.getByText("本人のホームに、お願いを出しました。")).toBeFocused();
  await expect(office.getByRole("row", { name: /椿原/ })).toContainText("本人の返事待ち");
  await isAccessible(office);

  // A colleague sees nobody before they agree.
  const reader = await pageOf(browser, ward, "E0101");
  await reader.goto(`${ward.url}/role-models`);
  await expect(reader.getByText("いまは、まだありません。")).toBeVisible();

  const own = await pageOf(browser, ward, "E0002");
  await own.goto(ward.url);
  await own.getByRole("link", { name: "読んで決める" }).click();
  await expect(own.getByText("断っても、評価や異動に関わりません。")).toBeVisible();
  await own.getByRole("button", { name: "読んで同意する、または直す" }).click();
  const text = own.getByRole("form", { name: "あなたの話" });
  await text.getByLabel("これまでの歩み").fill("会議を朝に移したら、受けられると思いました。");
  // What was typed survives a reload.
  await own.reload();
  await own.getByRole("button", { name: "読んで同意する、または直す" }).click();
  await expect(text.getByLabel("これまでの歩み")).toHaveValue("会議を朝に移したら、受けられると思いました。");
  await text.getByLabel("採用の案内を見る人").check();
  await isAccessible(own);
  await fitsEveryScreen(own);
  await text.getByRole("button", { name: "この内容に同意して載せる" }).click();
  await expect(own.getByText("同意を受け取りました。")).toBeFocused();

  // Where the question arises: the promotion part of the declaration, and offline.
  await reader.goto(`${ward.url}/sheet/career_declaration/2026-start`);
  await openPromotion(reader);
  const near = reader.getByRole("link", { name: /二度めの打診で受けました/ });
  await expect(near).toBeVisible();
  await expect(near).toHaveAttribute("target", "_blank");
  await readyForOffline(reader);
  await reader.context().setOffline(true);
  await reader.reload();
  await openPromotion(reader);
  await expect(near).toBeVisible();
  await reader.context().setOffline(false);

  await reader.goto(`${ward.url}/role-models/woman_manager`);
  await expect(reader.getByText("会議を朝に移したら")).toBeVisible();
  await expect(reader.getByText("E0002")).toHaveCount(0);
  await reader.getByRole("button", { name: /話を聞きたい/ }).click();
  const asking = reader.getByRole("form", { name: "話を聞きたい" });
  await expect(asking.getByLabel(/聞きたいこと/)).toBeFocused();
  await asking.getByLabel(/聞きたいこと/).fill("係長になる前に、何を準備しましたか。");
  await isAccessible(reader);
  await fitsEveryScreen(reader);
  await asking.getByRole("button", { name: "職員課に送る" }).click();
  await expect(reader.getByText("職員課が調整中")).toBeVisible();

  // The desk of 職員課 leads to it; the answer reaches the home of who asked.
  await office.goto(`${ward.url}/office/2026`);
  await expect(office.getByText("ロールモデルと話したいという願い出 1 件")).toBeVisible();
  await office.goto(`${ward.url}/role-models`);
  await office.getByRole("button", { name: /^答える/ }).click();
  await office.getByLabel(/願い出た人への言葉/).fill("12月10日 15時、5階の会議室で。");
  await office.getByRole("button", { name: "話す予定を伝える" }).click();
  await expect(office.getByText("答えを、願い出た人に伝えました。")).toBeFocused();
  await reader.goto(ward.url);
  await expect(reader.getByText("12月10日 15時、5階の会議室で。")).toBeVisible();

  // Candidates see who agreed to it, without signing in; and nobody once it is taken back.
  const candidate = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await candidate.goto(`${ward.url}/fair/work`);
  await expect(candidate.getByRole("heading", { name: /二度めの打診で受けました/ })).toBeVisible();
  await isAccessible(candidate);
  await own.getByRole("button", { name: "取り下げる" }).click();
  await own.getByRole("alert").getByRole("button", { name: "取り下げる" }).click();
  await expect(own.getByText("取り下げました。文も消えました。")).toBeFocused();
  await candidate.reload();
  await expect(candidate.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(candidate.getByText("二度めの打診で受けました")).toHaveCount(0);
  await reader.goto(`${ward.url}/role-models`);
  await expect(reader.getByText("いまは、まだありません。")).toBeVisible();
});
