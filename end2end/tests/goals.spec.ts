// 目標申告: backcasting from the organisation's goal, returned, agreed, reviewed; an employee and their 所属長 in two
// browsers.
import { isAccessible } from "../support/screens.ts";
import { expect, waitForPush, readyForOffline, signIn, test, openSection } from "../support/ward.ts";
import type { Page } from "@playwright/test";

const field = (page: Page, name: RegExp) => page.getByRole("textbox", { name }).first();
const step = (page: Page, n: number) => page.getByRole("group", { name: `${n}行目` }).first();

async function publishGoals(boss: Page, url: string): Promise<void> {
  await boss.goto(`${url}/staff/2026`);
  await boss.getByRole("link", { name: "組織目標を示す" }).click();
  await boss.getByRole("button", { name: "書き始める" }).click();
  await field(boss, /組織目標/).fill("待たずに、迷わずに手続きを終えられる窓口");
  await openSection(boss, "配る目標1");
  await boss.getByRole("checkbox", { name: "桂坂 すみれ" }).first().check();
  await boss.getByRole("checkbox", { name: "桂坂 そら" }).first().check();
  await field(boss, /^目標（何を/).fill("平均の待ち時間を10分以内にする");
  await waitForPush(boss);
  await isAccessible(boss);
  await boss.getByRole("link", { name: "確認へ進む" }).click();
  await boss.getByRole("button", { name: "提出する" }).click();
  await expect(boss.getByText(/に提出しました/)).toBeVisible();
}

