// Loads the app and keeps it for use without network. No inline script, so the policy can forbid them all.

import init, { start } from "./app.js";
import { cover, whenStopped } from "./stopped.js";

const say = (text) => {
  const word = document.querySelector(".skeleton-word");
  if (word) word.textContent = text;
};

/** The dictionary of the language this person chose; empty for Japanese, and where it cannot be had. */
async function dictionary() {
  try {
    if (localStorage.getItem("michi:language") !== '"en"') return "";
    const words = await (await fetch("{en}")).text();
    document.documentElement.lang = "en";
    return words;
  } catch {
    return "";
  }
}

whenStopped(() => {
  if (document.documentElement.lang === "en") cover("The page has stopped. What you wrote is kept on this device.", "Open again");
  else cover("画面が止まりました。書いたものはこの端末に残っています。", "開き直す");
});

try {
  const [words] = await Promise.all([dictionary(), init({ module_or_path: "{wasm}" })]);
  start(words);
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "{later}" }));
} catch (error) {
  say("画面を読み込めませんでした。入力はこの端末に残っています。つながる場所で、もう一度開いてください。");
  throw error;
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
