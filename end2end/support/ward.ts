// The fixture of each test: a server process with a new database, its own port, and the sample roster.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** The build that the native tests made: it checks arithmetic, and a release build would take minutes more. */
export const serverBinary = join(root, "target/debug/michishirube");

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export class Ward {
  readonly folder = mkdtempSync(join(tmpdir(), "michishirube-"));
  url = "";
  site = join(root, "target/site");
  /** Folder with forms of its own; without one the ward has the built-in forms. */
  forms?: string;
  private port = 0;
  private server?: ChildProcess;

  async start(): Promise<void> {
    this.port ||= await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    const args = [
      "--db",
      join(this.folder, "ward.db"),
      "serve",
      "--sample",
      "--addr",
      `127.0.0.1:${this.port}`,
      "--site",
      this.site,
      ...(this.forms ? ["--content", this.forms] : []),
    ];
    this.server = spawn(serverBinary, args, { stdio: "ignore" });
    await expect.poll(() => this.isHealthy(), { timeout: 20_000, intervals: [50] }).toBe(true);
  }

  private async isHealthy(): Promise<boolean> {
    // Healthy means that migrations are done, so no test starts before them.
    return fetch(`${this.url}/api/v1/health`).then(
      (it) => it.ok,
      () => false,
    );
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null) return;
    await new Promise((done) => {
      server.once("exit", done);
      server.kill(signal);
    });
  }

  /** A night passes: a server that starts publishes the figures that it has not published on that day. */
  async publishFigures(): Promise<void> {
    await this.stop();
    await this.start();
  }

  firstPassword(id: string): string {
    const text = readFileSync(join(this.folder, "sample-passwords.csv"), "utf8");
    return text.match(new RegExp(`^${id},([^,]+)`, "m"))![1];
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const NEW_PASSWORD = "銀杏と坂と猫の道";

/** One call over HTTP: its answer, and the cookie of the session that it began or went on with. */
export async function post(ward: Ward, path: string, body: unknown, before = ""): Promise<[any, string]> {
  const headers = { "content-type": "application/json", cookie: before };
  const answer = await fetch(`${ward.url}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return [await answer.json(), answer.headers.get("set-cookie")?.split(";")[0] ?? before];
}

/** Changes the initial password and skips the first run, over HTTP; returns the session's cookie. */
export async function beginAccount(ward: Ward, id: string): Promise<string> {
  const first = ward.firstPassword(id);
  let [, cookie] = await post(ward, "sign_in", { login: id, password: first });
  [, cookie] = await post(ward, "change_password", { current: first, new: NEW_PASSWORD }, cookie);
  const preferences = { language: null, is_introduced: true };
  [, cookie] = await post(ward, "set_preferences", { preferences }, cookie);
  return cookie;
}

/** Signs in for the first time as a person does, on the page that is open: changes the initial password, skips the
 *  first run. */
export async function signInFirst(page: Page, id: string, initial: string): Promise<void> {
  await fillSignIn(page, id, initial);
  await expect(page.getByRole("heading", { name: "初期パスワードの変更" })).toBeVisible();
  await page.getByLabel("いまのパスワード").fill(initial);
  await page.getByLabel("新しいパスワード", { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel("新しいパスワード（もう一度）").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "変更する" }).click();
  await page.getByRole("button", { name: "読まずにはじめる" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
}

/** Signs in with an account that was begun over HTTP, which takes half the time of `signInFirst`. */
export async function signIn(page: Page, ward: Ward, id: string): Promise<void> {
  await post(ward, "sign_out", {}, await beginAccount(ward, id));
  await page.goto(ward.url);
  await fillSignIn(page, id, NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
}

export async function fillSignIn(page: Page, id: string, password: string): Promise<void> {
  await page.getByLabel("職員番号").fill(id);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("button", { name: "サインインする" }).click();
}

/** Signs out by the account menu, which is on every page. */
export async function signOut(page: Page): Promise<void> {
  await page.locator("#account").click();
  await page.getByRole("button", { name: "サインアウト", exact: true }).click();
}

/** Signs in over the page, after the browser was closed and the session with it. */
export async function signInAgain(page: Page): Promise<void> {
  await page.getByRole("button", { name: "サインインする" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("パスワード").fill(NEW_PASSWORD);
  await dialog.getByRole("button", { name: "サインインする" }).click();
  await expect(dialog).toBeHidden();
}

/** Opens a page again until the night's figures are on it. */
export const untilPublished = (page: Page, text: string): Promise<void> =>
  expect(async () => {
    await page.reload();
    await expect(page.getByText(text)).toBeVisible({ timeout: 2_000 });
  }).toPass();

/** Opens the end-of-year sheet at its first question. */
export async function beginSheet(page: Page): Promise<void> {
  await page
    .getByRole("link", { name: /書き始める.*期末/ })
    .first()
    .click();
  await page.getByRole("button", { name: "書き始める" }).click();
  await expect(page.getByRole("radiogroup").first()).toBeVisible();
}

/** Opens a section of a sheet by its stone. */
export async function openSection(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("navigation", { name: "シートの道のり" }).getByRole("button", { name }).click();
}

/** Waits until the service worker has cached the whole build, so that the page works offline. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  // After sign-in the forms are fetched one by one, and each is kept once it is there.
  await page.waitForLoadState("networkidle");
  let before = -1;
  await expect(async () => {
    const now = await page.evaluate(countKept);
    const isStill = now === before;
    before = now;
    expect(isStill).toBe(true);
  }).toPass({ intervals: [300] });
}

/** Number of records in the page's stores. */
async function countKept(): Promise<number> {
  let n = 0;
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name!);
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    for (const store of database.objectStoreNames) {
      const count = database.transaction(store).objectStore(store).count();
      n += await new Promise<number>((resolve) => (count.onsuccess = () => resolve(count.result)));
    }
    database.close();
  }
  return n;
}

/** Leaves the field and waits until the server has acknowledged its text. */
export async function waitForPush(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await expect(page.getByRole("link", { name: "サーバーに保存" })).toBeVisible();
}

/** For the published test results, `make accessibility`: the page as a pattern of its address, and what was tried. */
function noteAccessibility(page: Page, what: object): void {
  const file = process.env.ACCESSIBILITY_NOTES;
  if (!file) return;
  const place = new URL(page.url()).pathname.replace(/20\d\d-(start|mid|end)/, "時期").replace(/\/20\d\d/, "/年度");
  const pattern = place.replace(/\/E\d+/, "/職員番号").replace(/\/events\/[A-Z2-9]{8}/, "/events/イベント");
  appendFileSync(file, JSON.stringify({ page: pattern, ...what }) + "\n");
}

/** Fails on axe violations of WCAG 2.2 AA, or of the rules in `only`. */
export async function isAccessible(page: Page, ...only: string[]): Promise<void> {
  // Sticky bars cover what is scrolled behind them, which axe would report as too small targets.
  await page.evaluate(async () => {
    // Half-way through a transition a colour is neither the one nor the other.
    // What follows the scrolling ends with it, and not by itself.
    const inTime = document.getAnimations().filter((it) => it.timeline === document.timeline);
    const passing = inTime.filter((it) => it.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map((it) => it.finished));
    for (const element of document.querySelectorAll<HTMLElement>("body *"))
      if (["fixed", "sticky"].includes(getComputedStyle(element).position)) element.style.position = "static";
  });
  // Legacy mode opens no second page to collect results from frames; the pages have none.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (only.length) axe.withRules(only);
  else
    axe.options({
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
      // Label in name; axe calls the rule experimental.
      rules: { "label-content-name-mismatch": { enabled: true } },
    });
  const found = await axe.analyze();
  noteAccessibility(page, {
    rules: [...found.passes, ...found.violations].map(({ id, tags }) => ({
      id,
      tags,
      ok: !found.violations.some((it) => it.id === id),
    })),
  });
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>("[style*=position]"))
      element.style.removeProperty("position");
  });
  expect(found.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

/** Spacing that a reader may set for text, WCAG 1.4.12. */
const TEXT_SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
  * { word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;

/** No horizontal overflow of the page, and no text that its own box cuts off. */
async function fits(page: Page, what: string): Promise<void> {
  const found = await page.evaluate(() => {
    const root = document.documentElement;
    const wide = root.scrollWidth > root.clientWidth ? [`page ${root.scrollWidth} > ${root.clientWidth}`] : [];
    const cut = [...document.querySelectorAll<HTMLElement>("main *, header *, nav *")].filter((it) => {
      const style = getComputedStyle(it);
      const clips = ["hidden", "clip"].includes(style.overflowX) && style.position !== "absolute";
      return clips && it.clientWidth > 1 && it.innerText?.trim() && it.scrollWidth > it.clientWidth + 1;
    });
    return [...wide, ...cut.map((it) => `cut: ${it.outerHTML.slice(0, 120)}`)];
  });
  expect(found, what).toEqual([]);
}

/** Headings and buttons whose last line is one character: a reader trips over it. */
async function hasNoLoneCharacter(page: Page, what: string): Promise<void> {
  const lone = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>("h1, h2, h3, .button, .tag")) {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const places: DOMRect[] = [];
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.parentElement!.closest(".visually-hidden")) continue;
        for (let at = 0; at < text.textContent!.length; at += 1) {
          const range = document.createRange();
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          const box = range.getBoundingClientRect();
          if (box.width > 0 && text.textContent![at].trim()) places.push(box);
        }
      }
      const last = places.at(-1);
      const line = places.filter((it) => Math.abs(it.bottom - last!.bottom) < last!.height / 2);
      if (places.length > 3 && line.length === 1) found.push(element.innerText);
    }
    return found;
  });
  expect(lone, what).toEqual([]);
}

/** Without the page's own colours a control is told by its border, and a link by its line. */
async function hasVisibleControls(page: Page): Promise<void> {
  const bare = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main button, main .button, main input, main select, main textarea")]
      .filter((it) => it.checkVisibility() && it.getClientRects().length > 0 && !it.closest(".visually-hidden"))
      .filter((it) => {
        const style = getComputedStyle(it);
        const hasBorder = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) > 0;
        const isDrawnByBrowser = style.appearance !== "none" && it.matches("input, select");
        // A step is drawn as a stone, which has a border.
        const isStone = it.querySelector(".step-marker");
        const isHeldByLabel = it.matches("input") && (style.opacity === "0" || style.clipPath !== "none");
        return (
          !hasBorder &&
          !isDrawnByBrowser &&
          !isStone &&
          !isHeldByLabel &&
          !style.textDecorationLine.includes("underline")
        );
      })
      .map((it) => it.outerHTML.slice(0, 120)),
  );
  expect(bare, "forced colours").toEqual([]);
}

/** Text of the staff pages has one of five sizes. A board grows with its wall, a poster with its paper. */
async function keepsTypeScale(page: Page): Promise<void> {
  const odd = await page.evaluate(() => {
    if (/^\/fair|\/(board|poster)$/.test(location.pathname)) return [];
    const said = (it: Element) => [...it.childNodes].some((it) => it.nodeType === 3 && it.textContent!.trim());
    const shown = [...document.querySelectorAll("body *")].filter((it) => it.checkVisibility() && said(it));
    const sizes = shown.map((it) => [parseFloat(getComputedStyle(it).fontSize), it.outerHTML.slice(0, 80)] as const);
    return sizes.filter(([size]) => ![13, 15, 17, 20, 26].includes(Math.round(size * 10) / 10)).map(String);
  });
  expect(odd, "sizes of type").toEqual([]);
}

/** Phone, tablet, desktop, 200 % and 400 % zoom, wider text spacing: nothing overflows, is cut, or ends in a lone
 *  character; no axe violations on phone and desktop. Dark differs only in colours, and they do not depend on the size:
 *  there contrast is checked once. In forced colours every control can be seen. */
export async function fitsEveryScreen(page: Page): Promise<void> {
  for (const [width, height] of [
    [390, 844],
    [1180, 820],
    [1440, 900],
    [720, 450],
    [320, 256],
  ]) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await fits(page, `${width}×${height}`);
    if (width === 720) noteAccessibility(page, { what: "zoom200", ok: true });
    if (width === 320) noteAccessibility(page, { what: "zoom400", ok: true });
    if (width === 390 || width === 1440) {
      await hasNoLoneCharacter(page, `${width}×${height}`);
      await keepsTypeScale(page);
      await isAccessible(page);
    }
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const spacing = await page.evaluateHandle((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
    return sheet;
  }, TEXT_SPACING);
  await fits(page, "text spacing");
  noteAccessibility(page, { what: "spacing", ok: true });
  await spacing.evaluate((sheet) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((it) => it !== sheet);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "dark" });
  await isAccessible(page, "color-contrast");
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  await hasVisibleControls(page);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
}

/** What Chromium says of a request that found no network, or that the server answered with an expected status. */
const EXPECTED =
  /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_(REFUSED|RESET)|ERR_SOCKET_NOT_CONNECTED|status of (401|403|404|429)/;

/** Collects console errors and policy violations of a context, without those of an unreachable network. */
export function collectConsoleErrors(context: BrowserContext): string[] {
  const trouble: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) trouble.push(message.text());
  });
  context.on("weberror", (error) => trouble.push(error.error().message));
  return trouble;
}

export const test = base.extend<{ ward: Ward; trouble: string[] }>({
  ward: async ({}, use) => {
    const ward = new Ward();
    await ward.start();
    await use(ward);
    await ward.stop();
    ward.clear();
  },
  trouble: [
    // After the ward, so that it is looked at before the ward's server stops under an open page.
    async ({ context, ward: _ }, use) => {
      const trouble = collectConsoleErrors(context);
      await use(trouble);
      expect(trouble).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
