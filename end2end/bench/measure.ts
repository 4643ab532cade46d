// How a page is timed: the first question, every kind of field, the longest task, and the frame after a click or a key.
import type { BrowserContext, Page } from "@playwright/test";

export const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SLOWER = 4;
/** Slow 4G: 1.6 Mbit/s, 150 ms. */
export const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };

export const median = (all: number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
export const p95 = (all: number[]): number => [...all].sort((a, b) => a - b)[Math.ceil(all.length * 0.95) - 1];

/** Notes, in the page, when the first question can be answered, when every kind of field is there, and long tasks. */
export async function watch(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const seen = { first: 0, every: 0, longest: 0 };
    (window as any).seen = seen;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) seen.longest = Math.max(seen.longest, task.duration);
    }).observe({ type: "longtask", buffered: true });
    const look = () => {
      const open = (it: Element | null) => it && it.getClientRects().length > 0;
      const first = document.querySelector("main input:not(:disabled), main textarea, #app input:not(:disabled)");
      if (!seen.first && open(first)) seen.first = performance.now();
      const bar = document.querySelector(".bottom-bar, .sd-navigation__next-btn");
      if (seen.first && !seen.every && open(document.querySelector("textarea")) && open(bar))
        seen.every = performance.now();
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

export async function slow(page: Page, network?: object): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  if (network) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", network as typeof SLOW_4G);
  }
}

export type Seen = { first: number; every: number; longest: number };

export async function visit(page: Page, url: string): Promise<Seen> {
  await page.goto(url);
  await page.waitForFunction(() => (window as any).seen.every > 0, undefined, { timeout: 60_000 });
  return page.evaluate(() => (window as any).seen);
}

/** Milliseconds from each event of a kind until the frame that follows it was made. */
export async function timings(page: Page, kind: "click" | "keydown", act: () => Promise<void>): Promise<number[]> {
  await page.evaluate((kind) => {
    const all: number[] = [];
    (window as any).timings = all;
    const note = (event: Event) =>
      requestAnimationFrame(() => {
        const frame = new MessageChannel();
        frame.port1.onmessage = () => all.push(performance.now() - event.timeStamp);
        frame.port2.postMessage(0);
      });
    addEventListener(kind, note, { capture: true });
    (window as any).untimed = () => removeEventListener(kind, note, { capture: true });
  }, kind);
  await act();
  await page.waitForTimeout(500);
  return page.evaluate(() => ((window as any).untimed(), (window as any).timings));
}
