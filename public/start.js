// Loads the app and registers its service worker. Not inline, so that the policy can forbid all inline scripts.

import init, { start } from "./app.js";
import { cover, whenStopped } from "./stopped.js";

const say = (text) => {
  const word = document.querySelector(".skeleton-word");
  if (word) word.textContent = text;
};

const DICTIONARIES = { en: "{en}", "ja-easy": "{easy}" };

/** Dictionary of the chosen language as JSON text; empty for Japanese, or if it cannot be loaded. */
async function dictionary() {
  try {
    const language = JSON.parse(localStorage.getItem("michi:language") ?? '"ja"');
    if (!Object.hasOwn(DICTIONARIES, language)) return "";
    const words = await (await fetch(DICTIONARIES[language])).text();
    if (language === "en") document.documentElement.lang = "en";
    return words;
  } catch {
    return "";
  }
}

whenStopped((report) => {
  if (document.documentElement.lang === "en")
    cover("The page has stopped. What you wrote is kept on this device.", "Open again", "Save a report", report);
  else cover("画面が止まりました。書いたものはこの端末に残っています。", "開き直す", "報告を保存する", report);
});

try {
  const [words] = await Promise.all([dictionary(), init({ module_or_path: "{wasm}" })]);
  start(words);
  // The first sheet does not need the rest of the styles: loaded after the app has started.
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "{css}" }));
} catch (error) {
  say("画面を読み込めませんでした。入力はこの端末に残っています。つながる場所で、もう一度開いてください。");
  throw error;
}

// Japanese only: a text without Japanese has no phrases to keep whole.
if (document.documentElement.lang !== "en" && !CSS.supports("word-break", "auto-phrase"))
  import("{phrases}").catch(() => {});

if ("serviceWorker" in navigator) {
  // Without a service worker the app works, only not offline.
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
