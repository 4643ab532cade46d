// Every test runs against the built server in the system's real Chromium.
import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./support/chromium.ts";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  // One more try where nobody watches; the list then says "flaky", which is a fault to look for.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    actionTimeout: 10_000,
    // A trace of every test takes a quarter of the time; `--trace on` writes one by hand.
    trace: "on-first-retry",
    launchOptions: { executablePath: chromiumPath(), args: chromiumArguments() },
  },
});

function chromiumArguments() {
  return [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
}
