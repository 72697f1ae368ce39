// data-theme-choice: light, dark or as the device; kept in a cookie so that the server draws the next page right.
const YEAR_SECONDS = 31_536_000;
const root = document.documentElement;

for (const choice of document.querySelectorAll("[data-theme-choice]")) {
  const buttons = [...choice.querySelectorAll("button")];
  const show = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", `${button.value === (root.dataset.theme ?? "")}`);
    }
  };
  choice.hidden = false;
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.value) root.dataset.theme = button.value;
    else delete root.dataset.theme;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari
    document.cookie = `theme=${button.value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    show();
  });
  show();
}
