// After a wasm trap a page reacts to nothing and looks alive: it is covered, says so, and offers a reload.

/** Calls `back` when the page's wasm module traps (`WebAssembly.RuntimeError`). */
export function whenStopped(back) {
  const look = (event) => {
    if ((event.error ?? event.reason) instanceof WebAssembly.RuntimeError) back();
  };
  addEventListener("error", look);
  addEventListener("unhandledrejection", look);
}

/** Covers the page with a modal dialog: `sentence`, and a button that reloads. */
export function cover(sentence, again) {
  if (document.querySelector("dialog.stopped")) return;
  const text = Object.assign(document.createElement("p"), { id: "stopped", textContent: sentence });
  const button = Object.assign(document.createElement("button"), {
    textContent: again,
    onclick: () => location.reload(),
  });
  // Escape must not uncover the dead page.
  const box = Object.assign(document.createElement("dialog"), {
    className: "stopped",
    oncancel: (event) => event.preventDefault(),
  });
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-labelledby", "stopped");
  box.append(text, button);
  document.body.append(box);
  box.showModal();
}
