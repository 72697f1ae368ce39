// data-copy="text": a button that copies it and says so for two seconds. Hidden where the browser cannot.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.getAttribute("aria-label");
    button.setAttribute("aria-label", button.dataset.done);
    button.classList.add("is-done");
    setTimeout(() => {
      button.setAttribute("aria-label", label);
      button.classList.remove("is-done");
    }, 2000);
  });
}
