// Loads each behaviour only where its attribute is on the page.
const behaviours = {
  "[data-opens]": "./opens.js",
  "[data-toast]": "./toast.js",
  "[data-keep]": "./keep.js",
  "[data-keys]": "./keys.js",
  "[data-drop]": "./drop.js",
  "[data-bulk]": "./rows.js",
  "[data-poll]": "./poll.js",
  "[data-copy]": "./copy.js",
  "[data-letters]": "./composer.js",
  "[data-filter]": "./filter.js",
  "[data-theme-choice]": "./theme.js",
};

for (const [selector, module] of Object.entries(behaviours)) {
  if (document.querySelector(selector)) import(module);
}
// A form was just sent from the page before: what was kept of it may go.
if (sessionStorage.getItem("sent")) import("./keep.js");
