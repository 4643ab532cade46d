// Keeps one whole build for use without network. The server fills in the build's name and its files.
// It never answers for /api/, never takes over a page by itself, and never mixes two builds.

const BUILD = "__BUILD__";
const FILES = ["__FILES__"];
const SHELL = "/";
const CACHE = `michishirube-${BUILD}`;

self.addEventListener("install", (event) => {
  const fresh = [SHELL, ...FILES].map((url) => new Request(url, { cache: url === SHELL ? "reload" : "default" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  const forgetOthers = caches.keys().then((names) =>
    Promise.all(names.filter((it) => it.startsWith("michishirube-") && it !== CACHE).map((it) => caches.delete(it))),
  );
  event.waitUntil(forgetOthers.then(() => self.clients.claim()));
});

// Only a person's own tap on "新しい版に切り替える" sends this.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  // The fair has a worker of its own.
  if (url.pathname.startsWith("/fair/")) return;
  if (request.mode === "navigate") event.respondWith(kept(SHELL, request));
  else if (FILES.includes(url.pathname)) event.respondWith(kept(url.pathname, request));
});

async function kept(key, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(key)) ?? fetch(request);
}
