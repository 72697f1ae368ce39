// data-filter="id": a field that leaves only those labels of the region visible that hold its words. Ticked ones stay.
for (const field of document.querySelectorAll("[data-filter]")) {
  const labels = [...document.getElementById(field.dataset.filter).querySelectorAll("label")];
  field.closest("[hidden]").hidden = false;
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const label of labels) {
      const name = label.textContent.toLowerCase();
      label.hidden = !label.querySelector(":checked") && !words.every((word) => name.includes(word));
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });
}
