// Sends the waiting scans in batches, oldest first, and says how the connection is: "online", "offline" or "refused"
// (the server answers, but not to us: signed out, revoked). Nothing is dropped but on the answer to its own key.
import { forget, waiting } from "./queue.js";

const MOST = 50;
const EVERY_MS = 5000;
const PATIENCE_MS = 8000;

export class Sending {
  #token;
  #lead;
  #answered;
  #changed;
  #busy = null;

  constructor({ token, lead, answered, changed }) {
    this.#token = token;
    this.#lead = lead;
    this.#answered = answered;
    this.#changed = changed;
    setInterval(() => this.drain(), EVERY_MS);
    addEventListener("online", () => this.drain());
    addEventListener("offline", () => this.drain());
    document.addEventListener("visibilitychange", () => this.drain());
  }

  // One drain at a time; whoever asks meanwhile waits for it, then for one more.
  async drain() {
    while (this.#busy) await this.#busy;
    this.#busy = this.#send().finally(() => {
      this.#busy = null;
    });
    return this.#busy;
  }

  async #send() {
    let state = navigator.onLine ? "online" : "offline";
    try {
      for (const batch of batches(await waiting())) {
        const answer = await this.#post(batch);
        if (!answer) {
          state = "refused";
          continue;
        }
        for (const result of answer.results) await forget(result.key);
        this.#answered(answer);
      }
    } catch {
      state = "offline";
    }
    this.#changed(state, (await waiting().catch(() => [])).length);
  }

  async #post(batch) {
    const scans = batch.map(({ key, code, code_sha256, at }) => ({ key, code, code_sha256, at }));
    const answer = await fetch(batch[0].address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.#token },
      body: JSON.stringify({ session: batch[0].session, scans, sent_at: this.#lead() }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    const understood = answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
    return understood ? answer.json() : null;
  }
}

// Scans of one session and gate travel together, at most fifty at once.
function batches(scans) {
  const cut = [];
  for (const scan of scans) {
    const fits = ({ length, 0: first }) =>
      length < MOST && first.session === scan.session && first.address === scan.address;
    const open = cut.find(fits);
    if (open) open.push(scan);
    else cut.push([scan]);
  }
  return cut;
}
