// data-keys: "/" goes to the search, "?" shows all keys. Off while typing, and off where someone switched them off.
const OFF = "keys-off";
const dialog = document.querySelector("[data-keys]");
const off = dialog.querySelector("[data-keys-off]");
off.checked = localStorage.getItem(OFF) === "yes";
off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "yes" : "no"));

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const actions = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || off.checked || typing(event.target)) return;
  if (document.querySelector("dialog[open]") || !actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
});

dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes]")) dialog.close();
});
