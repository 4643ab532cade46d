// Caches one whole build for offline use. The server fills in the build's name and files.
// It never answers /api/, never takes over an open page by itself, and never mixes two builds.

const BUILD = "__BUILD__";
const FILES = ["__FILES__"];
const SHELL = "/";
const CACHE = `michishirube-${BUILD}`;

self.addEventListener("install", (event) => {
  // The shell has no hash in its name: it must not come from the HTTP cache.
  const fresh = [SHELL, ...FILES].map((url) => new Request(url, { cache: url === SHELL ? "reload" : "default" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  const forgetOthers = caches
    .keys()
    .then((names) =>
      Promise.all(names.filter((it) => it.startsWith("michishirube-") && it !== CACHE).map((it) => caches.delete(it))),
    );
  event.waitUntil(forgetOthers.then(() => self.clients.claim()));
});

// Sent only when a person taps 「新しい版に切り替える」: an open page does not change its build by itself.
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

// On the way back to the server a person passes pages of somebody else, such as a gateway's sign-in: let through.
let passesUntil = 0;

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.pathname === "/api/v1/return") passesUntil = Date.now() + 60_000;
  if (request.mode === "navigate" && url.pathname !== "/" && Date.now() < passesUntil) return;
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  // The fair has its own service worker.
  if (url.pathname.startsWith("/fair/")) return;
  // A page of its own, for everybody.
  if (url.pathname === "/accessibility") return;
  if (request.mode === "navigate") event.respondWith(kept(SHELL, request));
  else if (FILES.includes(url.pathname)) event.respondWith(kept(url.pathname, request));
});

async function kept(key, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(key)) ?? fetch(request);
}
