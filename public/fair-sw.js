// Keeps one whole build of the fair's pages, and the quiz, for use without network. The server fills in the build's name and
// its files. It takes over a page by itself never: a tablet stays with its build until its staff say otherwise.

const BUILD = "__BUILD__";
const FILES = ["__FILES__"];
const SHELL = "/fair/";
const QUIZ = "/fair/quiz/";
const CACHE = `fair-build-${BUILD}`;
// Quizzes stay when a build goes.
const DATA = "fair-quiz";

// A tablet's page says so while its event is open: then no other build is even installed.
const PINNED = "/fair/quiz/pinned";

self.addEventListener("install", (event) => {
  const fresh = [SHELL, ...FILES].map((url) => new Request(url, { cache: url === SHELL ? "reload" : "default" }));
  const build = caches.match(PINNED).then((pinned) => {
    if (pinned) throw new Error("the event is open: this build waits");
    return caches.open(CACHE).then((cache) => cache.addAll(fresh));
  });
  const quiz = caches.open(DATA).then((cache) => cache.add(`${QUIZ}newest`));
  event.waitUntil(Promise.all([build, quiz]));
});

self.addEventListener("activate", (event) => {
  const forgetOthers = caches.keys().then((names) =>
    Promise.all(names.filter((it) => it.startsWith("fair-build-") && it !== CACHE).map((it) => caches.delete(it))),
  );
  event.waitUntil(forgetOthers.then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(kept(SHELL, request));
  else if (FILES.includes(url.pathname)) event.respondWith(kept(url.pathname, request));
  else if (url.pathname.startsWith(QUIZ)) event.respondWith(quiz(url.pathname, request));
});

async function kept(key, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(key)) ?? fetch(request);
}

/** An edition never changes, so what is kept is good; which is the newest is asked, but not for long. */
async function quiz(key, request) {
  const cache = await caches.open(DATA);
  const known = await cache.match(key);
  if (known && key !== `${QUIZ}newest`) return known;
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(4000) });
    if (answer.ok) await cache.put(key, answer.clone());
    return answer.ok || !known ? answer : known;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}
