// The signed receipt: shown after submitting, verified offline, saved, and verified by the server's command.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { isAccessible } from "../support/screens.ts";
import { beginSheet, expect, serverBinary as binary, signIn, test, openSection } from "../support/ward.ts";

test("a receipt is verified offline, saved and verified by the server, and a changed sheet is detected", async ({
  page,
  ward,
  context,
}) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await page.keyboard.press("4");
  await openSection(page, "振り返り");
  await page.getByRole("textbox", { name: /採点の根拠/ }).fill("窓口の案内図を作り直した");
  await page.getByRole("link", { name: "確認へ進む" }).click();

  // A sheet submitted offline has no receipt yet, and the page says so.
  await context.setOffline(true);
  await page.getByRole("button", { name: "提出する" }).click();
  await expect(page.getByText("受領証は、サーバーがシートを受け取ると、ここに出ます。")).toBeVisible();
  await context.setOffline(false);
  const receipt = page.getByRole("region", { name: "受領証" });
  await receipt.getByText("受領番号").first().click();
  await expect(receipt).toMatchAriaSnapshot(`
    - region "受領証":
      - group:
        - heading "受領証" [level=2]
        - term: 受領番号
        - definition: /\\d+/
        - term: 受領した時刻
        - definition: /\\d+年\\d+月\\d+日/
        - term: 受け取った内容（SHA-256）
        - definition: /[0-9a-f ]{71}/
        - term: サーバーの鍵（Ed25519）
        - definition: /[0-9a-f ]{71}/
        - status
        - paragraph:
          - button "受領証を確かめる"
          - button "受領証を保存する"
  `);
  await isAccessible(page);

  await context.setOffline(true);
  await receipt.getByRole("button", { name: "受領証を確かめる" }).click();
  await expect(receipt.getByRole("status")).toContainText("署名は正しく");
  await context.setOffline(false);

  const download = page.waitForEvent("download");
  await receipt.getByRole("button", { name: "受領証を保存する" }).click();
  const file = await (await download).path();
  const said = execFileSync(binary, ["--db", join(ward.folder, "ward.db"), "receipt", "verify", file], {
    encoding: "utf8",
  });
  expect(said).toContain("署名は正しく、サーバーにあるシートは受け取ったものと同じです");

  // Tampers with the browser's store: one character of the evidence.
  await page.evaluate(async () => {
    const open = indexedDB.open("michishirube-E0101");
    const database = await new Promise<IDBDatabase>((done) => (open.onsuccess = () => done(open.result)));
    const store = database.transaction("heard", "readwrite").objectStore("heard");
    const keys = await new Promise<IDBValidKey[]>((done) => {
      const all = store.getAllKeys();
      all.onsuccess = () => done(all.result);
    });
    for (const key of keys) {
      const got = await new Promise<string>((done) => {
        const one = store.get(key);
        one.onsuccess = () => done(one.result);
      });
      store.put(got.replace("案内図", "案内板"), key);
    }
    await new Promise((done) => (store.transaction.oncomplete = done));
    database.close();
  });
  await page.reload();
  await receipt.getByText("受領番号").first().click();
  await receipt.getByRole("button", { name: "受領証を確かめる" }).click();
  await expect(receipt.getByRole("status")).toContainText("サーバーが受け取ったものと違います");
});
