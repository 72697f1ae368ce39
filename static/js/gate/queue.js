// Scans and undoings that the server has not answered yet. A row leaves only on the answer to its own key.
import { within } from "./database.js";

// A scan and its line among the recent ones are kept together or not at all.
export const keep = (scan, line) =>
  within(["scans", "recent"], "readwrite", (scans, recent) => {
    scans.put(scan);
    if (line) recent.put(line);
  });
export const forget = (keys) =>
  within(["scans"], "readwrite", (scans) => {
    for (const key of keys) scans.delete(key);
  });
// The oldest first: all of them, or so many after a key.
export const waiting = (after = "", most = undefined) =>
  within(["scans"], "readonly", (scans) => scans.getAll(IDBKeyRange.lowerBound(after, true), most));
export const howMany = () => within(["scans"], "readonly", (scans) => scans.count());

// UUIDv7: keys sort by time, so the queue leaves in the order in which people came.
export function newKey(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(now / 256 ** (5 - place)) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
