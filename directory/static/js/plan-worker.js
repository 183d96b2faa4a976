// Runs only after "Keep offline". Everything comes from the network as before; only where that
// fails does the kept copy of the plan, of crisis help or of a saved listing answer.
const CACHE = "support-plan-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // "no-store" is how the plan asks for fresh pages to keep: an old copy must not answer that.
  if (request.cache === "no-store") return;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(
    fetch(request).catch(async (error) => {
      const kept = await caches.match(request.url.split("#")[0], { cacheName: CACHE, ignoreVary: true });
      if (kept) return kept;
      throw error;
    }),
  );
});
