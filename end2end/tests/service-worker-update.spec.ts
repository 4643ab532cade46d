// A newer build waits until the user accepts it; a killed server loses nothing; a failed chunk can be retried.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beginSheet, expect, readyForOffline, signIn, test, openSection } from "../support/ward.ts";

test("a newer build waits and never reloads a page that is being edited", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  await beginSheet(page);
  await page
    .getByRole("radiogroup")
    .nth(0)
    .getByRole("radio", { name: /ほぼいつも/ })
    .click();
  let loads = 0;
  page.on("load", () => loads++);

  const newer = mkdtempSync(join(tmpdir(), "michishirube-site-"));
  cpSync(ward.site, newer, { recursive: true });
  const shell = readFileSync(join(newer, "shell.html"), "utf8").replace("<body>", '<body data-build="newer">');
  writeFileSync(join(newer, "shell.html"), shell);
  await ward.stop();
  ward.site = newer;
  await ward.start();

  const evidence = page.getByRole("textbox", { name: /採点の根拠/ });
  await openSection(page, "振り返り");
  await evidence.fill("版が変わる前に書いた文");
  await page.evaluate(() => navigator.serviceWorker.ready.then((it) => it.update()).then(() => undefined));
  const offer = page.getByRole("button", { name: "新しい版に切り替える" });
  await expect(offer).toBeVisible();
  expect(loads).toBe(0);
  await offer.click();
  await expect.poll(() => loads).toBe(1);
  await expect(page.evaluate(() => document.body.dataset.build)).resolves.toBe("newer");
  await expect(evidence).toHaveValue("版が変わる前に書いた文");
  await openSection(page, "職務遂行能力");
  await expect(
    page
      .getByRole("radiogroup")
      .nth(0)
      .getByRole("radio", { name: /ほぼいつも/ }),
  ).toBeChecked();
});

test("answers given while the server is down are pushed after it restarts", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await ward.stop("SIGKILL");
  for (let n = 0; n < 10; n++) await page.keyboard.press("4");
  await expect(page.getByRole("link", { name: "10 件はこの端末だけ" })).toBeVisible();
  await ward.start();
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
});

test("a lazy page whose chunk fails to load reports it and loads on retry", async ({ ward, browser }) => {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await signIn(page, ward, "E0101");
  await context.route("**/chunk-*.wasm", (route) => route.abort());
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end/result`);
  await expect(page.getByRole("alert").filter({ hasText: "新しい版があるようです" })).toBeVisible();
  await context.unroute("**/chunk-*.wasm");
  await page.getByRole("button", { name: "もう一度読み込む" }).click();
  await expect(page.getByRole("heading", { name: "自己採点シートの結果" })).toBeVisible();
  await context.close();
});

test("the result prints on one sheet of A4", async ({ page, ward }) => {
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  for (let n = 0; n < 42; n++) await page.keyboard.press(String((n % 5) + 1));
  await openSection(page, "振り返り");
  await page
    .getByRole("textbox", { name: /採点の根拠/ })
    .fill("窓口の案内図を作り直し、待ち時間を短くした。".repeat(15));
  await page
    .getByRole("group", { name: /伸ばしたい点/ })
    .getByText("企画力")
    .click();
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end/result`);
  await expect(page.getByRole("heading", { name: "自己採点シートの結果" })).toBeVisible();
  await expect(page.getByText("窓口の案内図", { exact: false })).toBeVisible();
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? [];
  expect(pages).toHaveLength(1);
});
