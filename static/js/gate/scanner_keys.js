// USB and Bluetooth scanners type: keys less than 35 ms apart, at least 8 of them, then Enter or Tab. They work wherever
// the focus is; slow typing is never swallowed.
const FAST_MS = 35;
const SHORTEST = 8;

export function listenForScanners(found) {
  let burst = "";
  let last = 0;
  document.addEventListener(
    "keydown",
    (event) => {
      const fast = event.timeStamp - last < FAST_MS;
      last = event.timeStamp;
      if ((event.key === "Enter" || event.key === "Tab") && fast && burst.length >= SHORTEST) {
        event.preventDefault();
        event.stopPropagation();
        takeBack(event.target, burst);
        found(burst);
        burst = "";
      } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
        burst = fast ? burst + event.key : event.key;
      } else if (event.key !== "Shift") {
        burst = "";
      }
    },
    { capture: true },
  );
}

// What the scanner typed into a field on its way does not stay there.
function takeBack(field, text) {
  if (typeof field?.value === "string" && field.value.endsWith(text))
    field.value = field.value.slice(0, -text.length);
}
