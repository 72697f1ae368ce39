// The service worker of /me/: the network first, and without a signal what was kept when the page was last open.
// A link that was revoked or has ended (404, 410) takes everything that was kept of it away.
const KEPT = "pass";
const ENDED = [404, 410];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function forget(address) {
  const store = await caches.open(KEPT);
  const page = new URL(address).pathname;
  for (const request of await store.keys()) {
    if (new URL(request.url).pathname.startsWith(page)) await store.delete(request);
  }
}

async function kept(request) {
  const store = await caches.open(KEPT);
  return (await store.match(request)) ?? (await store.match(request, { ignoreSearch: true }));
}

async function answer(request) {
  try {
    const fresh = await fetch(request);
    if (request.mode === "navigate" && ENDED.includes(fresh.status)) await forget(request.url);
    return fresh;
  } catch (lost) {
    const found = await kept(request);
    if (found) return found;
    throw lost;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) {
    event.respondWith(answer(request));
  }
});
