// The gate page: a code from the camera, a scanner, a picture or the keyboard is kept, sent, and answered by a verdict that
// fills the screen. The camera goes on meanwhile; nobody taps between two people.
import { readable } from "./code.js";
import { say } from "./feedback.js";
import { keep, newKey } from "./queue.js";
import { listenForScanners } from "./scanner_keys.js";
import { Sending } from "./sending.js";

const root = document.querySelector("[data-gate]");
const [hint, result, list] = ["[data-hint]", "[data-result]", "[data-scans]"].map((each) =>
  root.querySelector(each),
);
const VERDICT_MS = 12000;
const LAST_SCANS = 3;
// The event's clock: in a rehearsal it is not today. A wrong clock of this device is put right by it as well.
const lead = Date.parse(root.dataset.now) - Date.now();
const eventNow = () => new Date(Date.now() + lead).toISOString();
const session = Number(root.dataset.session);
let shown = "";
let goes = 0;

const sending = new Sending({
  token: root.dataset.token,
  lead: eventNow,
  answered: showAnswers,
  changed: showState,
});

async function present(text) {
  const key = newKey();
  shown = key;
  try {
    await keep({ key, session, address: root.dataset.gate, at: eventNow(), ...(await readable(text)) });
  } catch {
    showTemplate("[data-nowhere]", "refused");
    return;
  }
  await sending.drain();
}

function showAnswers({ results, counts }) {
  root.querySelector(".gate-head").innerHTML = counts;
  for (const one of results) {
    list.insertAdjacentHTML("afterbegin", one.line);
    if (one.key === shown) show(one.verdict, one.status);
  }
  while (list.children.length > LAST_SCANS) list.lastElementChild.remove();
}

function showState(state, number) {
  const line = root.querySelector("[data-line]");
  line.classList.toggle("is-offline", state !== "online");
  for (const part of line.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.includes(state);
  line.querySelector("[data-waiting]").textContent = number;
  if (state !== "online" && shown) showTemplate("[data-recorded]", "waiting");
}

function showTemplate(selector, status) {
  show(root.querySelector(selector).innerHTML, status);
}

function show(html, status) {
  shown = "";
  result.innerHTML = html;
  hint.textContent = hint.dataset.next;
  say(status);
  clearTimeout(goes);
  goes = setTimeout(clear, VERDICT_MS);
}

function clear() {
  result.replaceChildren();
  hint.textContent = hint.dataset.ready;
}

async function startCamera() {
  if (!navigator.mediaDevices?.getUserMedia) {
    hint.textContent = hint.dataset.insecure;
    return;
  }
  const { Camera } = await import("./camera.js");
  const camera = new Camera(root.querySelector("video"), present);
  offerPicture(camera);
  try {
    await camera.start();
    hint.textContent = hint.dataset.ready;
    offerLight(camera);
    await offerCameras(camera);
    await navigator.wakeLock?.request("screen").catch(() => {});
  } catch (trouble) {
    hint.textContent = trouble.name === "NotAllowedError" ? hint.dataset.denied : hint.dataset.missing;
  }
}

function offerLight(camera) {
  const button = root.querySelector("[data-torch]");
  button.hidden = !camera.hasLight;
  button.addEventListener("click", async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    await camera.light(on);
    button.setAttribute("aria-pressed", on);
  });
}

async function offerCameras(camera) {
  const found = await camera.choices();
  const select = root.querySelector("#camera");
  select.replaceChildren(
    ...found.map((one) => new Option(one.label, one.deviceId, false, one.deviceId === camera.chosen)),
  );
  root.querySelector("[data-cameras]").hidden = found.length < 2;
  select.addEventListener("change", () => camera.choose(select.value));
}

function offerPicture(camera) {
  const input = root.querySelector("#picture");
  root.querySelector("[data-picture]").hidden = false;
  input.addEventListener("change", async () => {
    const text = input.files[0] && (await camera.readPicture(input.files[0]));
    input.value = "";
    root.querySelector("#gate-more").hidePopover();
    if (text) present(text);
  });
}

root.querySelector("[data-type]").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.code;
  if (!field.value.trim()) return;
  root.querySelector("#type-code").hidePopover();
  present(field.value);
  field.value = "";
});
result.addEventListener("click", clear);
listenForScanners(present);
addEventListener("beforeunload", (event) => {
  if (root.querySelector("[data-waiting]").textContent !== "0") event.preventDefault();
});
sending.drain();
startCamera();
