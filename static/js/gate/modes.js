// Express lets in at once; review shows who it is and waits for a tap. The choice is remembered on this device.
const KEPT = "gate-mode";

export function offerModes(root) {
  const choice = root.querySelector("[data-modes]");
  const show = () => {
    for (const button of choice.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", button.value === mode());
    }
  };
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    localStorage.setItem(KEPT, button.value);
    show();
  });
  show();
}

const mode = () => (localStorage.getItem(KEPT) === "review" ? "review" : "express");
export const reviewsFirst = () => mode() === "review";
