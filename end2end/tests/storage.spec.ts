// Failing browser storage: it is reported, the text can be saved as a file, and nothing shown as saved is lost.
import { readFileSync } from "node:fs";
import { isAccessible } from "../support/screens.ts";
import { NEW_PASSWORD, beginSheet, expect, openSection, readyForOffline, signIn, test } from "../support/ward.ts";

const EVIDENCE = { name: /採点の根拠/ };

test("an aborted write is reported, its text can be saved as a file, and saving resumes when there is room", async ({
  page,
  ward,
  context,
}) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = page.getByRole("textbox", EVIDENCE);
  await evidence.fill("空きがあるとき");
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  // Aborts every write, as Chromium does for an origin over its quota.
  const setFull = (full: boolean) =>
    page.evaluate((full) => {
      const prototype = IDBObjectStore.prototype as unknown as {
        real?: IDBObjectStore["put"];
        put: IDBObjectStore["put"];
      };
      prototype.real ??= prototype.put;
      prototype.put = function (this: IDBObjectStore, ...args: Parameters<IDBObjectStore["put"]>) {
        const request = prototype.real!.apply(this, args);
        if (full) this.transaction.abort();
        return request;
      };
    }, full);
  await context.setOffline(true);
  await setFull(true);
  await evidence.fill("空きがあるときと、空きがないとき");
  const trouble = page.getByRole("alert").filter({ hasText: "この端末に保存できませんでした" });
  await expect(trouble).toBeVisible();
  await isAccessible(page);
  const download = page.waitForEvent("download");
  await trouble.getByRole("button", { name: "入力をファイルに保存する" }).click();
  const saved = readFileSync(await (await download).path(), "utf8");
  expect(JSON.parse(saved).person).toBe("E0101");
  // The text stays in the field, and the autosave copy has it.
  await expect(evidence).toHaveValue("空きがあるときと、空きがないとき");
  await setFull(false);
  await evidence.pressSequentially("。");
  await expect(trouble).toHaveCount(0);
  await expect(page.getByRole("link", { name: "1 件はこの端末だけ" })).toBeVisible();
  await page.reload();
  await expect(evidence).toHaveValue("空きがあるときと、空きがないとき。");
});

test("a database connection closed by another page is reopened, also after a newer build upgraded the store", async ({
  page,
  ward,
  context,
}) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = page.getByRole("textbox", EVIDENCE);
  await evidence.fill("前");
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  const newer = await context.newPage();
  await newer.goto(`${ward.url}/api/v1/health`);
  await newer.evaluate(async () => {
    const open = indexedDB.open("michishirube-E0101", 99);
    open.onupgradeneeded = () => open.result.createObjectStore("of-a-newer-build");
    const database = await new Promise<IDBDatabase>((done, failed) => {
      open.onsuccess = () => done(open.result);
      open.onerror = () => failed(open.error);
    });
    database.close();
  });
  await newer.close();
  await evidence.fill("前と後");
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  await page.reload();
  await expect(evidence).toHaveValue("前と後");
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
});

test("the store of an older build is upgraded without losing data", async ({ page, ward, context }) => {
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  await context.setOffline(true);
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = page.getByRole("textbox", EVIDENCE);
  await evidence.fill("前の版で書いた");
  await expect(page.getByRole("link", { name: "1 件はこの端末だけ" })).toBeVisible();
  // The store as the first release left it: without the object store for imported facts.
  await page.goto(`${ward.url}/nowhere`);
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((good, bad) => {
        request.onsuccess = () => good(request.result);
        request.onerror = () => bad(request.error);
      });
    const name = "michishirube-E0101";
    const stores = ["meta", "unsent", "heard", "tray", "drafts", "kept"];
    const old = await done(indexedDB.open(name));
    const kept: [string, IDBValidKey[], unknown[]][] = [];
    for (const store of stores) {
      const own = old.transaction(store).objectStore(store);
      kept.push([store, await done(own.getAllKeys()), await done(own.getAll())]);
    }
    old.close();
    await done(indexedDB.deleteDatabase(name));
    const open = indexedDB.open(name, 1);
    open.onupgradeneeded = () => stores.forEach((it) => open.result.createObjectStore(it));
    const first = await done(open);
    const write = first.transaction(stores, "readwrite");
    for (const [store, keys, values] of kept) keys.forEach((key, at) => write.objectStore(store).put(values[at], key));
    await new Promise((good) => (write.oncomplete = good));
    first.close();
  });
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(page, "振り返り");
  await expect(evidence).toHaveValue("前の版で書いた");
  await evidence.fill("前の版で書いたものに足した");
  await expect(page.getByRole("link", { name: "1 件はこの端末だけ" })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
});

test("without IndexedDB the page reports it and the text can be saved as a file", async ({ page, ward }) => {
  await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await signIn(page, ward, "E0101");
  await expect(page.getByRole("alert").filter({ hasText: "このブラウザーは保存を許していません" })).toBeVisible();
  await expect(page.getByRole("button", { name: "入力をファイルに保存する" })).toBeVisible();
});

test("storage cleared under an open page is rewritten, and cleared storage is reported when the page opens", async ({
  page,
  ward,
  context,
}) => {
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = page.getByRole("textbox", EVIDENCE);
  await evidence.fill("消される前");
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  const session = await context.newCDPSession(page);
  await context.setOffline(true);
  const clear = () => session.send("Storage.clearDataForOrigin", { origin: ward.url, storageTypes: "indexeddb" });
  await clear();
  await evidence.fill("消される前と後");
  await expect(page.getByRole("link", { name: "1 件はこの端末だけ" })).toBeVisible();
  await page.reload();
  await expect(evidence).toHaveValue("消される前と後");
  await context.setOffline(false);
  // What is still being written would make the store anew.
  await readyForOffline(page);

  await clear();
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "ブラウザーがこの端末の記録を消したようです" })).toBeVisible();
  await context.setOffline(false);
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(page, "振り返り");
  await expect(evidence).toHaveValue("消される前と後");
});

test("a clock a year off changes only the displayed times", async ({ page, ward, browser }) => {
  await page.clock.setFixedTime(new Date("2027-11-24T09:00:00+09:00"));
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = page.getByRole("textbox", EVIDENCE);
  await evidence.fill("一年先の時計で");
  const heard = page.waitForResponse(
    (it) => it.url().endsWith("/exchange") && (it.request().postData() ?? "").includes("一年先の時計で"),
  );
  await heard;

  const late = await (await browser.newContext()).newPage();
  await late.clock.setFixedTime(new Date("2025-11-24T09:00:00+09:00"));
  await late.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await late.getByLabel("職員番号").fill("E0101");
  await late.getByLabel("パスワード").fill(NEW_PASSWORD);
  await late.getByRole("button", { name: "サインインする" }).click();
  await openSection(late, "振り返り");
  const there = late.getByRole("textbox", EVIDENCE);
  await expect(there).toHaveValue("一年先の時計で");
  await there.fill("一年前の時計で、後から");
  await late.waitForResponse(
    (it) => it.url().endsWith("/exchange") && (it.request().postData() ?? "").includes("後から"),
  );
  await page.reload();
  await expect(evidence).toHaveValue("一年前の時計で、後から");
  await expect(page.getByRole("group", { name: "別の端末での入力" })).toHaveCount(0);
});
