// Employees without a browser: they sign in and submit sheets over HTTP as a device would, so that a test can have
// many.
import { createHash, randomUUID } from "node:crypto";
import { beginAccount, post, type Ward } from "./ward.ts";

type Item = { id: string; subject?: string; only_if?: unknown; key?: { right: string } };

export class Member {
  private cookie = "";
  private n = 0;
  /** What the answers of the last sheet were, as a step names them. */
  private hash = "";
  private readonly device = randomUUID();
  constructor(
    private readonly ward: Ward,
    readonly id: string,
  ) {}

  async call(path: string, body: unknown): Promise<any> {
    const [answer, cookie] = await post(this.ward, path, body, this.cookie);
    this.cookie = cookie;
    return answer;
  }

  async signIn(): Promise<void> {
    this.cookie = await beginAccount(this.ward, this.id);
  }

  /** Signs in with a password that is not an initial one. */
  async signInWith(password: string): Promise<void> {
    [, this.cookie] = await post(this.ward, "sign_in", { login: this.id, password });
  }

  async items(instrument: string): Promise<Item[]> {
    const [, edition] = await this.call("edition", { instrument, known: null });
    return edition.sections.flatMap((it: { items: Item[] }) => it.items);
  }

  /** Pushes answers of a sheet, and submits it if `handIn`. */
  async write(instrument: string, cycle: string, answers: [string, unknown][], handIn: boolean): Promise<void> {
    const sheet = { person: this.id, instrument, cycle };
    const fact = (body: object) => ({
      id: randomUUID(),
      device: this.device,
      n: ++this.n,
      sheet,
      body,
      replaces: null,
      noted_at: Date.now() + this.n * 20_000,
    });
    const facts: { id: string }[] = answers.map(([item, value]) => fact({ kind: "answer", item, value }));
    const seen = facts
      .map((it) => it.id)
      .sort()
      .join("\n");
    this.hash = createHash("sha256").update(seen).digest("hex");
    if (handIn) facts.push(fact({ kind: "step", step: "submit", made_on: this.hash }));
    const told = await this.call("exchange", {
      push: { schema: 1, device: this.device, epoch: null, since: 0, facts },
    });
    if (told.refused.length) throw new Error(JSON.stringify(told.refused));
  }

  /** A step in the sheet that was written last, such as taking it back. */
  async step(instrument: string, cycle: string, step: string): Promise<void> {
    const sheet = { person: this.id, instrument, cycle };
    const body = { kind: "step", step, made_on: this.hash };
    const [id, n] = [randomUUID(), ++this.n];
    const fact = { id, device: this.device, n, sheet, body, replaces: null, noted_at: Date.now() + n * 20_000 };
    const told = await this.call("exchange", {
      push: { schema: 1, device: this.device, epoch: null, since: 0, facts: [fact] },
    });
    if (told.refused.length) throw new Error(JSON.stringify(told.refused));
  }

  /** As a 所属長: opens a submitted sheet and sends it back with a reason. */
  async sendBack(person: string, instrument: string, cycle: string, note: string): Promise<void> {
    const sheet = { person, instrument, cycle };
    const opened = await this.call("shared_sheet", { sheet });
    const body = { kind: "step", step: "return", made_on: opened.hash, act: { note } };
    const fact = {
      id: randomUUID(),
      device: this.device,
      n: ++this.n,
      sheet,
      body,
      replaces: null,
      noted_at: Date.now(),
    };
    const told = await this.call("exchange", {
      push: { schema: 1, device: this.device, epoch: null, since: 0, facts: [fact] },
    });
    if (told.refused.length) throw new Error(JSON.stringify(told.refused));
  }
}

type Level = (place: number) => number;

/** Submits a form with a level for each item, shared with 職員課. */
async function submitScored(
  form: string,
  ward: Ward,
  id: string,
  level: Level,
  cycle: string,
  more: [string, unknown][] = [],
): Promise<void> {
  const member = new Member(ward, id);
  await member.signIn();
  const items = await member.items(form);
  const scored = items.filter((it) => it.subject && !it.only_if);
  const answers = scored.map((it, place): [string, unknown] => [it.id, level(place)]);
  await member.write(form, cycle, [...answers, ...more, ["share_scope", "supervisor_and_personnel"]], true);
}

export const submitDxSelfCheck = (ward: Ward, id: string, level: number, cycle: string): Promise<void> =>
  submitScored("dx_self_check", ward, id, () => level, cycle);

export const submitSelfScoring = (
  ward: Ward,
  id: string,
  level: Level,
  cycle: string,
  more: [string, unknown][] = [],
): Promise<void> => submitScored("self_scoring_sheet", ward, id, level, cycle, more);

/** Answers the first `n` questions of the literacy check, correctly or with "unsure". */
export async function answerLiteracyTest(
  ward: Ward,
  id: string,
  n: number,
  rightly: boolean,
  cycle: string,
): Promise<void> {
  const member = new Member(ward, id);
  await member.signIn();
  const items = (await member.items("literacy_test")).slice(0, n);
  await member.write(
    "literacy_test",
    cycle,
    items.map((it) => [it.id, rightly ? it.key!.right : "unsure"]),
    false,
  );
}
