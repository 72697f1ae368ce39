// data-toast: leaves after ten seconds, but waits while it is hovered or holds the focus.
const STAY_MS = 10_000;

for (const toast of document.querySelectorAll("[data-toast]")) {
  let timer;
  const leave = () => toast.remove();
  const wait = () => clearTimeout(timer);
  const count = () => {
    wait();
    timer = setTimeout(leave, STAY_MS);
  };
  for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, wait);
  for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, count);
  const dismiss = toast.querySelector("[data-dismiss]");
  dismiss.hidden = false;
  dismiss.addEventListener("click", leave);
  count();
}
