// data-name-look="address": while somebody types a name, asks that address how papers will print it, and shows the answer
// in [data-look]. A button [data-take] writes the suggested spelling into the fields; nothing is changed without it.
const PARTS = { front_titles: "front", name: "name", back_titles: "back" };
const REST_MS = 250;

function follow(region) {
  const form = region.closest("form");
  const shown = region.querySelector("[data-look]");
  let asked = 0;
  let rest;

  async function look() {
    const turn = ++asked;
    const sent = new FormData();
    for (const part of ["csrf_token", "rank", ...Object.keys(PARTS)])
      sent.set(part, form.elements[part]?.value ?? "");
    const answer = await fetch(region.dataset.nameLook, { method: "POST", body: sent }).catch(() => null);
    if (answer?.ok && turn === asked) shown.innerHTML = await answer.text();
  }

  form.addEventListener("input", (event) => {
    if (!(event.target.name in PARTS) && event.target.name !== "rank") return;
    clearTimeout(rest);
    rest = setTimeout(look, REST_MS);
  });
  region.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    event.preventDefault();
    for (const [part, key] of Object.entries(PARTS)) form.elements[part].value = button.dataset[key];
    form.elements.name.focus();
    look();
  });
  region.querySelector("[data-without-script]").hidden = true;
  // On a slow line somebody typed before this script came.
  const typed = Object.keys(PARTS).some((part) => {
    const field = form.elements[part];
    return field && field.value !== field.defaultValue;
  });
  if (typed) look();
}

for (const region of document.querySelectorAll("[data-name-look]")) follow(region);
