// The verdict that fills the screen: told by this device at once, then confirmed or loudly corrected by the server.
import { bareTime, eventMs, timeWithZone } from "./clock.js";
import { say } from "./feedback.js";

const VERDICT_MS = 12_000;
const STILL_NEAR_MS = 15_000;
// The screens for those who go.
const OUT = { admitted: "out", already: "out-already" };

export class Verdict {
  #root;
  #result;
  #hint;
  #goes = 0;
  #shown = "";
  // What was told of which scan, and when: the server may see it otherwise.
  #told = new Map();

  constructor(root) {
    this.#root = root;
    this.#result = root.querySelector("[data-result]");
    this.#hint = root.querySelector("[data-hint]");
    this.#result.addEventListener("click", (event) => {
      if (!event.target.closest("button")) this.clear();
    });
  }

  get shown() {
    return this.#shown;
  }

  // A verdict of this device's own: `judged` by judge.js, `person` of the roster.
  tell(key, judged, { person, session, direction }) {
    const { status, reason } = judged;
    const part = this.#template(`[data-told="${(direction === "out" && OUT[status]) || status}"]`);
    if (person) fillPerson(part, person);
    if (status === "refused") this.#fillReason(part, reason, session);
    if (judged.first_at) fill(part, "since", (words) => words.replace("TIME", timeWithZone(judged.first_at)));
    fill(part, "recorded", (words) => words.replace("TIME", timeWithZone(eventMs())));
    this.#show(part, status, key);
    this.#told.set(key, { status, at: performance.now() });
  }

  // Who it is, before anybody is let in: for those who review first.
  review(person, { agreed, session, direction }) {
    const part = this.#template(`[data-told="${direction === "out" ? "review-out" : "review"}"]`);
    fillPerson(part, person);
    fill(part, "session", () => session.title);
    part.querySelector("[data-agree]").addEventListener("click", agreed, { once: true });
    part.querySelector("[data-disagree]").addEventListener("click", () => this.clear(), { once: true });
    this.#show(part, "waiting", "");
    clearTimeout(this.#goes);
    this.#result.querySelector("[data-agree]").focus();
  }

  // One of the fixed screens of the page: recorded, nowhere, two.
  plain(name, status, key = "") {
    this.#show(this.#template(`[data-told="${name}"]`), status, key);
  }

  // The server's answer to a scan. What it confirms stays as it is.
  answer({ key, status, verdict }) {
    const told = this.#told.get(key);
    this.#told.delete(key);
    if (told?.status === status) {
      if (status !== "admitted" && key === this.#shown) this.#result.innerHTML = verdict;
      return;
    }
    const near = told && performance.now() - told.at < STILL_NEAR_MS;
    if (key !== this.#shown && !near) return;
    const part = document.createRange().createContextualFragment(verdict);
    if (told) part.querySelector("[role=status]").prepend(this.#template("[data-corrected]"));
    this.#show(part, status, key);
  }

  // Names the scan whose answer is waited for, while nothing is shown.
  expect(key) {
    this.#shown = key;
  }

  clear() {
    this.#shown = "";
    this.#result.replaceChildren();
    this.#hint.textContent = this.#hint.dataset.ready;
    delete this.#root.dataset.shows;
  }

  #show(part, status, key) {
    this.#result.replaceChildren(part);
    this.#shown = key;
    this.#root.dataset.shows = key ? status : "";
    this.#hint.textContent = this.#hint.dataset.next;
    say(status);
    clearTimeout(this.#goes);
    this.#goes = setTimeout(() => this.clear(), VERDICT_MS);
  }

  #fillReason(part, reason, session) {
    const words = this.#template("[data-reasons]").querySelector(`[data-reason="${reason}"]`);
    fill(part, "title", () => words.querySelector("b").textContent);
    fill(part, "todo", () => words.querySelector("span").textContent);
    const hours = `${session.title}: ${bareTime(session.opens_at)}–${timeWithZone(session.ends_at)}.`;
    fill(part, "hours", () => (reason === "session_not_open" ? hours : ""));
  }

  #template(selector) {
    return this.#root.querySelector(`template${selector}`).content.cloneNode(true);
  }
}

function fillPerson(part, person) {
  const [front, back] = person.name.split(person.bare_name);
  const words = { ...person, front, back: back?.replace(/^,\s*/, ""), office: person.office_short };
  for (const name of ["front", "bare_name", "back", "name", "position", "office"])
    fill(part, name, () => words[name]);
  const notes = part.querySelector("[data-slot=notes]");
  if (!notes) return;
  const [blank] = notes.children;
  notes.replaceChildren(
    ...(person.notes ?? []).map((note) => {
      const tag = blank.cloneNode(true);
      tag.textContent = note.text;
      return tag;
    }),
  );
}

// Puts words into a slot; a slot without words leaves.
function fill(part, name, write) {
  const slot = part.querySelector(`[data-slot=${name}]`);
  if (!slot) return;
  slot.textContent = write(slot.textContent);
  if (!slot.textContent) slot.remove();
}
