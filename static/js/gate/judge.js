// What a scan comes to, judged on this device: the rules of app/checkin/judging.py in the same order.
// `person` is a roster entry or undefined, `session` one of the roster's sessions, `arrival` when that person came and
// `isOut` whether they went again, as far as this device knows.
const LEAVING_TAKES_MS = 2 * 3600_000;
const OF_PASS = { void: "void_pass", withdrawn: "withdrawn", unconfirmed: "not_confirmed" };
const { zone } = document.querySelector("[data-gate]").dataset;
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: zone });

export function judge({ person, session, arrival, isOut, at, direction }) {
  const leaves = direction === "out";
  const reason =
    wrongPass(person) ?? wrongTime(session, at, leaves) ?? wrongPerson(person, session, arrival, leaves);
  if (reason) return { status: "refused", reason };
  if (leaves ? isOut : arrival && !isOut) return { status: "already", first_at: arrival < at ? arrival : at };
  return { status: "admitted", first_at: leaves || isOut ? arrival : at };
}

const wrongPass = (person) => (person ? OF_PASS[person.status] : "unknown_code");

function wrongTime(session, at, leaves) {
  const moment = Date.parse(at);
  const until = Date.parse(session.ends_at) + (leaves ? LEAVING_TAKES_MS : 0);
  if (moment >= Date.parse(session.opens_at) && moment < until) return undefined;
  return dayOf(session.starts_at) === dayOf(at) ? "session_not_open" : "wrong_day";
}

function wrongPerson(person, session, arrival, leaves) {
  if (leaves) return arrival ? undefined : "not_checked_in";
  return session.only && !session.only.includes(person.id) ? "not_admitted_here" : undefined;
}

const dayOf = (at) => DAY.format(new Date(at));
