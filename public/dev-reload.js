// Only in `make dev`: opens the page anew when the server has a new build.
let before;
setInterval(async () => {
  try {
    const worker = await (await fetch("/sw.js", { cache: "no-store" })).text();
    if (before && worker !== before) location.reload();
    before = worker;
  } catch {
    // The server is being restarted.
  }
}, 300);
