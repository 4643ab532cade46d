// The workload of every server: people with one sheet of sixty answers each, from a fixed pseudo-random sequence.
import { readFileSync } from "node:fs";

export const SHEETS = Number(process.env.SHEETS ?? 2000);
export const EDITS = Number(process.env.EDITS ?? 2000);
export const ANSWERS = 60;

const form = new URL("../../content/self_scoring_sheet.json", import.meta.url);
const sections = JSON.parse(readFileSync(form, "utf8")).sections;
/** Ids of sixty scale items of the form. */
export const ITEMS = sections
  .flatMap((it) => it.items)
  .filter((it) => it.kind === "scale" || it.kind?.kind === "scale" || it.kind?.type === "scale")
  .slice(0, ANSWERS)
  .map((it) => it.id);

/** Answer (1 to 5) of a person to a question in the n-th round. */
export function answer(person, question, n = 0) {
  let dice = (person * 60 + question + n * 7919 + 1) >>> 0;
  for (let turn = 0; turn < 3; turn++) dice = (Math.imul(dice, 1664525) + 1013904223) >>> 0;
  return ((dice >>> 16) % 5) + 1;
}

/** A sheet as one record of sixty fields. */
export function sheet(person, n = 0) {
  return Object.fromEntries(ITEMS.map((item, at) => [item, answer(person, at, n)]));
}
