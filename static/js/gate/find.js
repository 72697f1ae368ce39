// Somebody without a card: searched by name and office among the people this device holds, also without a network.
const MOST = 8;

export function offerSearch(root, roster, found) {
  const sheet = root.querySelector("#find-person");
  const [field, list, state] = ["input", "[data-found]", "[role=status]"].map((one) =>
    sheet.querySelector(one),
  );
  const template = root.querySelector("template[data-found-one]").content;
  let shown = [];

  function search() {
    const people = roster.search(field.value, MOST);
    shown = people.slice(0, MOST);
    list.replaceChildren(...shown.map((person, index) => drawn(template, person, index)));
    const { none, more, unknown } = state.dataset;
    if (!field.value.trim()) state.textContent = roster.isKnown ? "" : unknown;
    else if (!people.length) state.textContent = roster.isKnown ? none : unknown;
    else state.textContent = people.length > MOST ? more : "";
  }

  field.addEventListener("input", search);
  sheet.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    field.value = "";
    search();
    field.focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    sheet.hidePopover();
    found(shown[Number(button.value)]);
  });
}

function drawn(template, person, index) {
  const line = template.cloneNode(true);
  line.querySelector("button").value = index;
  line.querySelector("[data-slot=name]").textContent = person.name;
  line.querySelector("[data-slot=office]").textContent = [person.position, person.office_short]
    .filter(Boolean)
    .join(", ");
  return line;
}
