// Keeps one whole build of the fair's pages, and the quiz, for use without network. The server fills in the build's name and
// its files. It takes over a page by itself never: a tablet stays with its build until its staff say otherwise.

const BUILD = "__BUILD__";
const FILES = ["__FILES__"];
const SHELL = "/fair/";
const QUIZ = "/fair/quiz/";
const CACHE = `fair-build-${BUILD}`;
// Quizzes stay when a build goes.
const DATA = "fair-quiz";
// Nearly half of a build, and nothing to a visitor's phone.
const OF_TABLETS = /\/fair-later-split_booth\./;

// While its event is open a tablet's page says here which script it runs: then no other build is installed, and one that was
// already waiting, and got its turn because the browser was closed, goes on with the build of that script.
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

/** Whether a page of this browser is a booth tablet's. */
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

/** The name of the cache that pages are served from. */
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
  else if (FILES.includes(url.pathname) || url.pathname.startsWith("/pkg/")) event.respondWith(kept(url.pathname, request));
  else if (url.pathname.startsWith(QUIZ)) event.respondWith(quiz(url.pathname, request));
});

/** What is kept of a build; what was left out of it until a phone became a tablet is kept when it comes. */
async function kept(key, request) {
  const cache = await caches.open(await current());
  const known = await cache.match(key);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && FILES.includes(key)) await cache.put(key, answer.clone());
  return answer;
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
