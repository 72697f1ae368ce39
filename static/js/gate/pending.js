// What this device told people and the server has not answered yet: it counts on the screen and in judging already.
import { waiting } from "./queue.js";

export class Pending {
  #event;
  #rows = [];
  #answered = [];

  constructor(event) {
    this.#event = event;
  }

  async read() {
    this.#rows = (await waiting().catch(() => [])).filter((row) => row.event === this.#event);
  }

  add(row) {
    this.#rows.push(row);
  }

  answered(keys) {
    const isAnswered = (row) => keys.includes(row.key);
    this.#answered.push(...this.#rows.filter((row) => isAnswered(row) && row.direction === "out"));
    this.#rows = this.#rows.filter((row) => !isAnswered(row));
  }

  // When this person came, by what this device did; null when that was undone, undefined when it did nothing.
  arrivalOf(session, person) {
    const came = (row) => isAbout(row, session, person) && row.direction === "in";
    const last = this.#rows.findLast((row) => came(row) && (row.undoes || row.told === "admitted"));
    return last && (last.undoes ? null : last.at);
  }

  // Whether this person went out last, as this device saw it.
  isOut(session, person) {
    const known = [...this.#answered, ...this.#rows];
    const last = known.findLast((row) => isAbout(row, session, person) && row.told === "admitted");
    return last?.direction === "out" && !known.some((row) => row.undoes === last.key);
  }

  // How many more are here than the server knows of.
  admitted(session) {
    const of = (row) => row.session === session && row.direction === "in";
    const came = this.#rows.filter((row) => of(row) && row.told === "admitted");
    return came.length - this.#rows.filter((row) => of(row) && row.undoes).length;
  }
}

const isAbout = (row, session, person) => row.session === session && row.person === person;
