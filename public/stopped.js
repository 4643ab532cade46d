// After a wasm trap a page reacts to nothing and looks alive: it is covered, says so, and offers a reload and a report.

/** What stopped the page, as `report_panics` in `app/browser/src/page.rs` tells it before the trap. */
let panic = "";
addEventListener("panic", (event) => (panic = event.detail));

/** Calls `back` with the report when the page's wasm module traps (`WebAssembly.RuntimeError`). */
export function whenStopped(back) {
  const look = (event) => {
    const error = event.error ?? event.reason;
    if (error instanceof WebAssembly.RuntimeError) back(report(panic || error.message));
  };
  addEventListener("error", look);
  addEventListener("unhandledrejection", look);
}

/** Where the program stopped and in which build: nothing that was typed, no name, and of the address the kind alone. */
function report(what) {
  const [wasm] = performance.getEntriesByType("resource").filter((it) => it.name.endsWith(".wasm"));
  return [
    "道しるべ: 画面が止まりました",
    `what: ${what}`,
    `build: ${wasm?.name.split("/").pop() ?? "?"}`,
    `page: /${location.pathname.split("/")[1]}`,
    `browser: ${navigator.userAgent}`,
    `time: ${new Date().toISOString()}`,
    "",
  ].join("\n");
}

/** Covers the page with a modal dialog: `sentence`, a button that reloads, and, with `save`, a link to `report`. */
export function cover(sentence, again, save, report) {
  if (document.querySelector("dialog.stopped")) return;
  const text = Object.assign(document.createElement("p"), { id: "stopped", textContent: sentence });
  // Escape must not uncover the dead page.
  const box = Object.assign(document.createElement("dialog"), {
    className: "stopped",
    oncancel: (event) => event.preventDefault(),
  });
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-labelledby", "stopped");
  box.append(
    text,
    button(again, () => location.reload()),
  );
  if (save) {
    const file = URL.createObjectURL(new Blob([report], { type: "text/plain" }));
    const link = Object.assign(document.createElement("a"), { href: file, download: "michishirube-stopped.txt" });
    link.textContent = save;
    box.append(link);
  }
  document.body.append(box);
  box.showModal();
}

function button(textContent, onclick) {
  return Object.assign(document.createElement("button"), { textContent, onclick });
}