test("goals are written by backcasting, returned with a reason, resubmitted, agreed and reviewed", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  test.setTimeout(180_000);
  const boss = await (await browser.newContext()).newPage();
  await signIn(boss, ward, "E0002");
  await publishGoals(boss, ward.url);

  await signIn(page, ward, "E0101");
  await page
    .getByRole("link", { name: /書き始める.*目標申告/ })
    .first()
    .click();
  await page.getByRole("button", { name: "書き始める" }).click();
  // The 所属長's published goals are shown as a reference; they are copied only if the person asks.
  await expect(page.getByRole("list", { name: "示されている組織目標" })).toContainText("待たずに、迷わずに");
  await page.getByRole("button", { name: "ここに写す" }).click();
  await expect(field(page, /組織目標/)).toHaveValue("待たずに、迷わずに手続きを終えられる窓口");
  await page.getByRole("button", { name: "自分の目標に写す" }).click();
  await page.getByRole("button", { name: "目標1を開く" }).click();
  await expect(field(page, /今年度の個人目標/)).toHaveValue("平均の待ち時間を10分以内にする");

  // The second goal shows once the first is filled in; the review shows once the goals are submitted.
  const stone = (name: string) =>
    page.getByRole("navigation", { name: "シートの道のり" }).getByRole("button", { name });
  await expect(stone("目標2")).toBeVisible();
  await expect(stone("目標3")).toHaveCount(0);
  await expect(stone("振り返り1")).toHaveCount(0);

  // Steps backwards in time, written offline and reordered by keyboard.
  await readyForOffline(page);
  await page.context().setOffline(true);
  await step(page, 1).getByLabel("何をするか").fill("混む時間を知らせる");
  await page.getByRole("button", { name: "行を加える" }).first().click();
  await step(page, 2).getByLabel("何をするか").fill("全窓口を予約制にする");
  await step(page, 2).getByLabel("いつまでに").fill("2099-03-01");
  await page.getByRole("button", { name: "2行目を上へ" }).first().focus();
  await page.keyboard.press("Enter");
  await expect(step(page, 1).getByLabel("何をするか")).toHaveValue("全窓口を予約制にする");
  const path = page.getByRole("list", { name: "未来から今日までの道筋" });
  await expect(path.getByRole("listitem")).toHaveText([/未来の姿/, /2099年3月1日.*全窓口/, /混む時間/, /今日/]);
  await isAccessible(page);
  await page.reload();
  await expect(step(page, 1).getByLabel("何をするか")).toHaveValue("全窓口を予約制にする");
  await page.context().setOffline(false);

  // The preview as the 所属長, before submitting.
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start/seen`);
  await expect(page.getByText("全窓口を予約制にする")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "職員課からはこう見えます" }).click();
  await expect(page.getByText("この人には、何も見えません。")).toBeVisible();
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start/check`);
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.getByText(/に提出しました/)).toBeVisible();

  await boss.goto(`${ward.url}/staff/2026`);
  await isAccessible(boss);
  await boss.getByRole("link", { name: /目標を読む.*桂坂 すみれ/ }).click();
  // Nothing is chosen beforehand; a return needs its reason, which is said at the field.
  const decide = boss.getByRole("region", { name: "この目標について" });
  await expect(decide.getByText(/^書かれていない必須の項目: .*優先度/)).toBeVisible();
  await expect(decide.getByRole("button")).toHaveCount(0);
  await decide.getByRole("radio", { name: "差し戻す" }).check();
  await decide.getByRole("button", { name: "差し戻す" }).click();
  await expect(decide.getByLabel(/^差し戻す理由/)).toBeFocused();
  await expect(decide.getByText(/差し戻す理由を書いてください/)).toBeVisible();
  await isAccessible(boss);
  await decide.getByLabel(/^差し戻す理由/).fill("数値の根拠を書いてください");
  await decide.getByRole("button", { name: "差し戻す" }).click();
  await expect(boss.getByText("差し戻しました。")).toBeVisible();

  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start`);
  await expect(page.getByText("差し戻されました: 数値の根拠を書いてください")).toBeVisible();
  await openSection(page, "目標1");
  await field(page, /達成の目安/).fill("月ごとの平均を測る");
  await waitForPush(page);
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start/check`);
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.getByText(/に提出しました/)).toBeVisible();

  await boss.goto(`${ward.url}/shared/2026-start/goal_sheet/E0101`);
  await expect(boss.getByText("月ごとの平均を測る")).toBeVisible();
  await decide.getByRole("radio", { name: "この目標で確認する" }).check();
  await decide.getByLabel(/^本人への一言/).fill("よい目標です。窓口で待っています");
  await decide.getByRole("button", { name: "この目標で確認する" }).click();
  await expect(boss.getByText("確認しました。")).toBeVisible();
  await expect(decide.getByRole("link", { name: "課の職員へ戻る" })).toBeVisible();

  // Home tells what happened lately, without asking for it.
  await page.goto(ward.url);
  const lately = page.getByRole("region", { name: "最近のできごと" });
  await expect(
    lately.getByRole("link", { name: /目標申告シート.*が確認されました。所属長から: よい目標です/ }),
  ).toBeVisible();
  await expect(lately.getByRole("link", { name: /椿原 なつめさんが.*目標申告シート.*を開きました/ })).toBeVisible();
  await isAccessible(page);
  // Agreed goals are locked; the review of the year is still editable.
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start`);
  await expect(page.getByText(/^確認済み。所属長から: よい目標です。/)).toBeVisible();
  await expect(field(page, /今年度の個人目標/)).toHaveAttribute("readonly", "");
  await field(page, /中間の進み具合/).fill("12分まで来た");
  await waitForPush(page);
  await page.getByRole("link", { name: "結果と取り下げ" }).click();
  await expect(page.getByText("12分まで来た")).toBeVisible();
  await expect(page.getByText(/来年度のシートを職員課が開くと/)).toBeVisible();
  // Agreed goals are reopened with a reason and agreed again.
  await page.getByText("改めて直す").click();
  await page.getByLabel("理由").fill("目標の数値を見直すため");
  await page.getByRole("button", { name: "開いて直す" }).click();
  await expect(page.getByText("差し戻されました: 目標の数値を見直すため")).toBeVisible();
  await isAccessible(page);
  // The access log names the reader and the form.
  await page.goto(`${ward.url}/readers`);
  await expect(page.getByText(/区民課 椿原 なつめ.*目標申告シート/).first()).toBeVisible();
  expect(trouble).toEqual([]);
});

test("a goal is carried over into the next year", async ({ page, ward, browser }) => {
  const office = await (await browser.newContext()).newPage();
  await signIn(office, ward, "E0011");
  await office.goto(`${ward.url}/cycles`);
  await office
    .getByRole("group", { name: "様式" })
    .getByRole("button", { name: "目標申告シート（バックキャスティング）" })
    .click();
  await office.getByText("次の年度", { exact: true }).click();
  await office.getByRole("button", { name: "2027年度を開く" }).click();
  await expect(office.getByText("2027年度を開きました。")).toBeVisible();
  await signIn(page, ward, "E0101");
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start`);
  await page.getByRole("button", { name: "書き始める" }).click();
  await openSection(page, "目標1");
  await field(page, /今年度の個人目標/).fill("二年がかりの目標");
  await waitForPush(page);
  await page.goto(`${ward.url}/sheet/goal_sheet/2026-start/result`);
  await page.getByRole("button", { name: "目標1を引き継ぐ" }).click();
  await expect(page.getByText("目標1を、来年度の目標1に写しました。")).toBeVisible();
  await page.goto(`${ward.url}/sheet/goal_sheet/2027-start`);
  await openSection(page, "目標1");
  await expect(field(page, /今年度の個人目標/)).toHaveValue("二年がかりの目標");
});
