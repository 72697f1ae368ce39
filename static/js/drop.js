// data-drop: shows the chosen file's name, and where a file may be let go. The browser itself takes the drop on the field.
for (const place of document.querySelectorAll("[data-drop]")) {
  const field = place.querySelector("input[type=file]");
  const name = place.querySelector("output");
  const mark = (over) => () => place.classList.toggle("is-over", over);
  place.addEventListener("dragover", mark(true));
  for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, mark(false));
  field.addEventListener("change", () => {
    name.textContent = [...field.files].map((file) => file.name).join(", ");
  });
}
