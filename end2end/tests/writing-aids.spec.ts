// What helps while one writes: examples, undo, a table from a spreadsheet, and finding one's way by letters.
import type { Locator, Page } from "@playwright/test";
import { fitsEveryScreen, isAccessible } from "../support/screens.ts";
import { beginSheet, expect, openSection, signIn, test, waitForPush } from "../support/ward.ts";
import { submitSelfScoring } from "../support/member.ts";
import { fillSignIn, NEW_PASSWORD } from "../support/ward.ts";

/** What a spreadsheet puts on the clipboard, pasted into a field. */
async function pasteTable(field: Locator, text: string, html = "<table></table>"): Promise<void> {
  await field.focus();
  await field.evaluate(
    (element, [text, html]) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      data.setData("text/html", html);
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      // A paste that nobody takes goes into the field, as the browser does it.
      if (element.dispatchEvent(event)) document.execCommand("insertText", false, text);
    },
    [text, html],
  );
}

async function goals(page: Page): Promise<void> {
  await page
    .getByRole("link", { name: /書き始める.*目標申告シート/ })
    .first()
    .click();
  await page.getByRole("button", { name: "書き始める" }).click();
  await openSection(page, /^目標/);
}

test("a box of the goals has an example, and shows what one wanted to grow in", async ({ page, ward }) => {
  await submitSelfScoring(ward, "E0101", () => 3, "2026-mid", [["growth_point", ["coordination"]]]);
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await goals(page);
  const goal = page.getByRole("region", { name: "目標1" });
  await expect(goal.getByText(/前回、伸ばしたいと書いたこと: 調整力/)).toBeVisible();
  const example = goal.getByRole("group").filter({ hasText: "例を見る" }).filter({ hasText: "達成の目安" }).last();
  await example.getByText("例を見る").press("Enter");
  await expect(example.getByRole("definition").first()).toContainText("15分");
  await isAccessible(page);
  await fitsEveryScreen(page);
});

test("the last choices can be undone by button and by key, and a text keeps its own undo", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  const chosen = (n: number) => page.getByRole("radiogroup").nth(n).getByRole("radio", { checked: true });
  const undo = page.getByRole("button", { name: "答えを一つ戻す" });
  await expect(undo).toBeHidden();
  for (const key of ["4", "5", "2"]) await page.keyboard.press(key);
  await expect(chosen(2)).toHaveCount(1);
  await undo.click();
  await expect(chosen(2)).toHaveCount(0);
  await expect(chosen(1)).toHaveAccessibleName(/いつも/);
  await expect(page.getByRole("status").filter({ hasText: "前のものに戻しました" })).toHaveCount(1);
  // A change of mind is taken back to what it was, not to nothing.
  await page.getByRole("radiogroup").nth(0).getByRole("radio").first().check();
  await page.keyboard.press("Control+z");
  await expect(chosen(0)).toHaveAccessibleName(/ほぼいつも/);
  await page.keyboard.press("Control+z");
  await expect(chosen(1)).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(chosen(0)).toHaveCount(0);
  await expect(undo).toBeHidden();
  await waitForPush(page);
  await page.reload();
  await page.getByRole("button", { name: "書き始める" }).click();
  await expect(page.getByRole("radiogroup").first()).toBeVisible();
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
  // In a text Ctrl+Z is the text's.
  await page.keyboard.press("3");
  await openSection(page, "振り返り");
  const text = page.getByRole("textbox", { name: /採点の根拠/ });
  await text.fill("書きかけ");
  await text.press("Control+z");
  await expect(text).toHaveValue("");
});

