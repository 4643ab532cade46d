// People who have been offered a job ask without a name, read the answer with a number, and take the question back.
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { beginAccount, expect, fillSignIn, NEW_PASSWORD, test } from "../support/ward.ts";

test("somebody who waits for their first day asks, is answered, and takes the question back", async ({
  page,
  browser,
  ward,
  trouble,
}) => {
  test.setTimeout(120_000);
  await beginAccount(ward, "E0013");
  await page.goto(ward.url);
  await fillSignIn(page, "E0013", NEW_PASSWORD);
  await page.getByRole("link", { name: "フェア", exact: true }).click();
  await page.getByRole("link", { name: "内定者からの質問" }).click();
  await expect(page.getByText("いまは、だれも質問できません。")).toBeVisible();
  await page.getByLabel("コードを使える最後の日").fill("2027-03-31");
  await page.getByRole("button", { name: "新しいコードを作る" }).click();
  await expect(page.getByText("コードを作りました。")).toBeFocused();
  const code = await page.getByRole("definition").first().innerText();
  await isAccessible(page);
  await fitsEveryScreen(page);

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const own = await phone.newPage();
  await own.goto(`${ward.url}/fair/work`);
  await own.getByRole("link", { name: "入区を待つ方からの質問" }).click();
  await expect(own.getByRole("heading", { level: 1, name: "入区を待つ方からの質問" })).toBeVisible();
  await expect(own.getByRole("heading", { name: "初めの日までの流れ" })).toBeVisible();
  await isAccessible(own);
  const send = own.getByRole("button", { name: "質問を送る" });
  await own.getByLabel("案内にあるコード").fill("ABCD2345");
  await own.getByLabel(/^聞きたいこと/).fill("住まいの手当はありますか。");
  await own.getByLabel(/^返事の連絡先/).fill("sakura@example.com");
  await send.click();
  await expect(own.getByRole("alert").first()).toContainText("残してよい最後の日");
  await own.getByLabel("連絡先を残してよい最後の日").fill("2027-04-01");
  await send.click();
  await expect(own.getByRole("alert").first()).toContainText("コードが違うか");
  expect(trouble.splice(0)).toEqual([]);
  // Without network nothing that was typed is lost, and the same question is sent once.
  await own.getByLabel("案内にあるコード").fill(` ${code.toLowerCase()} `);
  await phone.setOffline(true);
  await send.click();
  await expect(own.getByRole("alert").first()).toContainText("いまはできませんでした");
  await expect(own.getByLabel(/^聞きたいこと/)).toHaveValue("住まいの手当はありますか。");
  await phone.setOffline(false);
  await send.click();
  await expect(own.getByText("この番号で、答えを読んだり")).toBeVisible();
  const number = await own.getByText(/^[0-9a-f]{4}( [0-9a-f]{4}){4}$/).innerText();
  expect(number.replaceAll(" ", "")).toMatch(/^[0-9a-f]{20}$/);
  await isAccessible(own);
  // The phone keeps nothing.
  const kept = await own.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(kept).not.toContain("sakura");
  expect(kept).not.toContain(number.slice(0, 4));

  await page.reload();
  await expect(page.getByText("住まいの手当はありますか。")).toBeVisible();
  await expect(page.getByText("連絡先: sakura@example.com")).toBeVisible();
  await page.getByRole("button", { name: "答える" }).click();
  await page.getByRole("textbox", { name: "質問への答え" }).fill("あります。初日に案内します。");
  await isAccessible(page);
  await page.getByRole("button", { name: "答えを載せる" }).click();
  await expect(page.getByText("答えました。番号を持つ人が読めます。")).toBeFocused();

  // Another day, in English, with the number alone.
  await expect(own.getByLabel("質問の番号")).toHaveValue(number);
  await own.reload();
  await own.getByLabel("質問の番号").fill(number);
  await own.getByRole("button", { name: "答えを見る" }).click();
  await expect(own.getByText("あります。初日に案内します。")).toBeVisible();
  await own.getByRole("button", { name: /この質問を取り消す/ }).click();
  await expect(own.getByText("取り消しました。質問も連絡先も、画面とデータベースから消しました。")).toBeVisible();
  await own.getByLabel("質問の番号").fill(number);
  await own.getByRole("button", { name: "答えを見る" }).click();
  await expect(own.getByText("その番号の質問はありません。")).toBeVisible();
  await page.reload();
  await expect(page.getByText("ここに、届いた質問が並びます。")).toBeVisible();
  await phone.close();
});
