// What the gate says without the screen: one tone for admitted, two for already, a low one for refused; and a buzz.
const TONES = {
  admitted: [[880, 0.14]],
  already: [
    [660, 0.1],
    [660, 0.1],
  ],
  refused: [[180, 0.45]],
  waiting: [[880, 0.08]],
};
const BUZZES = { admitted: [60], already: [60, 60, 60], refused: [300], waiting: [60] };
let audio = null;

// Browsers let a page sound only after the first tap or key.
for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(kind, () => setTimeout(wake));
}

// Not within the event: making the first one takes longer than a scanner takes between two keys.
function wake() {
  audio ??= new AudioContext();
  audio.resume();
}

export function say(status) {
  navigator.vibrate?.(BUZZES[status] ?? BUZZES.refused);
  if (audio?.state !== "running") return;
  let at = audio.currentTime;
  for (const [hertz, seconds] of TONES[status] ?? TONES.refused) {
    const tone = new OscillatorNode(audio, { frequency: hertz, type: "triangle" });
    tone.connect(new GainNode(audio, { gain: 0.4 })).connect(audio.destination);
    tone.start(at);
    tone.stop(at + seconds);
    at += seconds + 0.06;
  }
}
