// What stands between the page and what it relies on: a gateway, a newer build, a frozen tab, a store that is shut.
import { cpSync, readdirSync, rmSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { isAccessible } from "../support/screens.ts";
import {
  beginSheet,
  expect,
  readyForOffline,
  signIn,
  test,
  waitForPush,
  type Ward,
  openSection,
} from "../support/ward.ts";

/** A gateway: passes everything on, or answers calls itself. */
class Gateway {
  answers: "pass" | "redirect" | "page" | "511" = "pass";
  private constructor(private readonly server: Server) {}

  static async before(ward: Ward): Promise<Gateway> {
    const gateway: Gateway = new Gateway(
      createServer((asked, answer) => {
        const page = { "content-type": "text/html; charset=utf-8" };
        if (asked.url === "/sso") return answer.writeHead(200, page).end("<h1>庁内の認証</h1>");
        if (asked.url?.startsWith("/api/") && gateway.answers !== "pass") {
          if (gateway.answers === "redirect") return answer.writeHead(302, { location: "/sso" }).end();
          return answer.writeHead(gateway.answers === "511" ? 511 : 200, page).end("<h1>庁内の認証</h1>");
        }
        const { hostname, port } = new URL(ward.url);
        const passed = request(
          { hostname, port, path: asked.url, method: asked.method, headers: asked.headers },
          (it) => it.pipe(answer.writeHead(it.statusCode!, it.headers)),
        );
        passed.on("error", () => answer.destroy());
        asked.pipe(passed);
      }),
    );
    await new Promise<void>((done) => gateway.server.listen(0, "127.0.0.1", done));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

test("a gateway's page is not taken for a lost network, and the way round it sends everything", async ({
  page,
  ward,
  trouble,
}) => {
  test.setTimeout(120_000);
  const gateway = await Gateway.before(ward);
  const behind: Ward = Object.create(ward, { url: { value: gateway.url } });
  await signIn(page, behind, "E0101");
  await readyForOffline(page);
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = page.getByRole("textbox", { name: /採点の根拠/ });
  for (const [n, answers] of (["page", "511", "redirect"] as const).entries()) {
    gateway.answers = answers;
    await evidence.fill(`${n + 1}回目の文`);
    await expect(page.getByText(/サーバーの代わりに、ほかの画面が答えています/)).toBeVisible();
    await expect(page.getByText(/オフライン/)).toHaveCount(0);
    await expect(page.getByRole("link", { name: "1 件はこの端末だけ" })).toBeVisible();
    if (n === 0) await isAccessible(page);
    if (answers === "redirect") break;
    gateway.answers = "pass";
    await waitForPush(page);
  }
  await page.getByRole("link", { name: "その画面を開く" }).click();
  await expect(page.getByRole("heading", { name: "庁内の認証" })).toBeVisible();
  gateway.answers = "pass";
  await page.goto(`${gateway.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(page, "振り返り");
  await waitForPush(page);
  await expect(evidence).toHaveValue("3回目の文");
  gateway.stop();
  // Chromium reports the gateway's 511.
  trouble.length = 0;
});

test("a chunk of a build that is gone is told as a new version, not as a lost network", async ({
  browser,
  ward,
  trouble,
}) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await signIn(page, ward, "E0011");
  await beginSheet(page);
  await openSection(page, "振り返り");
  await ward.stop();
  const newer = join(ward.folder, "newer");
  cpSync(ward.site, newer, { recursive: true });
  const chunks = readdirSync(join(newer, "pkg")).filter((it) => it.startsWith("chunk-split_"));
  for (const it of chunks) rmSync(join(newer, "pkg", it));
  ward.site = newer;
  const evidence = page.getByRole("textbox", { name: /採点の根拠/ });
  await evidence.fill("置き換えの前に書いた文");
  await expect(page.getByText("この端末に保存", { exact: true })).toBeVisible();
  await ward.start();
  await page.getByRole("banner").getByRole("link").first().click();
  await page.getByRole("link", { name: "進み具合" }).click();
  await expect(page.getByRole("alert")).toContainText("新しい版があるようです");
  await isAccessible(page);
  await page.getByRole("button", { name: "もう一度読み込む" }).click();
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(page, "振り返り");
  await expect(evidence).toHaveValue("置き換えの前に書いた文");
  await context.close();
  trouble.length = 0;
});

test("a frozen tab that holds the push lock loses it to one that is typed in", async ({ page, ward, context }) => {
  test.setTimeout(120_000);
  await signIn(page, ward, "E0101");
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = page.getByRole("textbox", { name: /採点の根拠/ });
  const asked = page.waitForRequest("**/api/v1/exchange");
  await page.route("**/api/v1/exchange", () => {});
  await evidence.fill("凍ったタブの文");
  await asked;
  const devtools = await context.newCDPSession(page);
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });

  const other = await context.newPage();
  await other.clock.install();
  await other.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await openSection(other, "振り返り");
  await other
    .getByRole("textbox", { name: /伸ばしたい点|気づき|自由記述|採点の根拠/ })
    .first()
    .fill("動いているタブの文");
  const saved = other.getByRole("link", { name: "サーバーに保存" });
  for (let n = 0; n < 80 && !(await saved.count()); n++) {
    await other.clock.runFor(1_600);
    await other.waitForTimeout(30);
  }
  await expect(saved).toBeVisible();
});

test("a store that cannot be opened is said, and nothing is called saved", async ({ page, ward }) => {
  test.setTimeout(120_000);
  await signIn(page, ward, "E0101");
  await page.addInitScript(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name: string, ...rest: []) {
      if (!name.startsWith("michishirube-")) return open.call(this, name, ...rest);
      const failing = new EventTarget() as unknown as IDBOpenDBRequest;
      const error = new DOMException("Internal error opening backing store", "UnknownError");
      Object.defineProperties(failing, { error: { value: error }, readyState: { value: "done" } });
      setTimeout(() => {
        const event = new Event("error");
        (failing as any).onerror?.(event);
        failing.dispatchEvent(event);
      });
      return failing;
    } as typeof open;
  });
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await expect(page.getByRole("alert")).toContainText("この端末");
  await expect(page.getByRole("link", { name: "入力中" })).toBeVisible();
  await expect(page.getByText("サーバーに保存", { exact: true })).toHaveCount(0);
  await isAccessible(page);
});
