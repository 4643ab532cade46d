// What a person waits for is measured by the browser tests' own means, but not with them, and one page at a time.
import tests from "../playwright.config.ts";

// `make bench-pages` has built it.
process.env.MICHI_SERVER ??= "target/release/michishirube";

export default { ...tests, testDir: ".", outputDir: "../test-results", timeout: 900_000, workers: 1 };
