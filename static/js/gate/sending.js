// Sends what waits, oldest first, and says how that went: "online", "offline", "refused" (the server answers, but not to
// us: signed out, ended), "stuck" (it cannot take something that waits), or nothing when nothing waited. A row is dropped
// on the answer to its own key alone.
import { asToldThen, deviceNow } from "./clock.js";
import { forget, howMany, waiting } from "./queue.js";
import { ask, NotForUs } from "./server.js";

const MOST = 50;
const EVERY_MS = 5000;
const SELDOM_MS = 60_000;

export class Sending {
  #event;
  #answered;
  #changed;
  #busy = null;
  #next = null;
  #pause = EVERY_MS;

  // `answered(rows, results)` hears of every answer before its rows leave; `changed(state, waiting)` after every round.
  constructor({ event, answered, changed }) {
    this.#event = event;
    this.#answered = answered;
    this.#changed = changed;
    this.#drainAfterPause();
    addEventListener("online", () => this.drain());
    addEventListener("offline", () => this.drain());
    document.addEventListener("visibilitychange", () => this.drain());
  }

  // What was not accepted is offered more and more seldom, unless somebody scans.
  #drainAfterPause() {
    setTimeout(() => this.drain().finally(() => this.#drainAfterPause()), this.#pause);
  }

  // One drain at a time; all who ask meanwhile share one more after it.
  drain() {
    if (this.#busy) {
      this.#next ??= this.#busy.then(() => {
        this.#next = null;
        return this.drain();
      });
      return this.#next;
    }
    this.#busy = this.#send().finally(() => {
      this.#busy = null;
    });
    return this.#busy;
  }

  async #send() {
    const waited = await howMany().catch(() => 0);
    let state = navigator.onLine ? waited && "online" : "offline";
    try {
      if (navigator.onLine && waited && !(await this.#sendAll(waited))) state = "stuck";
    } catch (trouble) {
      state = trouble instanceof NotForUs ? "refused" : "offline";
    }
    const isTurnedAway = state === "stuck" || state === "refused";
    this.#pause = isTurnedAway ? Math.min(this.#pause * 2, SELDOM_MS) : EVERY_MS;
    this.#changed(state, await howMany().catch(() => 0));
  }

  // Reads a few at a time: a long queue costs a scan nothing. True when everything was answered.
  async #sendAll(left) {
    let whole = true;
    for (let rows = await waiting("", MOST); rows.length; rows = await waiting(rows.at(-1).key, MOST)) {
      for (const batch of batches(rows)) {
        whole = (await this.#sendUnlessAnothers(batch, Math.max(left, batch.length))) && whole;
        left -= batch.length;
        if (left > 0) this.#changed(whole ? "online" : "stuck", left);
      }
    }
    return whole;
  }

  // What waits for an event that has ended for this device must not hold up what was made here.
  async #sendUnlessAnothers(batch, left) {
    try {
      return await this.#sendBatch(batch, left);
    } catch (trouble) {
      if (trouble instanceof NotForUs && batch[0].event !== this.#event) return false;
      throw trouble;
    }
  }

  async #sendBatch(batch, left) {
    const answer = await ask(batch[0].address, bodyOf(batch, left));
    if (answer.status === 404) return false; // the session or our part in the event is gone, for each of them
    if (!answer.ok && batch.length > 1) return this.#sendSingly(batch, left);
    const results = await resultsOf(answer, batch);
    if (results.length) await this.take(batch, results);
    return results.length === batch.length;
  }

  // One of them cannot be read: the others must not wait for it.
  async #sendSingly(batch, left) {
    const sent = [];
    for (const row of batch) sent.push(await this.#sendBatch([row], left));
    return sent.every(Boolean);
  }

  async take(rows, results) {
    const keys = results.map((result) => result.key);
    await forget(keys).catch(() => {});
    await this.#answered(
      rows.filter((row) => keys.includes(row.key)),
      results,
    );
  }

  // For a device that cannot keep anything: straight to the server, or not at all.
  async sendUnkept(row) {
    const answer = await ask(row.address, bodyOf([row], 1));
    if (!answer.ok) throw new Error(`${answer.status}`);
    await this.take([row], await resultsOf(answer, [row]));
  }
}

function bodyOf(batch, left) {
  const [first] = batch;
  if (first.undoes) return { key: first.key, at: asToldThen(first) };
  const scans = batch.map((row) => {
    const { key, code, code_sha256, told, direction, clock_offset_seconds } = row;
    return { key, code, code_sha256, at: asToldThen(row), told, direction, clock_offset_seconds };
  });
  return { session: first.session, scans, sent_at: deviceNow(), waiting: left };
}

// Only what was asked is answered.
async function resultsOf(answer, batch) {
  const [first] = batch;
  if (!answer.ok) return [];
  const content = await answer.json();
  const results = first.undoes ? [{ ...content, key: first.key }] : content.results;
  return results.filter((result) => batch.some((row) => row.key === result.key));
}

// Scans of one session and gate that follow each other travel together, at most fifty at once; an undoing alone.
export function batches(rows) {
  const cut = [];
  for (const row of rows) {
    const [open] = cut.slice(-1);
    const fits =
      open &&
      !row.undoes &&
      open.length < MOST &&
      open[0].session === row.session &&
      open[0].address === row.address;
    if (fits) open.push(row);
    else cut.push([row]);
  }
  return cut;
}
