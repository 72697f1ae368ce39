// What this device keeps through reloads: scans to send, recent scans, arrivals, and by name whatever is read whole.
// Codes are kept as SHA-256: a lost phone leaks no pass.
const KEYS = {
  scans: "key",
  recent: "key",
  arrivals: ["event", "session", "person"],
  kept: "name",
};

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("rakornis-gate", 2);
  request.onupgradeneeded = () => {
    const there = request.result.objectStoreNames;
    for (const [name, keyPath] of Object.entries(KEYS)) {
      if (!there.contains(name)) request.result.createObjectStore(name, { keyPath });
    }
  };
  request.onsuccess = () => {
    request.result.onversionchange = () => request.result.close();
    resolve(request.result);
  };
  request.onerror = () => reject(request.error);
});
opened.catch(() => {}); // whoever keeps something is told

// One transaction over some stores; `deed` gets them in that order and may return the request to answer with. It is on
// the disk when it is over, unless it holds what the server could tell again ("relaxed").
export async function within(names, mode, deed, durability = "strict") {
  const transaction = (await opened).transaction(names, mode, { durability });
  const request = deed(...names.map((name) => transaction.objectStore(name)));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

// All rows of one event, in stores whose key begins with it.
export const ofEvent = (event) => IDBKeyRange.bound([event], [event, []]);

export const recall = async (name) =>
  (await within(["kept"], "readonly", (kept) => kept.get(name)).catch(() => undefined))?.value;
export const remember = (name, value) =>
  within(["kept"], "readwrite", (kept) => kept.put({ name, value }), "relaxed").catch(() => {});
