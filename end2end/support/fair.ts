// Fixtures of a fair: an event created over HTTP, a tablet enrolled through its own page, and visitors.
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { Member } from "./member.ts";
import { collectConsoleErrors, type Ward } from "./ward.ts";

export const PIN = "493817";
export const RECRUITER = "E0013";

const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());

/** A recruiter with an event that runs today. */
export class Fair {
  private constructor(
    readonly ward: Ward,
    readonly recruiter: Member,
    readonly event: string,
  ) {}

  static async open(ward: Ward, more: object = {}): Promise<Fair> {
    const recruiter = new Member(ward, RECRUITER);
    await recruiter.signIn();
    const new_ = {
      name: "合同説明会",
      place: "シビックホール",
      first_day: today(),
      last_day: today(),
      survey: true,
      keep_days: 30,
      ...more,
    };
    const all = await recruiter.call("fair_new_event", { new: new_ });
    return new Fair(ward, recruiter, all[0].id);
  }

  async ask(call: string, more: object = {}): Promise<any> {
    return this.recruiter.call(call, { event: this.event, ...more });
  }

  /** Enrols the page's browser as a tablet. */
  async enrol(page: Page, name: string): Promise<void> {
    const { code } = await this.ask("fair_code");
    await page.goto(`${this.ward.url}/fair/booth#${code}`);
    await page.getByLabel("タブレットの名前").fill(name);
    await page.getByLabel("係員の暗証番号").fill(PIN);
    await page.getByLabel("暗証番号（もう一度）").fill(PIN);
    await page.getByRole("button", { name: "登録する" }).click();
    await expect(page.getByRole("button", { name: /タップしてはじめる/ })).toBeVisible({ timeout: 20_000 });
  }

  /** Enrols a new browser profile with a touch screen as a tablet. */
  async tablet(browser: Browser, name: string): Promise<{ page: Page; context: BrowserContext; trouble: string[] }> {
    const context = await browser.newContext({
      viewport: { width: 1180, height: 820 },
      hasTouch: true,
      locale: "ja-JP",
      timezoneId: "Asia/Tokyo",
    });
    const trouble = collectConsoleErrors(context);
    const page = await context.newPage();
    await this.enrol(page, name);
    return { page, context, trouble };
  }
}

/** From the next page on, `wasm` is the memory of the page's program. */
export async function exposeMemory(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...all) => {
      const made = await instantiate(...all);
      const { memory } = made.instance.exports;
      if (memory instanceof WebAssembly.Memory) (window as any).wasm ??= memory;
      return made;
    };
  });
}

/** URLs of all files in the browser's caches. */
export async function cachedFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((it) => caches.open(it)));
    return (await Promise.all(caches_.map((it) => it.keys()))).flat().map((it) => it.url);
  });
}

/** Answers every question of the quiz with the option at index `place`. */
export async function answerAll(page: Page, place = 0): Promise<void> {
  for (let at = 1; at <= 14; at += 1) {
    await expect(page.getByText(`${at} / 14`, { exact: true })).toBeVisible();
    await page.getByRole("list", { name: "答えの選択肢" }).getByRole("button").nth(place).click();
  }
  await expect(page.getByText("あなたの強みは")).toBeVisible();
}

/** From a result through the survey to the thanks; calls `looks` on each screen. */
export async function submitSurvey(page: Page, looks: () => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: "アンケートへ" }).click();
  await expect(page.getByRole("group", { name: /興味/ })).toBeVisible();
  await looks();
  await page.getByRole("button", { name: "ここまでにする" }).click();
  await expect(page.getByRole("heading", { name: "これだけが送られます" })).toBeVisible();
  await page.locator("summary").click();
  const shown = JSON.parse(await page.getByText('"visit":').innerText());
  expect(Object.keys(shown.visit).sort()).toEqual(["day", "event", "types", "wishes"]);
  // On a tablet the batch has a number; a single visit has none.
  expect(Object.keys(shown)).toEqual(page.url().endsWith("/fair/booth") ? ["visit"] : ["number", "visit"]);
  await looks();
  await page.getByRole("button", { name: "送る", exact: true }).click();
  await expect(page.getByRole("heading", { name: "ありがとうございました" })).toBeVisible();
  await looks();
}

/** From the attract screen to the first question, in Japanese. */
export async function beginOnTablet(page: Page): Promise<void> {
  await page.getByRole("button", { name: /タップしてはじめる/ }).click();
  await page.getByRole("button", { name: "日本語", exact: true }).click();
  await page.getByRole("button", { name: "はじめる" }).click();
}

/** Opens the staff menu: five taps in the corner, unless the PIN is asked for already, then the PIN. */
export async function openStaffMenu(page: Page, pin = PIN): Promise<void> {
  const width = page.viewportSize()!.width;
  if (!(await page.getByLabel("暗証番号").isVisible()))
    for (let tap = 0; tap < 5; tap += 1) await page.touchscreen.tap(width - 20, 20);
  await page.getByLabel("暗証番号").fill(pin);
  await page.getByRole("button", { name: "開く" }).click();
}

/** Runs `n` visitors as fast as the page allows, with real clicks. Each answers differently, and submits if `sends`
 *  returns true for its number; numbers start at `from`. */
export async function visitors(
  page: Page,
  n: number,
  from: number,
  sends: (visitor: number) => boolean,
): Promise<void> {
  for (let visitor = from; visitor < from + n; visitor += 1) {
    await page.evaluate(
      async ([visitor, sends]) => {
        const buttons = () => [...document.querySelectorAll<HTMLButtonElement>("button")];
        const plain = (it: Element) => {
          const copy = it.cloneNode(true) as Element;
          copy.querySelectorAll("[aria-hidden=true]").forEach((it) => it.remove());
          return copy.textContent ?? "";
        };
        const press = async (find: () => HTMLButtonElement | undefined, what: string) => {
          for (let wait = 0; wait < 2000; wait += 1) {
            const it = find();
            if (it) return it.click();
            await new Promise((done) => setTimeout(done, 2));
          }
          throw new Error(`no ${what} for visitor ${visitor}: ${document.body.innerText.slice(0, 300)}`);
        };
        const named = (text: string) => press(() => buttons().find((it) => plain(it).includes(text)), text);
        await named("タップしてはじめる");
        await press(() => buttons().find((it) => plain(it) === "日本語" && it.className === "card"), "language");
        await named("はじめる");
        for (let at = 1; at <= 14; at += 1) {
          const here = () => document.querySelector("b")?.textContent === `${at} / 14`;
          await press(
            () =>
              here()
                ? [...document.querySelectorAll<HTMLButtonElement>("li button")][(visitor * 7 + at * 3) % 4]
                : undefined,
            `question ${at}`,
          );
        }
        if (sends) {
          await named("アンケートへ");
          await press(() => [...document.querySelectorAll<HTMLButtonElement>("section button")][visitor % 5], "a job");
          await named("ここまでにする");
          await press(() => buttons().find((it) => plain(it) === "送る"), "the panel");
          await press(
            () =>
              document.body.innerText.includes("ありがとうございました")
                ? buttons().find((it) => plain(it) === "おわる")
                : undefined,
            "the end",
          );
        } else {
          await named("おわる");
        }
        for (let wait = 0; wait < 2000 && !document.body.innerText.includes("タップしてはじめる"); wait += 1)
          await new Promise((done) => setTimeout(done, 2));
      },
      [visitor, sends(visitor)] as const,
    );
  }
}
