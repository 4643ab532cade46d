// Keeps the phrases of short Japanese texts whole where the browser has no `word-break: auto-phrase` (Firefox, Safari):
// zero-width spaces at the borders of phrases are the only places to break a line. Downloaded by those browsers only.

import { HTMLProcessingParser, jaModel } from "budoux";

/** What is read at a glance; running text breaks well enough anywhere. */
const SHORT = "h1, h2, h3, label, button, summary, legend, th, dt, a.button, figcaption, .lead, .scale-wording, .tag";
const BORDER = "\u200b";

const parser = new HTMLProcessingParser(jaModel);

/** The library leaves buttons out: their texts are taken one by one, ruby aside. */
function keepButton(button) {
  const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    if (!text.parentElement.closest("rt") && !text.nodeValue.includes(BORDER))
      text.nodeValue = parser.parse(text.nodeValue).join(BORDER);
  button.style.wordBreak = "keep-all";
}

function keep(element) {
  const all = element.matches(SHORT) ? [element] : [];
  for (const it of [...all, ...element.querySelectorAll(SHORT)]) {
    if (it instanceof HTMLButtonElement) keepButton(it);
    else parser.applyToElement(it);
    // How a word that is too long breaks is the style sheets' to say: in a table it does not.
    it.style.overflowWrap = "";
  }
}

/** Follows the page: what is new, and what is said anew. */
function watch() {
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      const changed = type === "characterData" ? [target] : addedNodes;
      for (const it of changed) {
        const element = it instanceof Element ? it : it.parentElement?.closest(SHORT);
        if (element?.isConnected) keep(element);
      }
    }
    // What was done just now is no change of the page.
    observer.takeRecords();
  });
  keep(document.body);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
}

// What is copied is the text as it was written.
document.addEventListener("copy", (event) => {
  const text = getSelection()?.toString() ?? "";
  if (!text.includes(BORDER)) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", text.replaceAll(BORDER, ""));
});

watch();