test("an answer held by radio buttons can be emptied, also after a reload, and another device sees it", async ({
  page,
  ward,
}) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  const chosen = (n: number) => page.getByRole("radiogroup").nth(n).getByRole("radio", { checked: true });
  const clear = page.getByRole("button", { name: "この答えを消す" });
  await expect(clear).toBeHidden();
  for (const key of ["4", "5"]) await page.keyboard.press(key);
  await waitForPush(page);
  await page.reload();
  await expect(chosen(0)).toHaveCount(1);
  await chosen(0).focus();
  await clear.click();
  await expect(chosen(0)).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "の答えを消しました" })).toHaveCount(1);
  // The focus stays at the question, on the choice that was taken back.
  await expect(page.getByRole("radiogroup").first().getByRole("radio").nth(3)).toBeFocused();
  // By key, on a choice; the key elsewhere empties nothing.
  await page.getByRole("link", { name: "確認へ進む" }).press("Backspace");
  await expect(chosen(1)).toHaveCount(1);
  await chosen(1).press("Delete");
  await expect(chosen(1)).toHaveCount(0);
  await waitForPush(page);
  await page.reload();
  await page.getByRole("button", { name: "書き始める" }).click();
  await expect(page.getByRole("radiogroup").first()).toBeVisible();
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
});

test("a table from a spreadsheet goes into the rows, and nothing that was there is lost", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await goals(page);
  const rows = page.getByRole("group", { name: /^\d+行目$/ });
  const what = (n: number) => rows.nth(n).getByRole("textbox", { name: "何をするか" });
  await what(0).fill("先に書いた行");
  await what(0).blur();
  await pasteTable(rows.nth(0).getByRole("textbox", { name: "いつまでに" }), "R8.12.1\t試す\r\n来年\t相談する\r\n");
  await expect(rows).toHaveCount(3);
  await expect(what(0)).toHaveValue("先に書いた行");
  await expect(what(1)).toHaveValue("試す");
  await expect(what(2)).toHaveValue("相談する");
  await expect(page.getByText("表から2行を入れました。欄に合わないため入れていないもの: 来年")).toBeVisible();
  // Prose with line breaks is one text.
  await pasteTable(what(2), "一行目\n二行目", "<p>一行目</p>");
  await expect(rows).toHaveCount(3);
  await expect(what(2)).toHaveValue(/一行目\n二行目/);
  // One cell goes to where the caret stands.
  await what(1).press("End");
  await pasteTable(what(1), "ながら直す");
  await expect(what(1)).toHaveValue("試すながら直す");
  await expect(rows).toHaveCount(3);
  await what(2).blur();
  await waitForPush(page);
  await page.reload();
  await expect(what(1)).toHaveValue("試すながら直す");
  await isAccessible(page);
});

test("Ctrl+K finds a place, a sheet and a member of staff, also on a phone", async ({ page, ward }) => {
  await signIn(page, ward, "E0002");
  await page.getByRole("navigation").getByRole("link", { name: "課の職員" }).click();
  await expect(page.getByRole("table")).toBeVisible();
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "さがして移動" });
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await isAccessible(page);
  await dialog.getByRole("textbox").fill("すみれ");
  await expect(dialog.getByRole("link")).toHaveText([/桂坂 すみれ/]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "桂坂 すみれ" })).toBeVisible();
  await expect(dialog).toHaveCount(0);
  // The Enter that ends a conversion chooses its word and nothing else.
  await page.keyboard.press("Control+k");
  await expect(dialog.getByRole("textbox")).toBeFocused();
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "かつらさか", selectionStart: 5, selectionEnd: 5 });
  await session.send("Input.dispatchKeyEvent", {
    type: "rawKeyDown",
    key: "Process",
    code: "Enter",
    windowsVirtualKeyCode: 229,
  });
  await session.send("Input.insertText", { text: "桂坂" });
  await expect(dialog.getByRole("textbox")).toHaveValue("桂坂");
  await expect(dialog.getByRole("link")).not.toHaveCount(0);
  await page.keyboard.press("Escape");
  // Inside a sheet, too, and without a trace when it is closed.
  await page.goto(ward.url);
  await beginSheet(page);
  await page.keyboard.press("Control+k");
  await dialog.getByRole("textbox").fill("zzz");
  await expect(dialog.getByText("見つかりません。")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await dialog.getByRole("textbox").fill("組織目標");
  await dialog.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: /組織目標/ })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(ward.url);
  await page.getByRole("navigation").getByText("その他").click();
  await page.getByRole("button", { name: "さがして移動" }).click();
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await fitsEveryScreen(page);
});
