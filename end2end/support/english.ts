// Checks that a page in English shows no Japanese except names and typed text.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";

const sample = join(dirname(fileURLToPath(import.meta.url)), "../../server");

/** Texts that stay Japanese: roster cells, course names, the product and the language switch. Longest first. */
function names(): string[] {
  const roster = readFileSync(join(sample, "sample/roster.csv"), "utf8").split(/[\n,]/);
  const { measures, recommendations } = JSON.parse(
    readFileSync(join(sample, "content/self_scoring_sheet.json"), "utf8"),
  );
  const courses = recommendations.flatMap((it: { measures: { example?: string }[] }) =>
    it.measures.map((own) => own.example),
  );
  const subsidies = measures.map((it: { subsidy?: string }) => it.subsidy);
  const stays = [...roster, ...courses, ...subsidies, "道しるべ", "やさしい日本語", "日本語"].filter((it) =>
    it?.trim(),
  );
  return stays.sort((a, b) => b.length - a.length);
}

/** Fails if the page shows Japanese other than names and `typed`. */
export async function hasNoJapanese(page: Page, typed: string[] = []) {
  await expect(page.getByText("Loading", { exact: true })).toHaveCount(0);
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) found.push(walker.currentNode.textContent ?? "");
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
      for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(element.getAttribute(name) ?? "");
    return found;
  });
  const stays = [...names(), ...typed];
  const left = texts.map((text) => stays.reduce((rest, name) => rest.replaceAll(name, ""), text));
  expect(left.filter((it) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(it))).toEqual([]);
}
