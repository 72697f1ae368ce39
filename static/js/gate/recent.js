// The last scans of this device, out of its own store, so that a reload shows them also before anything was sent. One
// that let somebody in can be undone for a quarter of an hour.
import { eventMs, timeWithZone } from "./clock.js";
import { within } from "./database.js";

const SHOWN = 3;
const KEPT = 60;
const UNDO_MS = 15 * 60_000;

export class Recent {
  #event;
  #list;
  #template;
  #words;
  #lines = [];

  constructor(root, event, undo) {
    this.#event = event;
    this.#list = root.querySelector("[data-scans]");
    this.#template = root.querySelector("template[data-recent]").content;
    this.#words = root.querySelector("template[data-reasons]").content;
    this.#list.addEventListener("click", (click) => {
      const key = click.target.closest("[data-undo]")?.dataset.undo;
      const line = key && this.#lines.find((one) => one.key === key);
      if (line) undo(line);
    });
  }

  async open() {
    const all = await within(["recent"], "readonly", (recent) => recent.getAll()).catch(() => []);
    this.#lines = all.filter((line) => line.event === this.#event).reverse();
    this.#draw();
    const old = this.#lines.slice(KEPT).map((line) => line.key);
    if (old.length) within(["recent"], "readwrite", (recent) => old.map((key) => recent.delete(key)));
  }

  add(line) {
    this.#lines.unshift(line);
    this.#draw();
  }

  // Changes lines after the server's answers, or because they were undone.
  async change(changes) {
    const changed = [];
    for (const [key, change] of changes) {
      const line = this.#lines.find((one) => one.key === key);
      if (line) changed.push(Object.assign(line, change));
    }
    if (!changed.length) return;
    this.#draw();
    await within(["recent"], "readwrite", (recent) => {
      for (const line of changed) recent.put({ ...line });
    }).catch(() => {});
  }

  // The newest scan that may still be undone.
  get undoable() {
    return this.#lines.find(canBeUndone);
  }

  clear() {
    this.#lines = [];
    this.#draw();
  }

  #draw() {
    this.#list.replaceChildren(...this.#lines.slice(0, SHOWN).map((line) => this.#drawn(line)));
  }

  #drawn(line) {
    const drawn = this.#template.cloneNode(true);
    const icon = line.undone ? "undone" : line.waiting ? "waiting" : line.status;
    for (const one of drawn.querySelectorAll("[data-icon]")) if (one.dataset.icon !== icon) one.remove();
    const title = this.#words.querySelector(`[data-reason="${line.reason}"] b`)?.textContent;
    drawn.querySelector("[data-slot=name]").textContent = line.name || title || line.title;
    const word = line.undone
      ? "undone"
      : line.direction === "out" && line.status === "admitted"
        ? "out"
        : line.status;
    const words = drawn.querySelector("[data-slot=what]");
    const parts = [words.dataset[word], line.name && line.office, timeWithZone(line.at)];
    if (line.waiting) parts.push(words.dataset.unsent);
    words.textContent = parts.filter(Boolean).join(", ");
    const button = drawn.querySelector("[data-undo]");
    button.dataset.undo = line.key;
    if (!canBeUndone(line)) button.remove();
    return drawn;
  }
}

const canBeUndone = (line) =>
  line.status === "admitted" &&
  !line.undone &&
  eventMs() - Date.parse(line.at) < UNDO_MS &&
  line.person !== undefined;
