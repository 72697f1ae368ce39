// The service worker of the gate page: it opens the page and its assets without a network. Nothing else is kept: the
// page it keeps names nobody, and roster and queue live in the page's own store. The server writes the first line of
// what is delivered, self.GATE; whenever an asset or a word of the page changes, it does, and all is kept anew.
const { version, page, shell, assets } = self.GATE;
const KEPT = `gate ${page} ${version}`;
const PATIENCE_MS = 1500;

async function keepAll() {
  const store = await caches.open(KEPT);
  const wanted = { cache: "reload", redirect: "error" };
  await store.addAll([shell, ...assets].map((address) => new Request(address, wanted)));
  await self.skipWaiting();
}

async function forgetOlder() {
  const older = (await caches.keys()).filter((name) => name.startsWith(`gate ${page} `) && name !== KEPT);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const kept = async (address) => (await caches.open(KEPT)).match(address);

// Started or reloaded, the page comes from here at once. Whoever comes from another page, such as the one that asks where
// one stands, gets the server's, unless it is out of reach.
async function open(request) {
  const from = request.referrer && new URL(request.referrer).pathname;
  const own = (await kept(shell)) ?? fetch(request);
  if (!from || from === page) return own;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, own));
  return Promise.race([fetch(request).catch(() => own), late]);
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === page) event.respondWith(open(request));
  } else if (assets.includes(pathname)) {
    event.respondWith(kept(pathname).then((found) => found ?? fetch(request)));
  }
});
