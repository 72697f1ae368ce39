// data-bulk: the bar of actions is shown while rows (data-row) of its table are ticked, and says how many. The box of all
// that match (data-all-matching) speaks for itself.
function follow(bar) {
  const box = bar.closest(".table-box");
  const rows = () => [...box.querySelectorAll("[data-row]")];
  const all = box.querySelector("[data-tick-all]");
  const matching = bar.querySelector("[data-all-matching]");
  const count = () => {
    const chosen = rows().filter((row) => row.checked).length;
    bar.hidden = chosen === 0 && !matching?.checked;
    bar.querySelector("b").textContent = matching?.checked ? "" : bar.dataset.say.replace("{}", chosen);
    if (!all) return;
    all.checked = chosen > 0 && chosen === rows().length;
    all.indeterminate = chosen > 0 && !all.checked;
  };
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const row of rows()) row.checked = all.checked;
    });
  }
  box.addEventListener("change", count);
  box.closest("form")?.addEventListener("reset", () => setTimeout(count));
  count();
}

for (const bar of document.querySelectorAll("[data-bulk]")) follow(bar);
// A list that is searched while typing brings a new table each time.
document.addEventListener("htmx:afterSwap", (event) => {
  for (const bar of event.detail.target.querySelectorAll("[data-bulk]")) follow(bar);
});
