// Only in `make dev`: takes the place of a service worker that serves an earlier build, and answers nothing itself.
// Build "__BUILD__" of ["__FILES__"].
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forget());
});
