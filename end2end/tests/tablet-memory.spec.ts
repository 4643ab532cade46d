// A tablet runs a whole day without a reload: what visitors leave in its memory must not add up.
import { Fair, exposeMemory, visitors } from "../support/fair.ts";
import { expect, test } from "../support/ward.ts";

test("the memory of a tablet does not grow with its visitors", async ({ browser, ward }) => {
  test.setTimeout(90_000);
  const fair = await Fair.open(ward);
  const { page, context, trouble } = await fair.tablet(browser, "タブレット1");
  await exposeMemory(context);
  await page.reload();
  const memory = () => page.evaluate(() => (window as any).wasm.buffer.byteLength as number);
  await visitors(page, 40, 0, (visitor) => visitor % 10 === 0);
  const before = await memory();
  await visitors(page, 120, 40, (visitor) => visitor % 10 === 0);
  // It grows in pages of 64 KiB; every visitor took 8.6 KB while signals kept what had read them.
  expect((await memory()) - before).toBeLessThanOrEqual(4 * 65_536);
  expect(trouble).toEqual([]);
  await context.close();
});
