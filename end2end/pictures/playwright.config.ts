// The README's pictures are taken by the browser tests' own means, but not with them.
import tests from "../playwright.config.ts";

export default { ...tests, testDir: ".", outputDir: "../test-results" };
