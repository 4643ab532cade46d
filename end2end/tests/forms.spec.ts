// 職員課 writes a form: from nothing, with what is wrong said at its place, looked at, published, revised under somebody
// who writes offline, and with a colleague at the same form.
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { NEW_PASSWORD, expect, post, signIn, test, type Ward } from "../support/ward.ts";
import type { Page } from "@playwright/test";

const FORM = "shokuba_anketo";

async function saved(page: Page): Promise<void> {
  await expect(page.getByText("下書きを保存しました")).toBeVisible();
}

/** A form of one section with a choice and a text, written by hand. */
async function write(page: Page): Promise<void> {
  await page.getByLabel("様式の名前（日本語）").fill("机の上の点検");
  await page.getByLabel("様式の名前（英語）").fill("Desk check");
  await page.getByRole("button", { name: "区分を加える" }).click();
  await page.getByLabel("区分の名前（日本語）").fill("机");
  await page.getByRole("button", { name: "質問を加える" }).click();
  await page.getByLabel("質問（日本語）").fill("机の上は片付いていますか");
  for (const [n, words] of [
    [1, "片付いている"],
    [2, "片付いていない"],
  ]) {
    await page
      .getByRole("group", { name: `選択肢${n}` })
      .getByLabel("言葉（日本語）")
      .fill(words as string);
  }
  await page.getByRole("button", { name: "机", exact: true }).click();
  await page.getByRole("button", { name: "質問を加える" }).click();
  await page.getByLabel("質問（日本語）").fill("片付けの工夫");
  await page.getByLabel("答え方").selectOption("text");
  await page.getByLabel("出す条件").selectOption("机の上は片付いていますか");
  await page.getByRole("checkbox", { name: "片付いている", exact: true }).check();
}

async function publish(page: Page, version: number): Promise<void> {
  await page.getByRole("button", { name: "確かめて公開" }).click();
  await saved(page);
  await page.getByRole("button", { name: "この版を公開する" }).click();
  await page.getByRole("button", { name: "公開する", exact: true }).click();
  await expect(page.getByText(`第${version}版を公開しました。`)).toBeVisible();
}

async function office(ward: Ward): Promise<string> {
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: NEW_PASSWORD });
  return cookie!;
}

test("a form is made from nothing, published, filled in offline, revised and filled on", async ({
  page,
  browser,
  ward,
}) => {
  test.setTimeout(120_000);
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/forms`);
  await expect(page.getByRole("row", { name: /^自己採点シート/ })).toBeVisible();
  await isAccessible(page);
  await page.getByText("新しい様式を作る").click();
  await page.getByLabel(/様式の id/).fill("職場アンケート");
  await page.getByRole("button", { name: "何もない様式から始める" }).click();
  await expect(page.getByText(/id は、半角の英小文字/)).toBeVisible();
  await page.getByLabel(/様式の id/).fill(FORM);
  await page.getByLabel(/様式の id/).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "新しい様式" })).toBeVisible();
  // What is wrong is said, and leads to its place.
  await page.getByRole("button", { name: "確かめて公開" }).click();
  await expect(page.getByText("質問が一つもありません。")).toBeVisible();
  await expect(page.getByRole("button", { name: "この版を公開する" })).toBeDisabled();
  await page.getByRole("button", { name: "様式の全体" }).click();
  await write(page);
  await isAccessible(page);
  // Undone and redone by keys; whatever was typed last is one step.
  const condition = page.getByLabel("出す条件");
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("checkbox", { name: "片付いている", exact: true })).not.toBeChecked();
  await page.keyboard.press("Control+y");
  await expect(page.getByRole("checkbox", { name: "片付いている", exact: true })).toBeChecked();
  await expect(condition).toHaveValue("q1");
  await page.getByRole("button", { name: "見本" }).click();
  await expect(page.getByText("机の上は片付いていますか").last()).toBeVisible();
  await fitsEveryScreen(page);
  await saved(page);
  // A reload brings back what was written.
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "机の上の点検" })).toBeVisible();
  await publish(page, 1);
  const cookie = await office(ward);
  await post(ward, "set_cycle", { instrument: FORM, cycle: "2026-start", open: true }, cookie);

  // Somebody writes on the first edition, with no network.
  const own = await browser.newContext();
  const sheet = await own.newPage();
  await signIn(sheet, ward, "E0101");
  await sheet.goto(`${ward.url}/sheet/${FORM}/2026-start`);
  await sheet.getByRole("button", { name: "書き始める" }).click();
  const choice = sheet.getByRole("radio", { name: "片付いている", exact: true });
  await expect(choice).toBeVisible();
  await own.setOffline(true);
  await choice.check();
  await sheet.getByRole("textbox", { name: /片付けの工夫/ }).fill("書類を立てて置く");
  await sheet.getByRole("textbox", { name: /片付けの工夫/ }).blur();

  // Meanwhile the option that they chose goes, and another comes.
  await page.getByRole("button", { name: "机の上は片付いていますか" }).click();
  await expect(page.getByLabel("答え方")).toBeDisabled();
  await page.getByRole("group", { name: "選択肢1" }).getByRole("button", { name: /^外す/ }).click();
  await page.getByRole("button", { name: "選択肢を加える" }).click();
  await page.getByRole("group", { name: "選択肢2" }).getByLabel("言葉（日本語）").fill("だいたい片付いている");
  await page.getByRole("button", { name: "確かめて公開" }).click();
  await expect(page.getByText("なくなる選択肢")).toBeVisible();
  await expect(page.getByText("条件の選択肢 o1 は、その質問にありません。")).toBeVisible();
  await page.getByRole("button", { name: "片付けの工夫" }).first().click();
  await page.getByLabel("出す条件").selectOption("");
  await publish(page, 2);

  await own.setOffline(false);
  await sheet.reload();
  await expect(sheet.getByRole("radio", { name: /片付いている.*以前の様式|^片付いている/ }).first()).toBeChecked();
  await expect(sheet.getByRole("textbox", { name: /片付けの工夫/ })).toHaveValue("書類を立てて置く");
  await own.close();
});

test("two who write at one form are told, and neither loses what they wrote", async ({ page, ward, trouble }) => {
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/forms/goal_sheet`);
  const purpose = page.getByLabel("何のために（日本語）");
  await purpose.fill("一人目が書いた目的");
  await saved(page);
  const cookie = await office(ward);
  const [form] = await post(ward, "form_to_write", { instrument: "goal_sheet" }, cookie);
  form.source.notice.purpose.ja = "二人目が書いた目的";
  await post(ward, "save_form_draft", { instrument: "goal_sheet", seen: form.seq, source: form.source }, cookie);
  await purpose.fill("一人目が続けて書いた目的");
  await expect(page.getByText("この様式を、ほかの人が先に保存しました。")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "ほかの人の内容を使う" }).click();
  await expect(purpose).toHaveValue("二人目が書いた目的");
  // What one wrote is a step back.
  await page.getByRole("button", { name: "元に戻す" }).click();
  await expect(purpose).toHaveValue("一人目が続けて書いた目的");
  await saved(page);
  // The one answer that was expected to be an error.
  expect(trouble.splice(0)).toHaveLength(1);

  // With no network it is kept on the device, and goes on from there.
  await page.context().setOffline(true);
  await purpose.fill("つながらないところで書いた目的");
  await expect(page.getByText(/^この端末に保存しています。/)).toBeVisible();
  await page.context().setOffline(false);
  await page.reload();
  await expect(purpose).toHaveValue("つながらないところで書いた目的");
  await saved(page);
  trouble.splice(0);
});
