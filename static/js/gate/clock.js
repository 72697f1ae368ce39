// The event's clock: in a rehearsal it is not today, and a wrong clock of this device is put right by what the server
// said last. Each scan keeps how far this device was off when it was made: its clock may be set while the scan waits.
const KEPT = "gate-clock";
const TOLERANCE_MS = 120_000;
const { zone, zoneLabel } = document.querySelector("[data-gate]").dataset;
// `ahead`: the event's clock against this device's; `skew`: this device's clock against the real time, null before the
// server was ever heard. Milliseconds.
let { ahead, skew } = { ahead: 0, skew: null, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
// How far this device's clock stands from the browser's own, which nobody can set.
let apart = Date.now() - performance.now();
const HOURS = new Intl.DateTimeFormat("id", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: zone,
});

export const eventMs = () => noticed(Date.now()) + ahead;
export const eventNow = () => new Date(eventMs()).toISOString();
export const offBy = () => (Math.abs(skew) > TOLERANCE_MS ? skew : 0);
export const isRehearsal = () => Math.abs(ahead + skew) > 1000;

// Somebody set the clock of this device meanwhile: back, or forward so that it is right now. Any other leap forward is a
// phone that slept, during which the browser's own clock may stand still.
function noticed(now) {
  const leap = now - performance.now() - apart;
  if (Math.abs(leap) < TOLERANCE_MS) return now;
  apart += leap;
  if (leap < 0 || (offBy() && Math.abs(skew + leap) < TOLERANCE_MS)) keep(ahead - leap, skew + leap);
  return now;
}

function keep(...now) {
  [ahead, skew] = now;
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ahead, skew }));
  } catch {} // no room: this page knows it all the same
}

// What the server says is now (by the event's clock), and by how much that clock leads the real one.
export function setClock(now, leadSeconds) {
  apart = Date.now() - performance.now();
  const led = Date.parse(now) - Date.now();
  keep(led, leadSeconds * 1000 - led);
}

// How far this device is off, as far as the server ever told it: whole seconds, as the server keeps them.
export const secondsOff = () => (skew === null ? undefined : Math.round(offBy() / 1000));

// The moment of something kept here, as this device's clock told it then: with that offset the server can tell both.
export const asToldThen = ({ at, clock_offset_seconds: off = 0 }) =>
  new Date(Date.parse(at) + off * 1000).toISOString();
export const deviceNow = () => new Date(eventMs() + offBy()).toISOString();

// What the event's clock showed when it was really `ms`.
export const byEventClock = (ms) => ms + ahead + skew;

export const bareTime = (at) => HOURS.format(new Date(at)).replace(":", ".");
export const timeWithZone = (at) => `${bareTime(at)} ${zoneLabel}`;
