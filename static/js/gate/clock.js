// The event's clock: in a rehearsal it is not today, and a wrong clock of this device is put right by what the server
// said last. How far this device is off is told to the server with every batch.
const KEPT = "gate-clock";
const TOLERANCE_MS = 120_000;
const { zone, zoneLabel } = document.querySelector("[data-gate]").dataset;
// `ahead`: the event's clock against this device's; `skew`: this device's clock against the real time. Milliseconds.
let { ahead, skew } = { ahead: 0, skew: 0, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
const HOURS = new Intl.DateTimeFormat("id", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: zone,
});

export const eventMs = () => Date.now() + ahead;
export const eventNow = () => new Date(eventMs()).toISOString();
export const offBy = () => (Math.abs(skew) > TOLERANCE_MS ? skew : 0);
export const isRehearsal = () => Math.abs(ahead + skew) > 1000;

// What the server says is now (by the event's clock), and by how much that clock leads the real one.
export function setClock(now, leadSeconds) {
  ahead = Date.parse(now) - Date.now();
  skew = -(ahead - leadSeconds * 1000);
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ahead, skew }));
  } catch {} // no room: this page knows it all the same
}

// A moment as this device's own clock would have told it: with the offset beside it the server can tell both.
export const asThisDeviceSays = (at) => new Date(Date.parse(at) + offBy()).toISOString();

// What the event's clock showed when it was really `ms`.
export const byEventClock = (ms) => ms + ahead + skew;

export const bareTime = (at) => HOURS.format(new Date(at)).replace(":", ".");
export const timeWithZone = (at) => `${bareTime(at)} ${zoneLabel}`;
