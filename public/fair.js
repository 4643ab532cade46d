// Loads the fair's build and registers its service worker. Not inline, so that the policy can forbid inline scripts.

import init, { open } from "./app.js";
import { cover, whenStopped } from "./stopped.js";

whenStopped(() => {
  cover(
    "画面が止まりました。もう一度開いてください。\nThe page has stopped. Please open it again.",
    "開き直す · Open again",
  );
  // On a kiosk a visitor's answers may be under the cover; reloading wipes them. The delay slows down a reload loop.
  if (location.pathname.startsWith("/fair/booth"))
    setTimeout(() => location.reload(), performance.now() > 10_000 ? 0 : 10_000);
});

try {
  await init({ module_or_path: "{wasm}" });
  open();
} catch (error) {
  const word = document.querySelector(".skeleton-word");
  if (word)
    word.textContent =
      "読み込めませんでした。つながる場所で、もう一度開いてください。 · Could not load. Please open again with a connection.";
  throw error;
}

if (!CSS.supports("word-break", "auto-phrase")) import("{phrases}").catch(() => {});

if ("serviceWorker" in navigator) {
  // Without a service worker the quiz works, only not offline.
  navigator.serviceWorker.register("/fair/sw.js").catch(() => {});
}
