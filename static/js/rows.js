// data-bulk: the bar of actions is shown while rows (data-row) of its table are ticked, and says how many.
for (const bar of document.querySelectorAll("[data-bulk]")) {
  const box = bar.closest(".table-box");
  const rows = () => [...box.querySelectorAll("[data-row]")];
  const all = box.querySelector("[data-tick-all]");
  const count = () => {
    const chosen = rows().filter((row) => row.checked).length;
    bar.hidden = chosen === 0;
    bar.querySelector("b").textContent = bar.dataset.say.replace("{}", chosen);
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
