// Scans that the server has not answered yet, kept on this device through reloads and lost connections.
// A row leaves only on the answer to its own key. Codes are kept as SHA-256: a lost phone leaks no pass.
const STORE = "scans";

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("rakornis-gate", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
opened.catch(() => {}); // whoever keeps a scan is told

async function within(mode, deed) {
  const transaction = (await opened).transaction(STORE, mode, { durability: "strict" });
  const request = deed(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const keep = (scan) => within("readwrite", (store) => store.put(scan));
export const forget = (key) => within("readwrite", (store) => store.delete(key));
export const waiting = () => within("readonly", (store) => store.getAll());

// UUIDv7: keys sort by time, so the queue leaves in the order in which people came.
export function newKey(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(now / 256 ** (5 - place)) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
