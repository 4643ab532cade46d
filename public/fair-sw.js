// Caches one whole build of the fair's pages, and the quiz, for offline use. The server fills in the build's name and
// files. It never takes over a page by itself: a kiosk stays with its build until staff switch.

const BUILD = "__BUILD__";
const FILES = ["__FILES__"];
const SHELL = "/fair/";
const QUIZ = "/fair/quiz/";
const CACHE = `fair-build-${BUILD}`;
// Quizzes outlive a build.
const DATA = "fair-quiz";
// The kiosk's chunk: nearly half of a build, and of no use on a visitor's phone.
const OF_TABLETS = /\/fair-chunk-split_kiosk\./;

// While its event is open, a kiosk page stores here which script it runs (`pin_build` in `kiosk.rs`). Meanwhile no
// other build is installed, and a waiting one that a browser restart activated serves the pinned build's files.
const PINNED = "/fair/quiz/pinned";

self.addEventListener("install", (event) => {
  const build = caches.match(PINNED).then(async (pinned) => {
    if (pinned) throw new Error("the event is open: this build waits");
    const needed = (await isTablet()) ? FILES : FILES.filter((it) => !OF_TABLETS.test(it));
    const fresh = [SHELL, ...needed].map((url) => new Request(url, { cache: url === SHELL ? "reload" : "default" }));
    await (await caches.open(CACHE)).addAll(fresh);
  });
  const quiz = caches.open(DATA).then((cache) => cache.add(`${QUIZ}newest`));
  event.waitUntil(Promise.all([build, quiz]));
});

/** Whether an open page of this browser is a kiosk. */
async function isTablet() {
  const pages = await self.clients.matchAll({ includeUncontrolled: true });
  return pages.some((it) => new URL(it.url).pathname.startsWith("/fair/booth"));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

async function forgetOthers() {
  const kept = await current();
  const others = (await caches.keys()).filter((it) => it.startsWith("fair-build-") && it !== CACHE && it !== kept);
  await Promise.all(others.map((it) => caches.delete(it)));
}

/** Name of the cache that pages are served from: the pinned build's, else this build's. */
async function current() {
  const pinned = await caches.match(PINNED);
  if (!pinned) return CACHE;
  const script = await pinned.text();
  for (const name of await caches.keys()) {
    if (name.startsWith("fair-build-") && (await (await caches.open(name)).match(script))) return name;
  }
  return CACHE;
}

self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
  if (event.data === "forget-others") event.waitUntil(forgetOthers());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(kept(SHELL, request));
  else if (FILES.includes(url.pathname) || url.pathname.startsWith("/pkg/"))
    event.respondWith(kept(url.pathname, request));
  else if (url.pathname.startsWith(QUIZ)) event.respondWith(quiz(url.pathname, request));
});

/** A file of the current build, cache first. Files left out on a phone are cached on first use, as on a new kiosk. */
async function kept(key, request) {
  const cache = await caches.open(await current());
  const known = await cache.match(key);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && FILES.includes(key)) await cache.put(key, answer.clone());
  return answer;
}

/** A quiz. An edition is immutable: cache first. `newest` is network first, with a timeout of 4 s. */
async function quiz(key, request) {
  const cache = await caches.open(DATA);
  const known = await cache.match(key);
  if (known && key !== `${QUIZ}newest`) return known;
  // By hand: tablets that end at iPadOS 15 have no AbortSignal.timeout.
  const late = new AbortController();
  setTimeout(() => late.abort(), 4000);
  try {
    const answer = await fetch(request, { signal: late.signal });
    if (answer.ok) await cache.put(key, answer.clone());
    return answer.ok || !known ? answer : known;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}
