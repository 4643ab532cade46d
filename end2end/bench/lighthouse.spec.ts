// What Lighthouse says of the pages that a visitor or an employee meets first, on its simulated phone. Each figure is
// the median of the rounds; `make bench-pages` writes target/bench-lighthouse.md.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { chromiumPath } from "../support/chromium.ts";
import { Fair } from "../support/fair.ts";
import { Member } from "../support/member.ts";
import { NEW_PASSWORD, expect, fillSignIn, test } from "../support/ward.ts";
import { ROUNDS, median } from "./measure.ts";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const PORT = 9377;

test("what Lighthouse says of the first pages", async ({ ward }) => {
  const { default: lighthouse } = await import(
    join(import.meta.dirname, "lighthouse/node_modules/lighthouse/core/index.js")
  );
  const fair = await Fair.open(ward);
  const member = new Member(ward, "E0101");
  await member.signIn();
  const profile = mkdtempSync(join(tmpdir(), "lighthouse-"));
  // Lighthouse opens its pages in the browser's own context: there the session is.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [`--remote-debugging-port=${PORT}`],
  });
  const audit = async (path: string) => {
    const scores: number[][] = [];
    const faults = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { lhr } = await lighthouse(
        ward.url + path,
        { port: PORT, logLevel: "error", onlyCategories: CATEGORIES, disableStorageReset: true },
        undefined,
      );
      scores.push(CATEGORIES.map((it) => Math.round((lhr.categories[it].score ?? 0) * 100)));
      for (const it of CATEGORIES.slice(1).flatMap((it) => lhr.categories[it].auditRefs as { id: string }[]))
        if (lhr.audits[it.id].score === 0) faults.add(it.id);
    }
    const medians = CATEGORIES.map((_, at) => median(scores.map((it) => it[at])));
    const rounds = scores.map((it) => it[0]).join(", ");
    const row = `| ${path} | ${medians.join(" | ")} | ${rounds} | ${[...faults].join(", ")} |`;
    console.log(row);
    return row;
  };
  const rows = [];
  for (const path of ["/sign-in", `/fair/?e=${fair.event}`, "/accessibility"]) rows.push(await audit(path));
  const page = await context.newPage();
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.close();
  for (const path of ["/", "/sheet/self_scoring_sheet/2026-end"]) rows.push(await audit(path));
  await context.close();
  rmSync(profile, { recursive: true, force: true });
  const head = "| page | performance | accessibility | best practices | performance, rounds | failed audits |\n";
  const file = join(import.meta.dirname, "../../target/bench-lighthouse.md");
  writeFileSync(file, `${head}|---|---|---|---|---|---|\n${rows.join("\n")}\n`);
});
