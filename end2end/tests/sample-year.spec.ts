// The sample ward that `make run` shows: everybody signs in with the printed password, and no page is empty.
import { isAccessible } from "../support/screens.ts";
import { Ward, expect, fillSignIn, signOut, test as base } from "../support/ward.ts";

const test = base.extend<{ ward: Ward }>({
  ward: async ({}, use) => {
    const ward = new Ward();
    ward.sample = "year";
    await ward.start();
    await use(ward);
    await ward.stop();
    ward.clear();
  },
});

test("the lived year has something on the pages of every role", async ({ page, ward }) => {
  test.setTimeout(240_000);
  await expect.poll(() => ward.printed).toContain("パスワードはどの人も");
  const password = ward.printed.match(/[a-z0-9]{4}(-[a-z0-9]{4}){3}/)![0];
  const now = new Date();
  const year = now.getMonth() < 3 ? now.getFullYear() - 1 : now.getFullYear();
  const last = year - 1;
  const as = async (id: string, look: [string, RegExp][]) => {
    await page.goto(ward.url);
    await fillSignIn(page, id, password);
    await expect(page.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
    for (const [path, text] of look) {
      await page.goto(ward.url + path);
      await expect(page.getByText(text).filter({ visible: true }).first(), path).toBeVisible({ timeout: 15_000 });
    }
    await isAccessible(page);
    await signOut(page);
    await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  };
  await as("E0101", [
    ["/", /提出したもの/],
    [`/sheet/self_scoring_sheet/${last}-start/result`, /結果/],
    ["/readers", /椿原 なつめ/],
  ]);
  await as("E0002", [
    [`/team/${last}`, /桂坂 すみれ/],
    [`/shared/${last}-start`, /^\d+枚$/],
  ]);
  await as("E0010", [
    [`/office/${year}`, /区民課|いま受け付けている様式はありません/],
    [`/progress/${last}-start`, /区民課/],
    [`/overview/${last}-start`, /人の平均|平均/],
    [`/careers/${last}`, /人/],
    ["/people/E0213", /槙尾 つむぎ/],
    ["/calendar", /自己採点シート/],
  ]);
  await as("E0013", [["/events", /合同説明会/]]);
  await as("E0020", [[`/skills/${last}`, /区民課/]]);
});
