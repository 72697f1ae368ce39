// The hall screen: a stream while it lasts, a question every few seconds where there is none. The clock goes on by itself.
const hall = document.querySelector("[data-hall]");
const ASK_EVERY_MS = 5000;
const TRY_STREAM_AFTER_MS = 60_000;
let lead = leadOf();
let asking = 0;

function leadOf() {
  return Date.parse(hall.querySelector("[data-clock]").dataset.clock) - Date.now();
}

// The event's clock may not be this machine's: a rehearsal has its own, and a borrowed laptop is often wrong.
function tick() {
  const clock = hall.querySelector("[data-clock]");
  const now = new Date(Date.now() + lead);
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock.dataset.zone };
  const written = new Intl.DateTimeFormat("en-GB", parts).format(now).replace(":", ".");
  const shown = clock.querySelector("span");
  if (shown.textContent !== written) shown.textContent = written;
}

function show(html) {
  hall.innerHTML = html;
  hall.classList.remove("is-offline");
  tick();
}

function listen() {
  const stream = new EventSource(hall.dataset.hall);
  stream.addEventListener("hall", (message) => {
    stopAsking();
    show(message.data);
    lead = leadOf();
  });
  stream.addEventListener("over", () => {
    stream.close();
    location.reload();
  });
  stream.addEventListener("error", () => {
    ask();
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, TRY_STREAM_AFTER_MS);
  });
}

function ask() {
  if (!asking) asking = setInterval(askOnce, ASK_EVERY_MS);
}

function stopAsking() {
  clearInterval(asking);
  asking = 0;
}

async function askOnce() {
  try {
    const answer = await fetch(hall.dataset.now, { redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) location.reload();
    else if (answer.ok) {
      show(await answer.text());
      lead = leadOf();
    }
  } catch {
    hall.classList.add("is-offline");
  }
}

setInterval(tick, 1000);
listen();
navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {});
});
