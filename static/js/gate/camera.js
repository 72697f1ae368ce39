// Reads QR codes from the camera, frame by frame, and from pictures; the same text counts again when it was gone for 3 s.
import { prepareZXingModule, readBarcodes } from "../../vendor/zxing/reader/index.js";

const WASM = new URL("../../vendor/zxing/zxing_reader.wasm", import.meta.url).href;
const GONE_MS = 3000;
const CHOICE = "gate-camera";
const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 1 };
prepareZXingModule({
  overrides: { locateFile: (file, prefix) => (file.endsWith(".wasm") ? WASM : prefix + file) },
});

export class Camera {
  #video;
  #found;
  #canvas = document.createElement("canvas");
  #pen = this.#canvas.getContext("2d", { willReadFrequently: true });
  #last = { text: "", at: 0 };
  #track = null;

  constructor(video, found) {
    this.#video = video;
    this.#found = found;
  }

  // Starts the camera chosen last, else the one at the back. Throws what the browser says when there is none.
  async start(id = localStorage.getItem(CHOICE)) {
    this.#track?.stop();
    const which = id ? { deviceId: { ideal: id } } : { facingMode: { ideal: "environment" } };
    const wanted = { ...which, width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
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

  async readPicture(file) {
    const [code] = await readBarcodes(file, { ...OPTIONS, tryHarder: true });
    return code?.text;
  }

  async #follow(track) {
    while (track.readyState === "live" && track === this.#track) {
      await this.#nextFrame();
      const text = await this.#read().catch(() => undefined);
      if (text) this.#notice(text);
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
    if (!width) return undefined;
    if (this.#canvas.width !== width) Object.assign(this.#canvas, { width, height });
    this.#pen.drawImage(this.#video, 0, 0);
    const [code] = await readBarcodes(this.#pen.getImageData(0, 0, width, height), OPTIONS);
    return code?.text;
  }

  #notice(text) {
    const now = performance.now();
    const again = text === this.#last.text && now - this.#last.at < GONE_MS;
    this.#last = { text, at: now };
    if (!again) this.#found(text);
  }
}
