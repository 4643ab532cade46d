// Loads the fair's own build and keeps it for use without network. No inline script, so the policy can forbid them all.

import init, { open } from "./app.js";
import { cover, whenStopped } from "./stopped.js";

whenStopped(() => {
  cover("画面が止まりました。もう一度開いてください。\nThe page has stopped. Please open it again.", "開き直す · Open again");
  // On a tablet somebody's answers may stand under it, and opening is what wipes them. Not in a circle without a pause.
  if (location.pathname.startsWith("/fair/booth")) setTimeout(() => location.reload(), performance.now() > 10_000 ? 0 : 10_000);
});

try {
  await init({ module_or_path: "{wasm}" });
  open();
} catch (error) {
  const word = document.querySelector(".skeleton-word");
  if (word) word.textContent = "読み込めませんでした。つながる場所で、もう一度開いてください。 · Could not load. Please open again with a connection.";
  throw error;
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/fair/sw.js").catch(() => {});
}
