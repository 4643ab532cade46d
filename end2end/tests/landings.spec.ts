// The pages that 情報政策課, システム管理 and a 所属長 begin their work from.
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { expect, readyForOffline, signIn, test } from "../support/ward.ts";
import { hasNoJapanese } from "../support/english.ts";
import { Member, submitSelfScoring } from "../support/member.ts";

test("システム管理 sees whether the server is in order, and what to do where it is not", async ({ page, ward }) => {
  await signIn(page, ward, "E0022");
  await page.getByRole("link", { name: "稼働" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "稼働" })).toBeVisible();
  await expect(page.getByRole("region", { name: "対応が要ること" })).toContainText("控えがまだ一度も作られていません");
  const people = page.getByRole("region", { name: "名簿とサインイン" });
  await expect(people).toContainText(/名簿の人数\s*62人/);
  await expect(people).toContainText(/名簿の取り込み\s*20\d\d年/);
  await isAccessible(page);
  await fitsEveryScreen(page);
  await page.goto(`${ward.url}/account`);
  await page.getByRole("main").getByText("English").click();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await page.goto(`${ward.url}/system`);
  await expect(page.getByRole("heading", { level: 1, name: "Server status" })).toBeVisible();
  await hasNoJapanese(page);
});

test("情報政策課 sees what the checks ask for", async ({ page, ward }) => {
  await signIn(page, ward, "E0021");
  await page.getByRole("link", { name: "見直しと研修" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "見直しと研修" })).toBeVisible();
  await expect(page.getByText("まだ出せません")).toHaveCount(2);
  await expect(page.getByRole("region", { name: "問題集" })).toContainText(
    /出題している\d+問に、見直したいものはありません/,
  );
  await isAccessible(page);
  await fitsEveryScreen(page);
  await page.getByRole("link", { name: "DXの地図を開く" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "DXの地図" })).toBeVisible();
});

test("a 所属長 finds everything about one person on a page, also without network", async ({ page, ward }) => {
  await submitSelfScoring(ward, "E0101", () => 3, "2026-mid");
  const secret = new Member(ward, "E0102");
  await secret.signIn();
  const [first] = await secret.items("self_scoring_sheet");
  const answers: [string, unknown][] = [
    [first.id, 3],
    ["share_scope", "self_only"],
  ];
  await secret.write("self_scoring_sheet", "2026-mid", answers, true);
  await signIn(page, ward, "E0002");
  await page.goto(`${ward.url}/team/2026`);
  const row = (name: string) => page.getByRole("row", { name });
  await expect(row("桂坂 すみれ").getByRole("link", { name: /自己採点を読む/ })).toHaveText(/中間/);
  await expect(row("桂坂 すみれ").getByText("共有されていません")).toHaveCount(1);
  await expect(page.getByRole("link", { name: /自己採点を読む/ })).toHaveCount(1);
  await page.getByRole("link", { name: "桂坂 すみれ", exact: true }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "桂坂 すみれ" })).toBeVisible();
  await expect(page.getByRole("region", { name: "共有されたシート" }).getByRole("link")).toHaveText([
    /中間.*自己採点シート/,
  ]);
  await expect(page.getByRole("region", { name: "つぎの一歩" })).toContainText("期首の面談を開く");
  await isAccessible(page);
  await fitsEveryScreen(page);
  await readyForOffline(page);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "桂坂 すみれ" })).toBeVisible();
  await page.context().setOffline(false);
  await page.goto(`${ward.url}/team/2026/E0200`);
  await expect(page.getByText(/いまあなたの課の職員ではありません/)).toBeVisible();
});
