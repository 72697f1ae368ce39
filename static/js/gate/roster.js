// Whom this device may admit without asking: fetched, kept, brought up to date by what changed, and held in memory.
import { deviceNow, offBy, setClock } from "./clock.js";
import { ofEvent, recall, remember, within } from "./database.js";
import { folded } from "./folding.js";
import { ask, NotForUs } from "./server.js";
import { heardTroubles, unheardTroubles } from "./troubles.js";

const place = (session, person) => `${session}:${person}`;

export class Roster {
  // What the server said of itself: version, sessions, as of when, and until when it may be trusted (real time, ms).
  about = null;
  #event;
  #address;
  #people = new Map();
  #arrivals = new Map();
  // Of those who came, who went again.
  #gone = new Set();
  #listed = null;
  #etag = "";

  constructor(event, address) {
    this.#event = event;
    this.#address = address;
  }

  get isKnown() {
    return this.about !== null;
  }

  get hasRunOut() {
    return this.isKnown && Date.now() - offBy() > this.about.until;
  }

  get size() {
    return new Set(Array.from(this.#people.values(), (one) => one.id)).size;
  }

  // Reads what was kept when the page was last open.
  async open() {
    this.about = (await recall(`roster:${this.#event}`)) ?? null;
    if (!this.about) return;
    const [people, arrivals] = await Promise.all([
      recall(`people:${this.#event}`),
      within(["arrivals"], "readonly", (store) => store.getAll(ofEvent(this.#event))),
    ]);
    for (const one of people ?? []) this.#people.set(one.code_sha256, one);
    for (const one of arrivals) {
      this.#arrivals.set(place(one.session, one.person), one.first_at);
      if (one.gone) this.#gone.add(place(one.session, one.person));
    }
  }

  // Asks for what changed, and says how many scans wait here, what this device's clock shows, and what went wrong.
  async refresh(waiting) {
    const known = { waiting, sent_at: deviceNow() };
    if (this.about) Object.assign(known, { since: this.about.version, arrivals_since: this.about.cursor });
    const troubles = unheardTroubles();
    if (troubles) known.troubles = troubles;
    const headers = this.about && this.#etag ? { "If-None-Match": this.#etag } : {};
    const answer = await ask(`${this.#address}?${new URLSearchParams(known)}`, undefined, headers);
    if (answer.ok || answer.status === 304) heardTroubles(troubles);
    if (answer.status === 304) {
      await this.#note({ ...this.about, asOf: Date.now() - offBy() });
      return;
    }
    if (answer.status === 404) throw new NotForUs("404"); // no part in this event any more
    if (!answer.ok) throw new Error(`${answer.status}`);
    await this.#take(await answer.json(), Boolean(known.arrivals_since));
    this.#etag = answer.headers.get("ETag") ?? "";
  }

  async #take(sent, moreArrivals) {
    setClock(sent.now, sent.rehearsal_lead_seconds);
    const lasts = Date.parse(sent.valid_until) - Date.parse(sent.now);
    const about = {
      version: sent.version,
      cursor: sent.arrivals_cursor,
      sessions: [...new Map(sent.sessions.map((one) => [one.id, one])).values()],
      lasts,
    };
    const complete = sent.complete !== false;
    if (complete) this.#people.clear();
    for (const code of sent.removed ?? []) this.#people.delete(code);
    for (const one of sent.people) this.#people.set(one.code_sha256, one);
    this.#listed = null;
    if (complete || sent.people.length) await remember(`people:${this.#event}`, [...this.#people.values()]);
    await this.#takeArrivals(sent, moreArrivals);
    await this.#note({ ...about, asOf: Date.now() - offBy() });
  }

  async #takeArrivals({ arrivals = [], undone = [], movements = [] }, more) {
    if (!more) for (const known of [this.#arrivals, this.#gone]) known.clear();
    for (const one of arrivals) this.#arrivals.set(place(one.session, one.person), one.first_at);
    for (const one of undone) {
      this.#arrivals.delete(place(one.session, one.person));
      this.#gone.delete(place(one.session, one.person));
    }
    for (const { session, person, gone } of movements)
      this.#gone[gone ? "add" : "delete"](place(session, person));
    const change = (store) => {
      if (!more) store.delete(ofEvent(this.#event));
      for (const { session, person } of [...arrivals, ...movements])
        this.#keepArrival(store, session, person);
      for (const one of undone) store.delete([this.#event, one.session, one.person]);
    };
    await within(["arrivals"], "readwrite", change, "relaxed").catch(() => {});
  }

  #keepArrival(store, session, person) {
    const first_at = this.arrivalOf(session, person);
    if (!first_at) store.delete([this.#event, session, person]);
    else store.put({ event: this.#event, session, person, first_at, gone: this.isGone(session, person) });
  }

  async #note(about) {
    this.about = { ...about, until: about.asOf + about.lasts };
    await remember(`roster:${this.#event}`, this.about);
  }

  find(code) {
    return this.#people.get(code);
  }

  sessionOf(id) {
    return this.about?.sessions?.find((one) => one.id === id);
  }

  arrivalOf(session, person) {
    return this.#arrivals.get(place(session, person));
  }

  arrivedIn(session) {
    const mark = `${session}:`;
    return [...this.#arrivals.keys()].filter((key) => key.startsWith(mark)).length;
  }

  isGone(session, person) {
    return this.#gone.has(place(session, person)) && this.arrivalOf(session, person) !== undefined;
  }

  // What the server answered to a scan of this device; `first_at` null takes an undone arrival away.
  async noteArrival(session, person, firstAt, gone = false) {
    const key = place(session, person);
    if (firstAt) this.#arrivals.set(key, firstAt);
    else this.#arrivals.delete(key);
    if (gone) this.#gone.add(key);
    else this.#gone.delete(key);
    const change = (store) => this.#keepArrival(store, session, person);
    await within(["arrivals"], "readwrite", change, "relaxed").catch(() => {});
  }

  // Up to `most` people with a valid pass, each part of whose folded name or office begins as was typed.
  search(text, most) {
    const parts = folded(text).split(" ").filter(Boolean);
    if (!parts.length) return [];
    this.#listed ??= this.#list();
    const found = [];
    for (const { words, person } of this.#listed) {
      if (parts.every((part) => words.includes(` ${part}`))) found.push(person);
      if (found.length > most) break;
    }
    return found;
  }

  // Each person once, by the pass that is valid when there is one.
  #list() {
    const persons = new Map();
    for (const one of this.#people.values()) {
      if (!persons.has(one.id) || one.status === "valid") persons.set(one.id, one);
    }
    return Array.from(persons.values(), (person) => ({
      words: ` ${folded(person.name)} ${folded(`${person.office} ${person.office_short}`)}`,
      person,
    })).sort((one, other) => (one.words < other.words ? -1 : 1));
  }

  // Nothing of anybody stays on a device that was ended.
  async wipe() {
    this.about = null;
    this.#etag = "";
    this.#people.clear();
    this.#arrivals.clear();
    this.#gone.clear();
    this.#listed = null;
    await within(["arrivals", "kept", "recent"], "readwrite", (arrivals, kept, recent) => {
      arrivals.delete(ofEvent(this.#event));
      for (const name of ["roster", "people"]) kept.delete(`${name}:${this.#event}`);
      recent.clear();
    }).catch(() => {});
  }
}
