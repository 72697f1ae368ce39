// Names for what a device makes. UUIDv7: they sort by time, so the queue leaves in the order in which people came. They
// never sort backwards, whatever is done to the clock of the device: an undoing comes after its scan.
const LAST = "gate-last-key";

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = nextMs();
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(now / 256 ** (5 - place)) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

let last = 0;

// Later than every key before it, also those of an earlier page.
function nextMs() {
  last = Math.max(Date.now(), last + 1, Number(localStorage.getItem(LAST)) + 1);
  try {
    localStorage.setItem(LAST, last);
  } catch {} // no room: this page knows it all the same
  return last;
}
