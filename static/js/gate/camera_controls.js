// Starts the camera and offers what it can: light, another camera; and says what stands in its way. A picture of a card
// is read without a camera, too.
import { noteTrouble } from "./troubles.js";

const CODES = { insecure: "camera_insecure", denied: "camera_refused", missing: "camera_missing" };

export async function startCamera(root, { found, several }) {
  const hint = root.querySelector("[data-hint]");
  const say = (why) => {
    hint.textContent = hint.dataset.ready = hint.dataset.next = hint.dataset[why];
    noteTrouble(CODES[why]);
  };
  const isAllowed = Boolean(navigator.mediaDevices?.getUserMedia);
  if (!isAllowed) say("insecure");
  const { Camera } = await import("./camera.js");
  const camera = new Camera(root.querySelector("video"), found, several);
  offerPicture(root, camera);
  if (!isAllowed) return;
  try {
    await camera.start();
    hint.textContent = hint.dataset.ready;
    offerLight(root, camera);
    await offerCameras(root, camera);
  } catch (trouble) {
    say(trouble.name === "NotAllowedError" ? "denied" : "missing");
  }
  document.addEventListener("visibilitychange", () => stayAwake());
  await stayAwake();
}

async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}

function offerLight(root, camera) {
  const button = root.querySelector("[data-torch]");
  button.hidden = !camera.hasLight;
  button.addEventListener("click", async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    await camera.light(on);
    button.setAttribute("aria-pressed", on);
  });
}

async function offerCameras(root, camera) {
  const devices = await camera.choices();
  const select = root.querySelector("#camera");
  select.replaceChildren(
    ...devices.map((one) => new Option(one.label, one.deviceId, false, one.deviceId === camera.chosen)),
  );
  root.querySelector("[data-cameras]").hidden = devices.length < 2;
  select.addEventListener("change", () => camera.choose(select.value));
}

function offerPicture(root, camera) {
  const input = root.querySelector("#picture");
  const hint = root.querySelector("[data-hint]");
  root.querySelector("[data-picture]").hidden = false;
  input.addEventListener("change", async () => {
    const [picture] = input.files;
    if (!picture) return;
    root.querySelector("#gate-more").hidePopover();
    if (!(await camera.readPicture(picture).catch(() => false))) hint.textContent = hint.dataset.unread;
    input.value = "";
  });
}
