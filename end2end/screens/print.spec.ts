// What a printer gets: sheets as PDF, for `make screens`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { NEW_PASSWORD, fillSignIn, test } from "../support/ward.ts";
import { submitSelfScoring } from "../support/member.ts";

const folder = join(import.meta.dirname, "../../target/screens");

test("a sheet and its result on paper", async ({ page, ward }) => {
  mkdirSync(folder, { recursive: true });
  await submitSelfScoring(ward, "E0101", (place) => 1 + (place % 5), "2026-end", [
    ["strength", ["planning"]],
    ["evidence", "窓口の案内図を作り直し、待ち時間が短くなった。"],
  ]);
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await page.getByRole("heading", { level: 1, name: "つぎの一歩" }).waitFor();
  for (const [name, path] of [
    ["sheet", "/sheet/self_scoring_sheet/2026-end"],
    ["result", "/sheet/self_scoring_sheet/2026-end/result"],
  ]) {
    await page.goto(ward.url + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    await page.setViewportSize({ width: 703, height: 1000 });
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.screenshot({ path: join(folder, `print-${name}.png`), fullPage: true });
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.pdf({ path: join(folder, `print-${name}.pdf`), format: "A4" });
  }
});
