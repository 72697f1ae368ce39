// data-keep="key": what is typed survives errors, reloads and a lost connection on this device, until the server took it.
// It took it when the page after sending is another page of ours, or says so in a toast. Passwords and files are not kept.
const SKIPPED = new Set(["password", "file", "hidden", "submit", "search"]);
const SENT = "sent";

const typed = (form) => [...form.elements].filter((field) => field.name && !SKIPPED.has(field.type));
const content = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

function say(form) {
  const word = form.querySelector(".kept");
  word.textContent = form.dataset.kept;
  word.hidden = false;
}

function restore(form, kept) {
  for (const [index, field] of typed(form).entries()) {
    const value = kept[`${field.name}/${index}`];
    if (typeof value === "boolean") field.checked = value;
    else if (value !== undefined) field.value = value;
  }
  say(form);
}

function save(form, key) {
  const values = typed(form).map((field, index) => [`${field.name}/${index}`, content(field)]);
  localStorage.setItem(key, JSON.stringify(Object.fromEntries(values)));
  say(form);
}

const forms = new Map(
  [...document.querySelectorAll("form[data-keep]")].map((form) => [`kept:${form.dataset.keep}`, form]),
);
const sent = sessionStorage.getItem(SENT);
const taken =
  document.querySelector("[data-toast]") || !(forms.has(sent) || document.querySelector("[data-failed]"));
if (sent && taken) localStorage.removeItem(sent);
sessionStorage.removeItem(SENT);

for (const [key, form] of forms) {
  const kept = localStorage.getItem(key);
  if (kept && !form.querySelector("[aria-invalid]")) restore(form, JSON.parse(kept));
  form.addEventListener("input", () => save(form, key));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, key));
}
