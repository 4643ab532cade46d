// A page whose program stopped answers to nothing any more, and nobody would know: it is covered, says so, and opens again.

/** Calls back when the program of the page stopped, whatever it was doing. */
export function whenStopped(back) {
  const look = (event) => {
    if ((event.error ?? event.reason) instanceof WebAssembly.RuntimeError) back();
  };
  addEventListener("error", look);
  addEventListener("unhandledrejection", look);
}

/** Covers all of the page with a sentence and the one thing that helps. */
export function cover(sentence, again) {
  if (document.querySelector("dialog.stopped")) return;
  const text = Object.assign(document.createElement("p"), { id: "stopped", textContent: sentence });
  const button = Object.assign(document.createElement("button"), { textContent: again, onclick: () => location.reload() });
  const box = Object.assign(document.createElement("dialog"), { className: "stopped", oncancel: (event) => event.preventDefault() });
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-labelledby", "stopped");
  box.append(text, button);
  document.body.append(box);
  box.showModal();
}
