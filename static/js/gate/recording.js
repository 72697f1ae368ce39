// What happens to a scan: judged on this device, kept, told, sent; and what the server's answer changes.
import { eventNow, secondsOff } from "./clock.js";
import { readable } from "./code.js";
import { judge } from "./judge.js";
import { newKey } from "./key.js";
import { reviewsFirst } from "./modes.js";
import { keep } from "./queue.js";
import { noteTrouble } from "./troubles.js";

const LONGEST_TITLE = 60;

export class Recording {
  #event;
  #scans;
  #parts;

  // `scans`: the address that takes them. Parts: roster, pending, place, recent, verdict, counters, sending, trouble().
  constructor({ event, scans, ...parts }) {
    this.#event = event;
    this.#scans = scans;
    this.#parts = parts;
  }

  // A text that was read or typed.
  async present(text) {
    await this.take(await readable(text), text);
  }

  async take(scan, title) {
    const { roster, place, verdict } = this.#parts;
    const person = roster.find(scan.code_sha256);
    const session = roster.sessionOf(place.session);
    const { direction } = place;
    const deed = { scan, at: eventNow(), direction, title, person, session };
    if (!session) return this.#record(deed);
    deed.judged = judge({ ...deed, ...this.#timesOf(person) });
    if (deed.judged.status !== "admitted" || !reviewsFirst()) return this.#record(deed);
    return verdict.review(person, { session, direction, agreed: () => this.#record(deed) });
  }

  #timesOf(person) {
    const { roster, pending, place } = this.#parts;
    if (!person) return {};
    const who = [place.session, person.id];
    const came = pending.arrivalOf(...who);
    const arrival = came === undefined ? roster.arrivalOf(...who) : came;
    return { arrival, isOut: pending.isOut(...who) ?? roster.isGone(...who) };
  }

  // Nobody is told anything before it is kept.
  async #record({ scan, at, direction, title, person, session, judged }) {
    const { place, verdict, sending, pending, recent, counters } = this.#parts;
    const key = newKey();
    const made = { key, event: this.#event, session: place.session, at, direction, person: person?.id };
    made.clock_offset_seconds = secondsOff();
    made.returns = direction === "in" && judged?.status === "admitted" && judged.first_at !== at;
    const row = { ...made, address: place.address, told: judged?.status, ...scan };
    const line = { ...made, title: title.slice(0, LONGEST_TITLE), waiting: true };
    Object.assign(line, judged, { name: person?.name, office: person?.office_short });
    try {
      await keep(row, line);
    } catch {
      noteTrouble("storage_full");
      verdict.expect(key);
      return sending.sendUnkept(row).catch(() => verdict.plain("nowhere", "refused"));
    }
    pending.add(row);
    recent.add(line);
    if (judged) verdict.tell(key, judged, { person, session, direction });
    else verdict.expect(key);
    counters.draw(place.session);
    return sending.drain();
  }

  // Takes back what let somebody in; the scan stays, the undoing is recorded beside it, told by the same clock.
  async undo({ key, session, person, direction, returns, clock_offset_seconds }) {
    const { verdict, sending, pending, recent, counters, place } = this.#parts;
    const address = `${this.#scans}/${key}/undo`;
    const about = {
      event: this.#event,
      session,
      person,
      direction,
      returns,
      clock_offset_seconds,
      at: eventNow(),
    };
    const row = { key: newKey(), undoes: key, address, ...about };
    await keep(row);
    pending.add(row);
    verdict.clear();
    await recent.change([[key, { undone: true }]]);
    counters.draw(place.session);
    await sending.drain();
  }

  async answered(rows, results) {
    const { pending, recent, counters, place } = this.#parts;
    pending.answered(rows.map((row) => row.key));
    const changes = [];
    for (const row of rows) {
      const result = results.find((one) => one.key === row.key);
      changes.push(row.undoes ? await this.#undone(row, result) : await this.#scanned(row, result));
    }
    await counters.keep();
    await recent.change(changes);
    counters.draw(place.session);
  }

  async #scanned(row, result) {
    const { roster, counters, verdict } = this.#parts;
    const { status, reason, participant, first_at } = result;
    const person = row.person ?? participant?.id;
    if (status !== "refused" && person !== undefined) {
      await roster.noteArrival(row.session, person, first_at ?? row.at, row.direction === "out");
    }
    if (status === "admitted" && row.direction === "in" && !row.returns) counters.count(row.session, 1);
    verdict.answer(result);
    const who = participant && { name: participant.name, office: participant.office, person };
    return [row.key, { status, reason, waiting: false, ...who }];
  }

  async #undone(row, { status }) {
    const failed = status === "refused";
    this.#parts.trouble("not-undone", failed);
    if (!failed) await this.#takeBack(row);
    return [row.undoes, { undone: !failed }];
  }

  // Whoever went is here again; whoever came back is out again; whoever came has not come.
  async #takeBack({ session, person, direction, returns }) {
    const { roster, counters } = this.#parts;
    const came = direction === "out" || returns;
    await roster.noteArrival(session, person, came ? roster.arrivalOf(session, person) : null, returns);
    if (!came) counters.count(session, -1);
  }
}
