// Only in `make dev`: opens the page anew when the server has a new build.
const worker = location.pathname.startsWith("/fair") ? "/fair/sw.js" : "/sw.js";
let before;
setInterval(async () => {
  try {
    const build = await (await fetch(worker, { cache: "no-store" })).text();
    if (before && build !== before) location.reload();
    before = build;
  } catch {
    // The server is being restarted.
  }
}, 300);
