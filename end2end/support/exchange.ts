// What a browser sends in an exchange.
import type { Request } from "@playwright/test";

interface Answer {
  item: string;
  value: unknown;
}

/** The answers of a push, whether it is packed or not. */
export function pushedAnswers(request: Request): Answer[] {
  const { push } = JSON.parse(request.postData() ?? "{}");
  const plain = (push?.facts ?? []).map((it: { body: Answer }) => it.body);
  const packed = (push?.runs ?? []).flatMap((run: { format: number; body: string }) => {
    const body = JSON.parse(run.body);
    if (run.format === 0) return [body.body];
    return body.items.map((item: string, at: number) => ({ item, value: body.values[at] }));
  });
  return [...plain, ...packed];
}
