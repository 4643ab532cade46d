// The fixture of each test: a server process with a new database, its own port, and the sample roster.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** The build that the native tests made: it checks arithmetic, and a release build would take minutes more. What is
 *  measured takes that one. */
export const serverBinary = join(root, process.env.MICHI_SERVER ?? "target/debug/michishirube");

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** How a ward with a mail server sends. */
const MAIL = [
  "--mail-from=職員課 <jinji@city.example.lg.jp>",
  "--mail-link=https://michishirube.example/",
  "--mails-per-minute=300",
];

export class Ward {
  readonly folder = mkdtempSync(join(tmpdir(), "michishirube-"));
  url = "";
  site = join(root, "target/site");
  /** Folder with forms of its own; without one the ward has the built-in forms. */
  forms?: string;
  /** The mail server that it sends by; without one it sends no mail. */
  smtp?: string;
  /** A file with the certificates that it trusts besides; without one it trusts those of the machine. */
  trusts?: string;
  /** The sample it begins with: people who have done nothing, a year and a half, or nobody. */
  sample: "people" | "year" | "none" = "people";
  /** What the server has printed since it started last. */
  printed = "";
  private port = 0;
  private server?: ChildProcess;

  async start(): Promise<void> {
    this.port ||= await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    const args = [
      "--db",
      join(this.folder, "ward.db"),
      "serve",
      ...(this.sample === "none" ? [] : [`--sample=${this.sample}`]),
      "--addr",
      `127.0.0.1:${this.port}`,
      "--site",
      this.site,
      ...(this.forms ? ["--content", this.forms] : []),
      ...(this.smtp ? ["--smtp", this.smtp, ...MAIL] : []),
    ];
    const env = this.trusts ? { ...process.env, SSL_CERT_FILE: this.trusts } : process.env;
    this.server = spawn(serverBinary, args, { stdio: ["ignore", "pipe", "ignore"], env });
    this.printed = "";
    this.server.stdout!.on("data", (it) => (this.printed += it));
    // A year and a half is lived before the server listens.
    const timeout = this.sample === "year" ? 90_000 : 20_000;
    await expect.poll(() => this.isHealthy(), { timeout, intervals: [50] }).toBe(true);
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

  /** Memory that the server holds, in MiB. */
  memory(): number {
    const status = readFileSync(`/proc/${this.server!.pid}/status`, "utf8");
    return Number(status.match(/^VmRSS:\s+(\d+)/m)![1]) / 1024;
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
