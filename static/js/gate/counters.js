// The numbers at the head: here, expected, this gate. The server's, counted on by this device meanwhile.
import { recall, remember } from "./database.js";
import { ask } from "./server.js";

export class Counters {
  #root;
  #event;
  #roster;
  #pending;
  #known = null;

  constructor(root, { event, roster, pending }) {
    this.#root = root;
    this.#event = event;
    this.#roster = roster;
    this.#pending = pending;
  }

  async open(session) {
    this.#known = (await recall(`counters:${this.#event}:${session}`)) ?? null;
    this.draw(session);
  }

  async refresh(session, gate) {
    const answer = await ask(`${this.#root.dataset.counters}?${new URLSearchParams({ session, gate })}`);
    if (!answer.ok) return;
    this.#known = await answer.json();
    this.draw(session);
    await this.keep();
  }

  // The server let these in just now; it will be asked again soon.
  count(session, people) {
    if (this.#known?.session !== session) return;
    this.#known.here += people;
    this.#known.this_gate += people;
  }

  draw(session) {
    const more = this.#pending.admitted(session);
    const mine = this.#known?.session === session ? this.#known : null;
    this.#write("here", (mine?.here ?? this.#roster.arrivedIn(session)) + more);
    this.#write("expected", mine?.expected ?? this.#roster.size);
    this.#write("gate", (mine?.this_gate ?? 0) + more);
  }

  // A reload without a network goes on from here.
  async keep() {
    if (this.#known) await remember(`counters:${this.#event}:${this.#known.session}`, this.#known);
  }

  #write(name, number) {
    const words = new Intl.NumberFormat(document.documentElement.lang).format(Math.max(0, number));
    this.#root.querySelector(`[data-count=${name}]`).textContent = words;
  }
}
