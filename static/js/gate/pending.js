// What this device told people and the server has not answered yet: it counts on the screen and in judging already.
import { waiting } from "./queue.js";

export class Pending {
  #event;
  #rows = [];

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
    this.#rows = this.#rows.filter((row) => !keys.includes(row.key));
  }

  // When this person came, by what this device did; null when that was undone, undefined when it did nothing.
  arrivalOf(session, person) {
    const came = (row) => isAbout(row, session, person) && row.direction === "in" && !row.returns;
    const last = this.#rows.findLast((row) => came(row) && (row.undoes || row.told === "admitted"));
    return last && (last.undoes ? null : last.at);
  }

  // Whether this person went out last, by what this device did; undefined when it did nothing.
  isOut(session, person) {
    const moved = (row) => isAbout(row, session, person) && (row.undoes || row.told === "admitted");
    const last = this.#rows.findLast(moved);
    return last && (last.undoes ? Boolean(last.returns) : last.direction === "out");
  }

  // How many more are here than the server knows of.
  admitted(session) {
    const of = (row) => row.session === session && row.direction === "in" && !row.returns;
    const came = this.#rows.filter((row) => of(row) && row.told === "admitted");
    return came.length - this.#rows.filter((row) => of(row) && row.undoes).length;
  }
}

const isAbout = (row, session, person) => row.session === session && row.person === person;
