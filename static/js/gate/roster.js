// Whom this device may admit without asking: fetched, kept, brought up to date by what changed, and held in memory.
import { asThisDeviceSays, eventNow, offBy, setClock } from "./clock.js";
import { ofEvent, recall, remember, within } from "./database.js";
import { folded } from "./folding.js";
import { ask } from "./server.js";

const place = (session, person) => `${session}:${person}`;

export class Roster {
  // What the server said of itself: version, sessions, as of when, and until when it may be trusted (real time, ms).
  about = null;
  #event;
  #address;
  #people = new Map();
  #arrivals = new Map();
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
    const range = ofEvent(this.#event);
    const read = (name) => within([name], "readonly", (store) => store.getAll(range));
    const [people, arrivals] = await Promise.all([read("people"), read("arrivals")]);
    for (const one of people) this.#people.set(one.code_sha256, one);
    for (const one of arrivals) this.#arrivals.set(place(one.session, one.person), one.first_at);
  }

  // Asks for what changed, and says how many scans wait here and what this device's clock shows.
  async refresh(waiting) {
    const known = { waiting, sent_at: asThisDeviceSays(eventNow()) };
    if (this.about) Object.assign(known, { since: this.about.version, arrivals_since: this.about.cursor });
    const headers = this.#etag ? { "If-None-Match": this.#etag } : {};
    const answer = await ask(`${this.#address}?${new URLSearchParams(known)}`, undefined, headers);
    if (answer.status === 304) {
      await this.#note({ ...this.about, asOf: Date.now() - offBy() });
      return;
    }
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
    const arrivals = sent.arrivals ?? [];
    const people = sent.people.map((one) => ({ event: this.#event, ...one }));
    const rows = arrivals.map((one) => ({ event: this.#event, ...one }));
    const change = { people, rows, removed: sent.removed ?? [], undone: sent.undone ?? [] };
    await this.#write({ ...change, complete, moreArrivals }).catch(() => {});
    if (complete) this.#people.clear();
    if (!moreArrivals) this.#arrivals.clear();
    for (const one of change.undone) this.#arrivals.delete(place(one.session, one.person));
    for (const code of change.removed) this.#people.delete(code);
    for (const one of people) this.#people.set(one.code_sha256, one);
    for (const one of rows) this.#arrivals.set(place(one.session, one.person), one.first_at);
    this.#listed = null;
    await this.#note({ ...about, asOf: Date.now() - offBy() });
  }

  #write({ people, rows, removed, undone, complete, moreArrivals }) {
    return within(["people", "arrivals"], "readwrite", (ofPeople, ofArrivals) => {
      if (complete) ofPeople.delete(ofEvent(this.#event));
      if (!moreArrivals) ofArrivals.delete(ofEvent(this.#event));
      for (const one of undone) ofArrivals.delete([this.#event, one.session, one.person]);
      for (const code of removed) ofPeople.delete([this.#event, code]);
      for (const one of people) ofPeople.put(one);
      for (const one of rows) ofArrivals.put(one);
    });
  }

  async #note(about) {
    this.about = { ...about, until: about.asOf + about.lasts };
    await remember(`roster:${this.#event}`, this.about);
  }

  find(code) {
    return this.#people.get(code);
  }

  sessionOf(id) {
    return this.about?.sessions.find((one) => one.id === id);
  }

  arrivalOf(session, person) {
    return this.#arrivals.get(place(session, person));
  }

  arrivedIn(session) {
    const mark = `${session}:`;
    return [...this.#arrivals.keys()].filter((key) => key.startsWith(mark)).length;
  }

  // What the server answered to a scan of this device; `first_at` null takes an undone arrival away.
  async noteArrival(session, person, firstAt) {
    const key = place(session, person);
    if (firstAt) this.#arrivals.set(key, firstAt);
    else this.#arrivals.delete(key);
    await within(["arrivals"], "readwrite", (store) => {
      if (firstAt) store.put({ event: this.#event, session, person, first_at: firstAt });
      else store.delete([this.#event, session, person]);
    }).catch(() => {});
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
    this.#people.clear();
    this.#arrivals.clear();
    this.#listed = null;
    await within(["people", "arrivals", "kept", "recent"], "readwrite", (people, arrivals, kept, recent) => {
      people.delete(ofEvent(this.#event));
      arrivals.delete(ofEvent(this.#event));
      kept.delete(`roster:${this.#event}`);
      recent.clear();
    }).catch(() => {});
  }
}
