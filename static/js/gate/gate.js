// The gate page: puts its parts together, and keeps roster and numbers fresh. The camera goes on under every verdict;
// nobody taps between two people.
import { startCamera } from "./camera_controls.js";
import { setClock } from "./clock.js";
import { Counters } from "./counters.js";
import { offerSearch } from "./find.js";
import { Line } from "./line.js";
import { offerModes } from "./modes.js";
import { forgetPage, keepPage, offerInstalling, renewWhen } from "./offline.js";
import { Pending } from "./pending.js";
import { Place, when } from "./place.js";
import { Recent } from "./recent.js";
import { Recording } from "./recording.js";
import { Roster } from "./roster.js";
import { offerSaving } from "./save_queue.js";
import { listenForScanners } from "./scanner_keys.js";
import { Sending } from "./sending.js";
import { listenToStanding, NotForUs } from "./server.js";
import { noteTrouble } from "./troubles.js";
import { Verdict } from "./verdict.js";

const root = document.querySelector("[data-gate]");
const { event, gate: scans } = root.dataset;
const REFRESH_MS = 10_000;

// Drawn by the server just now, the page says what time it is.
if (root.dataset.now) setClock(root.dataset.now, Number(root.dataset.lead));
const roster = new Roster(event, root.dataset.roster);
const pending = new Pending(event);
const place = new Place(root, placeChanged);
const line = new Line(root);
const verdict = new Verdict(root);
const counters = new Counters(root, { event, roster, pending });
const recent = new Recent(root, event, (one) => recording.undo(one));
const sending = new Sending({
  event,
  answered: (...answer) => recording.answered(...answer),
  changed: stateChanged,
});
const trouble = (...about) => line.trouble(...about);
const parts = { roster, pending, place, recent, verdict, counters, sending, trouble };
const recording = new Recording({ event, scans, ...parts });
let reach = "online";
let refreshing = false;
const opened = open();

async function open() {
  const stands = place.open();
  await Promise.all([roster.open().catch(() => {}), pending.read(), recent.open(), stands]);
  if (!(await stands)) location.replace(`${root.dataset.page}/place`);
  line.showRoster(roster);
}

async function present(text) {
  await opened;
  await recording.present(text);
}

// Where nothing waited to be sent, the last asking says how the connection is.
function stateChanged(sent, waiting) {
  const state = sent || reach;
  if (sent === "online") line.noteReached();
  line.show(state, waiting);
  if (state === "offline" && verdict.shown && !root.dataset.shows) verdict.plain("recorded", "waiting");
}

async function refresh() {
  if (document.hidden || refreshing) return;
  refreshing = true;
  try {
    await roster.refresh(line.waiting);
    await counters.refresh(place.session, place.gate);
    reach = "online";
    line.noteReached();
  } catch (failure) {
    reach = failure instanceof NotForUs ? "refused" : "offline";
    if (reach === "refused") await ended();
  }
  refreshing = false;
  await sending.drain();
  showAll();
}

// Signed out, or the device was ended: what is known of people goes; what waits to be sent stays.
async function ended() {
  await roster.wipe();
  recent.clear();
  await forgetPage();
}

function showAll() {
  line.showRoster(roster);
  place.showSessions(roster.about?.sessions ?? []);
  const session = roster.sessionOf(place.session);
  trouble("not-open", Boolean(session) && when(session) !== "open");
}

async function placeChanged() {
  await counters.open(place.session);
  showAll();
}

async function start() {
  await opened;
  performance.mark("gate-opened"); // from here on a scan is judged without a network
  await sending.drain();
  const kept = await keepPage();
  trouble("insecure", kept === "insecure");
  trouble("untrusted", kept === "untrusted");
  await refresh();
  setInterval(refresh, REFRESH_MS);
}

root.querySelector("[data-type]").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const field = submitted.target.elements.code;
  if (!field.value.trim()) return;
  root.querySelector("#type-code").hidePopover();
  present(field.value);
  field.value = "";
});
root.querySelector("[data-undo-last]").addEventListener("click", () => {
  if (recent.undoable) recording.undo(recent.undoable);
});
for (const part of root.querySelectorAll("[data-script]")) part.hidden = false;
offerSearch(root, roster, (person) => recording.take({ code_sha256: person.code_sha256 }, person.name));
offerModes(root);
offerSaving(root);
offerInstalling();
listenToStanding((standing) => place.standing(standing));
listenForScanners(present);
renewWhen(() => line.waiting === 0 && !verdict.shown);
addEventListener("online", refresh);
addEventListener("beforeunload", (leaving) => {
  if (line.waiting > 0) leaving.preventDefault();
});
startCamera(root, {
  found: present,
  several: () => {
    noteTrouble("two_cards");
    verdict.plain("two", "refused");
  },
});
start();
