// Where to turn: two taps from every page, without a network, without a trace, and with contacts that are true.
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import {
  beginAccount,
  beginSheet,
  expect,
  fillSignIn,
  NEW_PASSWORD,
  post,
  readyForOffline,
  signIn,
  test,
} from "../support/ward.ts";

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("someone with a hard customer reads what to do, offline, in easy Japanese, and asks the server nothing", async ({
    page,
    context,
    ward,
  }) => {
    await signIn(page, ward, "E0101");
    await beginSheet(page);
    await readyForOffline(page);
    await context.setOffline(true);
    const asked: string[] = [];
    page.on("request", (it) => it.url().includes("/api/") && asked.push(it.url()));
    // Two taps from a sheet, which leaves no room for a menu on a phone.
    await page.locator("#account").click();
    await page.getByRole("link", { name: "相談・支援" }).click();
    await page.getByRole("link", { name: "ハラスメント", exact: true }).click();
    const entry = page.getByRole("article", { name: "カスタマーハラスメント対応" });
    await expect(entry.getByRole("listitem").first()).toContainText("一人で抱えず");
    await isAccessible(page);
    await fitsEveryScreen(page);
    await page.getByRole("link", { name: "相談・支援" }).first().click();
    await page.getByRole("link", { name: "まず相談する" }).click();
    await expect(page.getByText("連絡先はまだ登録されていません").first()).toBeVisible();
    expect(asked.filter((it) => /content|support/.test(it))).toEqual([]);
  });
});

test("職員課 fills in a contact; what was typed survives, a second change is told, and everybody reads it", async ({
  page,
  ward,
  browser,
  trouble,
}) => {
  test.setTimeout(120_000);
  const cookie = await beginAccount(ward, "E0011");
  await page.goto(ward.url);
  await fillSignIn(page, "E0011", NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.goto(`${ward.url}/support/contacts`);
  const entry = page.getByRole("article", { name: "カウンセラー" });
  await entry.getByRole("button", { name: /^変える\s?（カウンセラー）/ }).click();
  await expect(entry.getByLabel("説明（日本語）")).toBeFocused();
  await isAccessible(page);
  await entry.getByLabel("電話").fill("内線 2191");
  await entry.getByLabel("次に確かめる日").fill("2027-03-31");
  await entry.getByLabel("窓口").fill("相談員");
  // Leaving in the middle loses nothing.
  await page.reload();
  await entry.getByRole("button", { name: /^変える\s?（カウンセラー）/ }).click();
  await expect(entry.getByLabel("電話")).toHaveValue("内線 2191");
  await fitsEveryScreen(page);
  await entry.getByLabel("説明（日本語）").fill("");
  await entry.getByRole("button", { name: "保存する" }).click();
  await expect(entry.getByRole("alert").filter({ hasText: "日本語の説明を書いてください。" })).toBeVisible();
  await entry.getByLabel("説明（日本語）").fill("予約なしで話せます。");
  await entry.getByRole("button", { name: "保存する" }).click();
  await expect(entry.getByText("内線 2191")).toBeVisible();
  await expect(entry).toBeFocused();
  await expect(entry.getByText("予約なしで話せます。")).toBeVisible();

  // Somebody else changes it while this page still shows the one before.
  await entry.getByRole("button", { name: /^変える\s?（カウンセラー）/ }).click();
  const [now] = await post(ward, "content_pages", { known: "" }, cookie);
  const all = now.pages.flatMap((it: any) => it.sections).flatMap((it: any) => it.entries);
  const { changed } = all.find((it: any) => it.id === "counsellor");
  const text = { ja: "先に変えた文", en: "", easy: "" };
  const body = { page: "support", entry: "counsellor", seen: changed, change: { text } };
  await post(ward, "change_content_entry", body, cookie);
  await entry.getByLabel("説明（日本語）").fill("後から変えた文");
  await entry.getByRole("button", { name: "保存する" }).click();
  await expect(entry.getByRole("alert").filter({ hasText: "ほかの人が先に変えました" })).toBeVisible();
  expect(trouble.splice(0)).toEqual([expect.stringContaining("409")]);
  await expect(entry.getByLabel("説明（日本語）")).toHaveValue("後から変えた文");
  await page.reload();
  await expect(entry.getByText("先に変えた文")).toBeVisible();
  // What was typed on top of another text does not pass for a change of this one: it is offered beside it.
  await entry.getByRole("button", { name: /^変える\s?（カウンセラー）/ }).click();
  await expect(entry.getByLabel("説明（日本語）")).toHaveValue("先に変えた文");
  const stale = entry.getByRole("status").filter({ hasText: "前に書きかけた文があります" });
  await expect(stale).toContainText("後から変えた文");
  await isAccessible(page);
  await stale.getByRole("button", { name: "書きかけの文を使う" }).click();
  await expect(entry.getByLabel("説明（日本語）")).toHaveValue("後から変えた文");
  await entry.getByRole("button", { name: "公開したときの文に戻す" }).click();
  await expect(entry.getByText("先に変えた文")).toHaveCount(0);
  await expect(entry.getByRole("button", { name: "公開したときの文に戻す" })).toHaveCount(0);

  // Everybody else reads what stands there, and has nothing to change.
  await beginAccount(ward, "E0101");
  const own = await (await browser.newContext()).newPage();
  await own.goto(ward.url);
  await fillSignIn(own, "E0101", NEW_PASSWORD);
  await expect(own.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await own.goto(`${ward.url}/support/counsellor`);
  const seen = own.getByRole("article", { name: "カウンセラー" });
  await expect(seen).toBeFocused();
  await expect(own.getByRole("button", { name: /変える/ })).toHaveCount(0);
});
