// Starts the camera and offers what it can: light, another camera, a picture; and says what stands in its way.
export async function startCamera(root, { found, several }) {
  const hint = root.querySelector("[data-hint]");
  const say = (words) => {
    hint.textContent = hint.dataset.ready = hint.dataset.next = words;
  };
  if (!navigator.mediaDevices?.getUserMedia) {
    say(hint.dataset.insecure);
    return;
  }
  const { Camera } = await import("./camera.js");
  const camera = new Camera(root.querySelector("video"), found, several);
  offerPicture(root, camera, found);
  try {
    await camera.start();
    hint.textContent = hint.dataset.ready;
    offerLight(root, camera);
    await offerCameras(root, camera);
  } catch (trouble) {
    say(trouble.name === "NotAllowedError" ? hint.dataset.denied : hint.dataset.missing);
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

function offerPicture(root, camera, found) {
  const input = root.querySelector("#picture");
  root.querySelector("[data-picture]").hidden = false;
  input.addEventListener("change", async () => {
    const text = input.files[0] && (await camera.readPicture(input.files[0]).catch(() => undefined));
    input.value = "";
    root.querySelector("#gate-more").hidePopover();
    if (text) found(text);
  });
}
