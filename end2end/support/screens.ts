// What every page is measured by: axe, overflow, lone characters, sizes of type, controls in forced colours.
import { appendFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

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
