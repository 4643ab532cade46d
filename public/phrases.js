// Keeps the phrases of short Japanese texts whole where the browser has no `word-break: auto-phrase` (Firefox, Safari):
// zero-width spaces at the borders of phrases are the only places to break a line. Downloaded by those browsers only.

import { HTMLProcessingParser, jaModel } from "budoux";

/** What is read at a glance; running text breaks well enough anywhere. */
const SHORT = "h1, h2, h3, label, button, summary, legend, th, dt, a.button, figcaption, .lead, .scale-wording, .tag";

const parser = new HTMLProcessingParser(jaModel);

function keep(element) {
  const all = element.matches(SHORT) ? [element] : [];
  for (const it of [...all, ...element.querySelectorAll(SHORT)]) parser.applyToElement(it);
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

watch();
