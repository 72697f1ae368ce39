// Reads QR codes from the camera, frame by frame, and from pictures; the same text counts again when it was gone for 3 s.
// Two passes in one frame admit nobody: whose turn it is cannot be seen.
import { prepareZXingModule, readBarcodes } from "../../vendor/zxing/reader/index.js";
import { normalised } from "./code.js";

const WASM = new URL("../../vendor/zxing/zxing_reader.wasm", import.meta.url).href;
const GONE_MS = 3000;
const CHOICE = "gate-camera";
const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 2 };
prepareZXingModule({
  overrides: { locateFile: (file, prefix) => (file.endsWith(".wasm") ? WASM : prefix + file) },
});

export class Camera {
  #video;
  #found;
  #several;
  #canvas = document.createElement("canvas");
  #pen = this.#canvas.getContext("2d", { willReadFrequently: true });
  #last = { text: "", at: 0 };
  #track = null;

  // `found(text)` hears of every code, `several()` of two passes side by side.
  constructor(video, found, several) {
    this.#video = video;
    this.#found = found;
    this.#several = several;
  }

  // Starts the camera chosen last while it is there, else the one at the back. Throws what the browser says when there
  // is none.
  async start(id = localStorage.getItem(CHOICE)) {
    this.#track?.stop();
    const stream =
      (id && (await streamOf({ deviceId: { exact: id } }).catch(() => null))) ||
      (await streamOf({ facingMode: { ideal: "environment" } }));
    this.#track = stream.getVideoTracks()[0];
    this.#video.srcObject = stream;
    this.#video.hidden = false;
    await this.#video.play();
    this.#follow(this.#track);
  }

  get hasLight() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  light(on) {
    return this.#track.applyConstraints({ advanced: [{ torch: on }] });
  }

  async choices() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput");
  }

  async choose(id) {
    localStorage.setItem(CHOICE, id);
    await this.start(id);
  }

  get chosen() {
    return this.#track?.getSettings().deviceId;
  }

  // Tells what is in a picture; false when that is no code.
  async readPicture(file) {
    const texts = textsOf(await readBarcodes(file, { ...OPTIONS, tryHarder: true }));
    if (texts.length) this.#tell(passesAmong(texts));
    return texts.length > 0;
  }

  async #follow(track) {
    while (track.readyState === "live" && track === this.#track) {
      await this.#nextFrame();
      const texts = await this.#read().catch(() => []);
      if (texts.length) this.#notice(texts);
    }
  }

  #nextFrame() {
    const video = this.#video;
    return new Promise((resolve) =>
      video.requestVideoFrameCallback
        ? video.requestVideoFrameCallback(resolve)
        : requestAnimationFrame(resolve),
    );
  }

  async #read() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (!width) return [];
    if (this.#canvas.width !== width) Object.assign(this.#canvas, { width, height });
    this.#pen.drawImage(this.#video, 0, 0);
    return textsOf(await readBarcodes(this.#pen.getImageData(0, 0, width, height), OPTIONS));
  }

  #notice(texts) {
    const passes = passesAmong(texts);
    const text = passes.join(" ");
    const now = performance.now();
    const again = text === this.#last.text && now - this.#last.at < GONE_MS;
    this.#last = { text, at: now };
    if (!again) this.#tell(passes);
  }

  #tell(passes) {
    if (passes.length > 1) this.#several();
    else this.#found(passes[0]);
  }
}

const streamOf = (which) =>
  navigator.mediaDevices.getUserMedia({
    video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } },
    audio: false,
  });

const textsOf = (codes) => codes.map((code) => code.text).filter(Boolean);

// A pass beside a poster is the pass; where there is none, the first code stands for what it is.
function passesAmong(texts) {
  const passes = [...new Set(texts.filter(normalised))].sort();
  return passes.length ? passes : texts.slice(0, 1);
}
