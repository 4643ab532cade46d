// Kills the whole browser with SIGKILL after "saved on this device": the text is there on restart. KILLS=200 sets how
// often.
import { chromium, type Browser } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "../support/chromium.ts";
import { beginSheet, expect, readyForOffline, signIn, test, openSection } from "../support/ward.ts";

const KILLS = Number(process.env.KILLS ?? 3);

/** Starts a browser in its own process group, so that all its processes can be killed. */
async function open(profile: string): Promise<{ process: ChildProcess; browser: Browser }> {
  const args = ["--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-background-networking"];
  const process = spawn(
    chromiumPath(),
    [...args, `--user-data-dir=${profile}`, "--remote-debugging-port=0", "about:blank"],
    {
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const address = await new Promise<string>((found) => {
    let said = "";
    process.stderr!.on("data", (text) => {
      said += text;
      const line = said.match(/DevTools listening on (ws:\/\/\S+)/);
      if (line) found(line[1]);
    });
  });
  return { process, browser: await chromium.connectOverCDP(address) };
}

async function killAll(process: ChildProcess): Promise<void> {
  const gone = new Promise((done) => process.once("exit", done));
  globalThis.process.kill(-process.pid!, "SIGKILL");
  await gone;
}

test("text shown as saved on this device survives a browser killed with SIGKILL", async ({ ward }) => {
  test.setTimeout(60_000 + KILLS * 20_000);
  const profile = mkdtempSync(join(tmpdir(), "michishirube-killed-"));
  let { process, browser } = await open(profile);
  let page = await browser.contexts()[0].newPage();
  await signIn(page, ward, "E0101");
  await readyForOffline(page);
  await beginSheet(page);
  await openSection(page, "振り返り");
  const evidence = () => page.getByRole("textbox", { name: /採点の根拠/ });
  for (let kill = 1; kill <= KILLS; kill++) {
    await page.context().setOffline(true);
    await expect(page.getByText("オフライン — 入力はこの端末に保存されています")).toBeVisible();
    await evidence().fill(`${kill}度目に書いた文`);
    await expect(page.getByText("入力中", { exact: true })).toBeVisible();
    await expect(page.getByText("この端末に保存", { exact: true })).toBeVisible();
    // Delays from zero to seven seconds: localStorage reaches the disk some seconds late.
    await page.waitForTimeout((kill * 1_901) % 7_001);
    await killAll(process);

    ({ process, browser } = await open(profile));
    const context = browser.contexts()[0];
    page = await context.newPage();
    await context.setOffline(true);
    await page.goto(`${ward.url}/sheet/self_scoring_sheet/2026-end`);
    await openSection(page, "振り返り");
    await expect(evidence(), `after kill ${kill}`).toHaveValue(`${kill}度目に書いた文`);
    await expect(page.getByRole("link", { name: "1 件はこの端末だけ" })).toBeVisible();
  }
  await killAll(process);
});
