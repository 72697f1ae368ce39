// The kiosk: a card before the camera (or a scanner that types) is sent, the answer fills the screen, and it is ready again.
import { say } from "./gate/feedback.js";
import { newKey } from "./gate/key.js";
import { heardTroubles, noteTrouble, unheardTroubles } from "./gate/troubles.js";

const root = document.querySelector("[data-kiosk]");
const [hint, result, form] = ["[data-hint]", "[data-result]", "form"].map((each) => root.querySelector(each));
const SHOWN_MS = 6000;
const SAME_CARD_MS = 8000;
const CODES = { insecure: "camera_insecure", denied: "camera_refused", missing: "camera_missing" };
let last = { text: "", at: -SAME_CARD_MS };
let busy = false;
let goes = 0;

async function present(text) {
  const now = performance.now();
  if (busy || !text.trim() || (text === last.text && now - last.at < SAME_CARD_MS)) return;
  if (text !== last.text) form.elements.key.value = newKey();
  last = { text, at: now };
  busy = true;
  form.elements.code.value = text;
  try {
    await send();
  } catch {
    show(root.querySelector("[data-lost]").innerHTML, "refused");
  }
  form.elements.code.value = "";
  busy = false;
}

function twoCards() {
  show(root.querySelector("[data-two]").innerHTML, "refused");
  report("two_cards");
}

// One key for a card until it is answered: sent twice, it counts once.
async function send() {
  const answer = await post(new FormData(form));
  if (!answer.ok) {
    location.reload();
    return;
  }
  const drawn = document.createElement("template");
  drawn.innerHTML = await answer.text();
  const verdict = drawn.content.querySelector("[data-verdict]");
  form.elements.key.value = drawn.content.querySelector("[data-next-key]").dataset.nextKey;
  show(drawn.innerHTML, verdict.dataset.verdict);
}

// What no card tells of: the server logs its reason code. Unheard, it goes with the next card.
function report(code) {
  noteTrouble(code);
  const noCard = new FormData(form);
  noCard.set("code", "");
  post(noCard).catch(() => {});
}

async function post(body) {
  const troubles = unheardTroubles();
  body.set("troubles", troubles);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Kiosk": "1" } });
  if (answer.ok) heardTroubles(troubles);
  return answer;
}

function show(html, status) {
  result.innerHTML = html;
  say(status);
  clearTimeout(goes);
  goes = setTimeout(ready, SHOWN_MS);
}

function ready() {
  result.replaceChildren();
  form.elements.code.focus();
}

async function startCamera() {
  if (!navigator.mediaDevices?.getUserMedia) {
    sayWithout("insecure");
    return;
  }
  try {
    const { Camera } = await import("./gate/camera.js");
    const camera = new Camera(root.querySelector("video"), present, twoCards);
    const front = await frontCamera();
    await camera.start(front);
    hint.textContent = hint.dataset.ready;
    await navigator.wakeLock?.request("screen").catch(() => {});
  } catch (trouble) {
    sayWithout(trouble.name === "NotAllowedError" ? "denied" : "missing");
  }
}

function sayWithout(why) {
  hint.textContent = hint.dataset[why];
  report(CODES[why]);
}

// The side people stand on. The browser names cameras only after it was allowed one.
async function frontCamera() {
  const asked = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" }, audio: false });
  const [track] = asked.getVideoTracks();
  const { deviceId } = track.getSettings();
  track.stop();
  return deviceId;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  present(form.elements.code.value);
});
result.addEventListener("click", ready);
startCamera();
