// Where this device stands: gate, session, direction. The page that the server drew says so first; after that the
// device knows it by itself, and another session can be chosen without a network, those that are open first.
import { bareTime, eventMs } from "./clock.js";
import { recall, remember } from "./database.js";

const OPEN_FIRST = { open: 0, later: 1, over: 2 };

export class Place {
  #root;
  #kept;
  #changed;
  #now = { session: 0, gate: 0, name: "", title: "", direction: "in" };

  constructor(root, changed) {
    this.#root = root;
    this.#kept = `place:${root.dataset.event}`;
    this.#changed = changed;
    root.querySelector("[data-sessions]").addEventListener("change", (event) => this.#choose(event.target));
    root.querySelector("[data-directions]").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.#set({ direction: button.value });
    });
  }

  // False when nobody has ever said where this device stands.
  async open() {
    const { session, gateId, gateName, title } = this.#root.dataset;
    const known = await recall(this.#kept);
    const said = session && { session: Number(session), gate: Number(gateId), name: gateName, title };
    if (!known && !said) return false;
    const same = known && (!said || known.session === said.session);
    Object.assign(this.#now, known, said, { direction: same ? (known.direction ?? "in") : "in" });
    this.#set({});
    return true;
  }

  get session() {
    return this.#now.session;
  }

  get gate() {
    return this.#now.gate;
  }

  get direction() {
    return this.#now.direction;
  }

  get address() {
    return `${this.#root.dataset.gate}?gate=${this.#now.gate}`;
  }

  // A device may have been opened anew for another gate.
  standing({ gate }) {
    if (gate && gate.id !== this.#now.gate) this.#set({ gate: gate.id, name: gate.name });
  }

  // What the roster knows of sessions now: their titles, and whether people go out of this one.
  showSessions(sessions) {
    const mine = sessions.find((one) => one.id === this.session);
    const goesOut = Boolean(mine?.direction_out);
    this.#root.querySelector("[data-directions]").hidden = !goesOut;
    if (mine && mine.title !== this.#now.title) this.#set({ title: mine.title });
    if (mine && !goesOut && this.direction === "out") this.#set({ direction: "in" });
    const sorted = sessions
      .map((one) => ({ ...one, when: when(one) }))
      .sort((one, other) => OPEN_FIRST[one.when] - OPEN_FIRST[other.when]);
    const list = this.#root.querySelector("[data-sessions]");
    if (list.contains(document.activeElement)) return;
    list.replaceChildren(...sorted.map((one) => this.#drawn(one)));
  }

  #drawn(session) {
    const drawn = this.#root.querySelector("template[data-session-choice]").content.cloneNode(true);
    const input = drawn.querySelector("input");
    input.value = session.id;
    input.dataset.title = session.title;
    input.checked = session.id === this.session;
    drawn.querySelector("b").textContent = session.title;
    const day = new Intl.DateTimeFormat(document.documentElement.lang, {
      weekday: "long",
      day: "numeric",
      month: "short",
      timeZone: this.#root.dataset.zone,
    }).format(new Date(session.starts_at));
    const hours = `${bareTime(session.starts_at)}–${bareTime(session.ends_at)}`;
    drawn.querySelector("small").textContent = `${day}, ${hours} ${this.#root.dataset.zoneLabel}`;
    for (const one of drawn.querySelectorAll("[data-when]")) {
      if (one.dataset.when !== session.when) one.remove();
    }
    return drawn;
  }

  #choose(input) {
    this.#root.querySelector("#choose-session").hidePopover();
    this.#set({ session: Number(input.value), title: input.dataset.title, direction: "in" });
  }

  #set(change) {
    Object.assign(this.#now, change);
    this.#root.querySelector("[data-of=gate-name]").textContent = this.#now.name;
    this.#root.querySelector("[data-of=session]").textContent = this.#now.title;
    for (const button of this.#root.querySelectorAll("[data-directions] button")) {
      button.setAttribute("aria-pressed", button.value === this.direction);
    }
    remember(this.#kept, { ...this.#now });
    this.#changed(this);
  }
}

// Open now, later or over, by the event's clock.
export function when(session) {
  const now = eventMs();
  if (now >= Date.parse(session.ends_at)) return "over";
  return now >= Date.parse(session.opens_at) ? "open" : "later";
}
