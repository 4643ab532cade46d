// The path of Chromium, as .ci/toolchain found it.
import { readFileSync } from "node:fs";

export function chromiumPath(): string {
  const env = readFileSync(new URL("../../target/toolchain.env", import.meta.url), "utf8");
  return env.match(/^MICHI_CHROMIUM=(.+)$/m)?.[1] ?? "/usr/bin/chromium";
}
