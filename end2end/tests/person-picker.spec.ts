// Choosing a person by a few letters: what goes wrong with such fields elsewhere.
import { expect, signIn, test } from "../support/ward.ts";

test("a person is chosen only on purpose, and a late answer is no answer", async ({ page, ward }) => {
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/deputies`);
  const field = page.getByRole("combobox", { name: "所属長" });
  const options = page.getByRole("option");
  // The first answer comes after the second: it is not shown.
  let isFirst = true;
  await page.route("**/api/v1/find_people", async (route) => {
    if (isFirst) {
      isFirst = false;
      await new Promise((done) => setTimeout(done, 1_500));
    }
    await route.continue();
  });
  await field.fill("桂坂");
  await page.waitForTimeout(300);
  await field.fill("椿原");
  await expect(options.first()).toContainText("椿原");
  await page.waitForTimeout(1_800);
  await expect(options.filter({ hasText: "桂坂" })).toHaveCount(0);
  // The list hides neither the field nor its label.
  const input = await field.boundingBox();
  const list = await page.getByRole("listbox", { name: "所属長" }).boundingBox();
  expect(list!.y).toBeGreaterThanOrEqual(input!.y + input!.height);
  // Enter before the new answer chooses nobody of the old one.
  await field.fill("桂坂");
  await field.press("Enter");
  await expect(field).toHaveValue("桂坂");
  await field.fill("椿原");
  await expect(options.first()).toContainText("椿原");
  // The Enter that ends a conversion chooses nobody, nor does Escape empty the field. Safari tells it by its code.
  await field.evaluate((it) =>
    it.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true })),
  );
  await field.evaluate((it) =>
    it.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true } as object)),
  );
  await expect(field).toHaveValue("椿原");
  await field.press("Escape");
  await expect(options).toHaveCount(0);
  await expect(field).toHaveValue("椿原");
  await field.press("ArrowDown");
  await expect(options.first()).toBeVisible();
  // A slow click chooses; the list does not close under the finger.
  await field.fill("なつめ");
  await options.first().click({ delay: 800 });
  await expect(field).toHaveValue("椿原 なつめ（E0002）");
  // Leaving with Tab closes the list, and what was typed after choosing counts as nobody.
  await field.fill("椿");
  await expect(options.first()).toBeVisible();
  await field.press("Tab");
  await expect(options).toHaveCount(0);
  // Also if the answer comes after one has left.
  await field.fill("桂坂");
  await field.press("Tab");
  await page.waitForTimeout(800);
  await expect(options).toHaveCount(0);
  await page.getByLabel("初めの日").fill("2026-12-01");
  await page.getByLabel("終わりの日").fill("2026-12-02");
  await page.getByRole("button", { name: "代理を決める" }).click();
  await expect(page.getByText("一覧から人を選んでください。").first()).toBeVisible();
  // Without a network the field says so, and what was typed stays.
  await page.context().setOffline(true);
  await field.fill("椿原 な");
  await expect(page.getByText(/つながりません/).first()).toBeVisible();
  await expect(field).toHaveValue("椿原 な");
  await page.context().setOffline(false);
});

test("career declarations sort by a column, once up and again down", async ({ page, ward }) => {
  const { Member } = await import("../support/member.ts");
  for (const id of ["E0101", "E0200", "E0150"]) {
    const member = new Member(ward, id);
    await member.signIn();
    const wish = (await member.items("career_declaration")).find((it) => it.id === "desired_jobs")!;
    await member.write("career_declaration", "2026-start", [[wish.id, "窓口"]], true);
  }
  await signIn(page, ward, "E0011");
  await page.goto(`${ward.url}/careers/2026`);
  const sections = async () => {
    const rows = await page.getByRole("row").all();
    return Promise.all(rows.slice(1).map((it) => it.getByRole("cell").first().innerText()));
  };
  const head = page.getByRole("columnheader", { name: "課" });
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  const up = await sections();
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  const down = await sections();
  expect(up.length).toBe(3);
  expect(up).toEqual([...up].sort());
  expect(new Set(up).size).toBeGreaterThan(1);
  expect(down[0]).toBe(up.at(-1));
});
