// data-pass: keeps this page with all it needs on the phone, so that it opens without a signal, and says so when it is kept.
const note = document.querySelector("[data-pass]");

async function keep() {
  await navigator.serviceWorker.register(note.dataset.pass, { scope: "/me/" });
  const store = await caches.open("pass");
  const parts = performance.getEntriesByType("resource").map((entry) => entry.name);
  const own = parts.filter((address) => new URL(address).origin === location.origin);
  await store.addAll([...new Set([location.href, ...own])]);
  note.hidden = false;
}

if (navigator.onLine && "serviceWorker" in navigator) {
  keep().catch(() => {
    note.hidden = true;
  });
} else {
  note.hidden = !navigator.serviceWorker?.controller;
}
