import type { Page } from "@playwright/test";

/** Days, times and what is counted in them differ from run to run: they are shown as one day. */
export async function freezeTime(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frozen = (text: string) =>
      text
        .replace(/20\d\d年\d+月\d+日（.）/g, "2026年11月25日（水）")
        .replace(/\b[A-Z][a-z]{2,8} \d{1,2} [A-Z][a-z]{2,8} 20\d\d\b/g, "Wed 25 Nov 2026")
        .replace(/\b\d{1,2}:\d{2}\b/g, "10:00")
        .replace(/あと ?\d+ ?日/g, "あと7日");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) text.textContent = frozen(text.textContent!);
    for (const it of document.querySelectorAll("[aria-label]"))
      it.setAttribute("aria-label", frozen(it.getAttribute("aria-label")!));
  });
}
