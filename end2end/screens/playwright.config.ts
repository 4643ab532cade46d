// The contact sheet is taken by the browser tests' own means, but not with them.
import tests from "../playwright.config.ts";

export default { ...tests, testDir: ".", outputDir: "../test-results", timeout: 600_000 };
