// A new recruit's first month: signing in on a phone, finding help and what words mean, the first check-in, offline in
// the middle; the tutor's own; and 職員課, who reads what was shared and nothing else.
import { isAccessible } from "../support/screens.ts";
import {
  beginAccount,
  expect,
  fillSignIn,
  NEW_PASSWORD,
  openSection,
  post,
  readyForOffline,
  signInFirst,
  test,
  waitForPush,
} from "../support/ward.ts";

const CYCLE = "2026-start";

test("a new recruit is led through the first month, and is heard", async ({ page: office, browser, ward }) => {
  test.setTimeout(180_000);
  const session = await beginAccount(ward, "E0010");
  for (const instrument of ["new_recruit_check", "tutor_check"])
    await post(ward, "set_cycle", { instrument, cycle: CYCLE, open: true }, session);

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const own = await phone.newPage();
  await own.goto(ward.url);
  await signInFirst(own, "E0103", ward.firstPassword("E0103"));
  await isAccessible(own);
  // What the ward means by its words, and where to turn, are two taps away.
  await own.getByRole("link", { name: "方針" }).first().click();
  await own.getByRole("searchbox").fill("チューター");
  await expect(own.getByRole("link", { name: /チューター/ }).first()).toBeVisible();
  await own.getByRole("link", { name: "相談・支援" }).first().click();
  await expect(own.getByRole("heading", { level: 1 })).toBeVisible();

  await own.goto(`${ward.url}/sheet/new_recruit_check/${CYCLE}`);
  await own.getByRole("button", { name: "書き始める" }).click();
  const hard = own.getByLabel("難しいと感じていること").first();
  const onward = own.getByRole("group", { name: "質問の移動" });
  await own.getByRole("radiogroup", { name: "仕事への慣れ" }).getByRole("radio").nth(1).check();
  await own.getByRole("radiogroup", { name: "チューターとの話" }).getByRole("radio").nth(3).check();
  await readyForOffline(own);
  await phone.setOffline(true);
  await hard.fill("電話を取るのがこわい。");
  await expect(own.getByText("この端末に保存").first()).toBeVisible();
  await own.reload();
  // It goes on at the next question; what was written is one step back.
  await onward.getByRole("button", { name: "前へ" }).click();
  await expect(hard).toHaveValue("電話を取るのがこわい。");
  await isAccessible(own);
  await phone.setOffline(false);
  await openSection(own, "公開範囲");
  await own
    .getByRole("radio", { name: /職員課/ })
    .first()
    .check();
  await waitForPush(own);
  await own.goto(`${ward.url}/sheet/new_recruit_check/${CYCLE}/review`);
  await own.getByRole("button", { name: "提出する" }).click();
  await expect(own.getByText(/提出しました|提出済み/).first()).toBeVisible();
  await waitForPush(own);

  // The tutor writes for themselves: shared with nobody unless they choose so.
  await beginAccount(ward, "E0102");
  const tutor = await (await browser.newContext()).newPage();
  await tutor.goto(ward.url);
  await fillSignIn(tutor, "E0102", NEW_PASSWORD);
  await expect(tutor.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await tutor.goto(`${ward.url}/sheet/tutor_check/${CYCLE}`);
  await tutor.getByRole("button", { name: "書き始める" }).click();
  await tutor.getByLabel("新しい職員が今できる仕事").first().fill("窓口の受付");
  await waitForPush(tutor);
  await isAccessible(tutor);

  await office.goto(ward.url);
  await fillSignIn(office, "E0010", NEW_PASSWORD);
  await expect(office.getByRole("heading", { level: 1, name: "つぎの一歩" })).toBeVisible();
  await office.goto(`${ward.url}/shared/${CYCLE}`);
  await office
    .getByRole("link", { name: /柏谷 わかば/ })
    .first()
    .click();
  await expect(office.getByText("電話を取るのがこわい。")).toBeVisible();
  await isAccessible(office);
  await office.goto(`${ward.url}/shared/${CYCLE}`);
  await expect(office.getByText("桂坂 そら")).toHaveCount(0);

  // The recruit sees who read it, in easy Japanese too.
  await own.goto(`${ward.url}/readers`);
  await expect(own.getByText("欅台 すみれ").first()).toBeVisible();
  await own.goto(`${ward.url}/account`);
  await own.getByRole("main").getByRole("button", { name: "やさしい日本語" }).click();
  await own.goto(ward.url);
  await expect(own.getByRole("heading", { level: 1, name: "つぎに すること" })).toBeVisible();
  await isAccessible(own);
  await phone.close();
});
