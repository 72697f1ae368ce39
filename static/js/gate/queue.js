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
