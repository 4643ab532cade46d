// Reminders by mail: to who wants them, tried again where the mail server does not take them, with nothing of what was
// written.
import { isAccessible } from "../support/screens.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import { MAIL_PASSWORD, MailServer } from "../support/mail.ts";
import { Member } from "../support/member.ts";
import { NEW_PASSWORD, Ward, expect, post, signIn, test as base } from "../support/ward.ts";

const FORM = { instrument: "self_scoring_sheet", cycle: "2026-end" };
const day = (days: number) => new Date(Date.now() + days * 86_400_000 + 9 * 3_600_000).toISOString().slice(0, 10);
const SECRET = "だれにも見せていない文";

const test = base.extend<{ mail: MailServer; ward: Ward }>({
  mail: async ({}, use) => {
    const mail = new MailServer();
    await mail.start();
    await use(mail);
    await mail.stop();
  },
  ward: async ({ mail }, use) => {
    const ward = new Ward();
    ward.smtp = `smtp://127.0.0.1:${mail.port}`;
    await ward.start();
    await use(ward);
    await ward.stop();
    ward.clear();
  },
});

test("a reminder reaches who wants mail, is tried again, and says nothing of what was written", async ({
  page,
  ward,
  mail,
}) => {
  test.setTimeout(180_000);
  const office = new Member(ward, "E0011");
  await office.signIn();
  const address = (id: string) => `${id.toLowerCase()}@city.example.lg.jp`;
  const people = ["E0101", "E0102", "E0103", "E0104", "E0105"];
  for (const person of people) {
    const fields = [{ field: "mail", before: "", after: address(person) }];
    await office.call("change_person", { person, fields, first_day: "2026-04-01", reason: "" });
  }
  // E0101 has begun to write, and wants no mail; E0102 is greylisted, E0103 unknown there, and E0104 hands in while
  // the mail waits.
  const own = new Member(ward, "E0101");
  await own.signIn();
  await own.write(FORM.instrument, FORM.cycle, [["evidence", SECRET]], false);
  await signIn(page, ward, "E0102");
  await page.getByRole("link", { name: "アカウント", exact: true }).click();
  const choice = page.getByRole("checkbox", { name: /メールでも受け取る/ });
  await expect(choice).toBeChecked();
  await expect(page.getByText(`届け先: ${address("E0102")}`)).toBeVisible();
  await choice.uncheck();
  await expect(page.getByText("メールは送りません。")).toBeVisible();
  await isAccessible(page);
  await page.reload();
  await expect(choice).not.toBeChecked();
  // Whoever has more time is told their own day: isuru89/moodle-local_reminders#134.
  await office.call("extend", { ...FORM, people: ["E0105"], last_day: day(40) });
  mail.answers.set(address("E0101"), ["451 4.7.1 come again in a while"]);
  mail.answers.set(address("E0103"), ["550 5.1.1 no such user"]);
  mail.answers.set(address("E0104"), ["451 4.7.1 come again", "451 4.7.1 come again"]);
  expect(await office.call("remind", { ...FORM, people })).toBe(5);
  await expect.poll(() => mail.addresses(), { timeout: 30_000 }).toEqual([address("E0105")]);
  await expect.poll(() => mail.tries.get(address("E0104")), { timeout: 30_000 }).toBe(1);
  const late = new Member(ward, "E0104");
  await late.signIn();
  await late.write(FORM.instrument, FORM.cycle, [["evidence", "できたこと"]], true);
  // The server stops in between: what waits is not lost.
  await ward.stop();
  await ward.start();
  await expect.poll(() => mail.addresses(), { timeout: 60_000 }).toContain(address("E0101"));
  expect(mail.addresses()).toEqual([address("E0105"), address("E0101")]);
  const [first] = mail.taken;
  expect(first.subject).toBe("【道しるべ】自己採点シートの提出について");
  expect(first.from!.name).toBe("職員課");
  expect(first.text).toContain("まだ提出されていません");
  expect(first.text).toContain(`提出の期限は ${Number(day(40).slice(0, 4))}年${Number(day(40).slice(5, 7))}月`);
  expect(first.text).toContain("https://michishirube.example/");
  expect(first.headers.find((it) => it.key === "auto-submitted")?.value).toBe("auto-generated");
  expect(first.messageId).toMatch(/^<\d+\..+@city\.example\.lg\.jp>$/);
  for (const it of mail.taken) expect(JSON.stringify(it)).not.toContain(SECRET);
  // Who does not want mail is reminded in the app alone; who has handed in is left alone.
  expect(mail.tries.get(address("E0102"))).toBeUndefined();
  expect(mail.tries.get(address("E0104"))).toBe(1);
  // 職員課 learns whose address is wrong.
  const [, cookie] = await post(ward, "sign_in", { login: "E0011", password: NEW_PASSWORD });
  const [desk] = await post(ward, "office_desk", {}, cookie);
  expect(desk.undelivered).toHaveLength(1);
  expect(desk.undelivered[0]).toMatchObject({ person: ["E0103", expect.any(String)] });
  expect(desk.undelivered[0].problem).toContain("no such user");
});

base("mail goes over TLS with a password, and to nobody whose certificate is not trusted", async () => {
  base.setTimeout(120_000);
  const certificate = await generate([{ name: "commonName", value: "localhost" }], { algorithm: "sha256" });
  const mail = new MailServer(certificate);
  await mail.start();
  const ward = new Ward();
  ward.smtp = `smtps://jinji:${MAIL_PASSWORD}@localhost:${mail.port}`;
  await ward.start();
  try {
    const office = new Member(ward, "E0011");
    await office.signIn();
    const fields = [{ field: "mail", before: "", after: "e0101@city.example.lg.jp" }];
    await office.call("change_person", { person: "E0101", fields, first_day: "2026-04-01", reason: "" });
    expect(await office.call("remind", { ...FORM, people: ["E0101"] })).toBe(1);
    // Nobody vouches for the server: neither mail nor password goes there, and 職員課 learns that a mail waits.
    await expect.poll(async () => (await office.call("office_desk", {})).mails_refused, { timeout: 60_000 }).toBe(1);
    expect(mail.users).toEqual([]);
    expect(mail.taken).toEqual([]);
    ward.trusts = join(ward.folder, "mail.pem");
    writeFileSync(ward.trusts, certificate.cert);
    await ward.stop();
    await ward.start();
    await expect.poll(() => mail.addresses(), { timeout: 90_000 }).toEqual(["e0101@city.example.lg.jp"]);
    expect(mail.users).toEqual(["jinji"]);
  } finally {
    await ward.stop();
    ward.clear();
    await mail.stop();
  }
});
