// A sheet on paper: question and answer, chosen ones marked, with form, person and date; no controls.
import { submitSelfScoring } from "../support/member.ts";
import { NEW_PASSWORD, expect, fillSignIn, test } from "../support/ward.ts";

test("a sheet prints on two pages as question and answer", async ({ page, ward }) => {
  await submitSelfScoring(ward, "E0101", (place) => 1 + (place % 5), "2026-end", [
    ["evidence", "窓口の案内図を作り直した"],
  ]);
  await page.goto(ward.url);
  await fillSignIn(page, "E0101", NEW_PASSWORD);
  await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("table")).toHaveCount(0);
  const pages = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page[^s]/g);
  expect(pages).toHaveLength(2);

  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const record = page.getByRole("table");
  await expect(record).toContainText(/自己採点シート（第\d+版）　2026年度 期末/);
  await expect(record).toContainText("桂坂 すみれ（E0101）");
  await expect(record.getByRole("row", { name: /採点の根拠/ })).toContainText("窓口の案内図を作り直した");
  const chosen = record
    .getByRole("row", { name: /1 ほとんどできていない/ })
    .first()
    .getByRole("cell");
  expect(await chosen.evaluate((it) => getComputedStyle(it, "::before").content)).toBe('"■ "');
  expect(await chosen.evaluate((it) => getComputedStyle(it).fontWeight)).toBe("700");
  await expect(page.getByRole("radio")).toHaveCount(0);
  await expect(page.getByRole("button")).toHaveCount(0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect(record).toHaveCount(0);
});
