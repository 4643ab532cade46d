// Loads the fair's own build and keeps it for use without network. No inline script, so the policy can forbid them all.

import init, { open } from "./app.js";

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
