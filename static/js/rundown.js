// data-lead="seconds": moves the gold of an agenda on while the page stays open. A rehearsal's clock leads the real one.
const MINUTE_MS = 60_000;
const agenda = document.querySelector("[data-lead]");

function mark(line, now) {
  const past = Date.parse(line.dataset.ends) <= now;
  const running = !past && Date.parse(line.dataset.starts) <= now;
  line.classList.toggle("is-now", running);
  line.classList.toggle("past", past);
  line.querySelector("p > span").hidden = !running;
  if (running) line.setAttribute("aria-current", "time");
  else line.removeAttribute("aria-current");
}

function refresh() {
  const now = Date.now() + Number(agenda.dataset.lead) * 1000;
  for (const line of agenda.querySelectorAll("[data-starts]")) mark(line, now);
}

refresh();
setInterval(refresh, MINUTE_MS);
document.addEventListener("visibilitychange", refresh);
