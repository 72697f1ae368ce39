// The state, always on screen: the connection, how many wait, when the server was last reached, as of when the roster is;
// and below it whatever is wrong, each with what to do.
import { bareTime, byEventClock, isRehearsal, offBy } from "./clock.js";

const MINUTE_MS = 60_000;
const REACHED = "gate-reached";

export class Line {
  #root;
  #line;
  #waiting = 0;
  #reached = Number(localStorage.getItem(REACHED));

  constructor(root) {
    this.#root = root;
    this.#line = root.querySelector("[data-line]");
  }

  get waiting() {
    return this.#waiting;
  }

  show(state, waiting) {
    this.#waiting = waiting;
    this.#line.classList.toggle("is-offline", state !== "online");
    for (const part of this.#line.querySelectorAll("[data-when]")) {
      const [when, amount] = part.dataset.when.split(" and ");
      const counts = !amount || (amount === "waiting") === waiting > 0;
      part.hidden = !(when.split(" ").includes(state) && counts);
    }
    this.#line.querySelector("[data-waiting]").textContent = waiting;
    this.#write("reached", this.#reached);
    this.trouble("refused", state === "refused");
    this.trouble("stuck", state === "stuck");
    for (const save of this.#root.querySelectorAll("[data-save-queue]")) save.hidden = waiting === 0;
  }

  // The server answered just now.
  noteReached() {
    this.#reached = Date.now() - offBy();
    try {
      localStorage.setItem(REACHED, this.#reached);
    } catch {} // no room: this page knows it all the same
  }

  // As of when the roster is, and what about it and the clock needs attention.
  showRoster(roster) {
    this.#write("roster", roster.about?.asOf);
    this.trouble("run-out", roster.hasRunOut);
    this.trouble("clock", offBy() !== 0, describe(offBy()));
    const ribbon = this.#root.parentElement.querySelector("[data-ribbon]");
    if (ribbon) ribbon.hidden = !isRehearsal();
  }

  trouble(name, isSo, amount = "") {
    const part = this.#root.querySelector(`[data-trouble="${name}"]`);
    part.hidden = !isSo;
    const slot = part.querySelector("[data-amount]");
    if (slot) slot.textContent = amount;
  }

  #write(name, moment) {
    const part = this.#line.querySelector(`[data-of=${name}]`);
    part.hidden = !moment;
    if (moment) part.querySelector("b").textContent = bareTime(byEventClock(moment));
  }
}

const describe = (ms) => {
  const minutes = Math.round(Math.abs(ms) / MINUTE_MS);
  const unit = minutes < 120 ? "minute" : minutes < 2880 ? "hour" : "day";
  const amount = { minute: minutes, hour: Math.round(minutes / 60), day: Math.round(minutes / 1440) }[unit];
  const lang = document.documentElement.lang;
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(amount);
};
