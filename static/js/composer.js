// data-letters: the fast way to type an entry. A letter and a space at the beginning choose the kind, Ctrl+Enter saves,
// and choosing an action opens the offices. Hints about keys are shown only where the keys work.
for (const kinds of document.querySelectorAll("[data-letters]")) {
  const form = kinds.closest("form");
  const text = form.elements.text;
  const offices = form.querySelector("[data-offices]");
  const byLetter = new Map(
    [...kinds.querySelectorAll("[data-letter]")].map((kind) => [kind.dataset.letter, kind]),
  );

  for (const hint of form.querySelectorAll("kbd[hidden], [data-hint]")) hint.hidden = false;

  const choose = (kind) => {
    kind.checked = true;
    kind.dispatchEvent(new Event("change", { bubbles: true }));
  };
  text.addEventListener("input", () => {
    const kind = / $/.test(text.value) && byLetter.get(text.value.trim().toLowerCase());
    if (!kind) return;
    text.value = "";
    choose(kind);
  });
  kinds.addEventListener("change", () => {
    if (kinds.querySelector("[value=action]").checked) offices.open = true;
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
