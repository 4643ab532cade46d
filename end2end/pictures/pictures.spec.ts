// The README's pictures, taken anew with `make pictures`.
import { Fair, answerAll, beginOnTablet } from "../support/fair.ts";
import { beginSheet, expect, signIn, test, untilPublished } from "../support/ward.ts";
import { submitSelfScoring } from "../support/member.ts";

test.use({ viewport: { width: 1180, height: 820 }, colorScheme: "light" });

const picture = (name: string) => `pictures/${name}.png`;

test("home and a sheet", async ({ page, ward }) => {
  await signIn(page, ward, "E0100");
  await page.screenshot({ path: picture("home") });
  await beginSheet(page);
  await page.getByRole("radiogroup").first().getByRole("radio").nth(3).check({ force: true });
  await expect(page.getByText("サーバーに保存", { exact: true }).first()).toBeVisible();
  await page.getByRole("radiogroup").first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: picture("sheet") });
});

test("職員課", async ({ page, ward }) => {
  test.setTimeout(180_000);
  const places = ["01", "02", "03", "04", "05", "11", "12", "13", "14", "15"];
  const people = places.flatMap((it) => [`E01${it}`, `E02${it}`]);
  for (const [at, id] of people.entries())
    await submitSelfScoring(
      ward,
      id,
      (place) => 2 + ((at + ((place * place) % 7)) % 3) + (place % 5 === 0 ? 1 : 0),
      "2026-end",
    );
  await ward.publishFigures();
  await signIn(page, ward, "E0010");
  await page.getByRole("link", { name: "集計" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await untilPublished(page, "人の提出から");
  await page.screenshot({ path: picture("personnel") });
});

test("a tablet at the fair", async ({ browser, ward }) => {
  const fair = await Fair.open(ward);
  const { page, context } = await fair.tablet(browser, "タブレット1");
  await beginOnTablet(page);
  await answerAll(page);
  await page.screenshot({ path: picture("kiosk") });
  await context.close();
});
