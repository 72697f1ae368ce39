// data-keep="key": what is typed survives errors, reloads and lost connections on this device until it was sent.
// Passwords, files and hidden fields are never kept.
const SKIPPED = new Set(["password", "file", "hidden", "submit", "search"]);
const prefix = "kept:";

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !SKIPPED.has(field.type));
const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

function restore(form, values) {
  for (const [index, field] of fieldsOf(form).entries()) {
    const value = values[`${field.name}/${index}`];
    if (typeof value === "boolean") field.checked = value;
    else if (value !== undefined) field.value = value;
  }
}

function save(form, key) {
  const values = fieldsOf(form).map((field, index) => [`${field.name}/${index}`, valueOf(field)]);
  localStorage.setItem(key, JSON.stringify(Object.fromEntries(values)));
  const word = form.querySelector(".kept");
  word.textContent = form.dataset.kept;
  word.hidden = false;
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `${prefix}${location.pathname}:${form.dataset.keep}`;
  const sent = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  const refused = form.querySelector("[aria-invalid]");
  const kept = localStorage.getItem(key);
  if (sent && !refused) localStorage.removeItem(key);
  else if (kept && !refused) restore(form, JSON.parse(kept));
  form.addEventListener("input", () => save(form, key));
  form.addEventListener("submit", () => sessionStorage.setItem(key, "sent"));
}
