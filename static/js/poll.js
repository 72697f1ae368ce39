// data-poll="address": replaces the content with the fragment at that address every data-every seconds, asking with its
// ETag; stops at the header X-Poll: stop, draws the whole page anew at X-Poll: reload, waits while the page is hidden, and says when the connection is lost.
async function refresh(region, etag) {
  const answer = await fetch(region.dataset.poll, { headers: etag ? { "If-None-Match": etag } : {} });
  if (answer.status === 304) return { etag };
  if (!answer.ok) throw new Error(`${answer.status}`);
  const order = answer.headers.get("X-Poll");
  if (order === "reload") window.location.reload();
  else region.innerHTML = await answer.text();
  return { etag: answer.headers.get("ETag"), done: Boolean(order) };
}

async function follow(region) {
  const lost = region.parentElement.querySelector(".offline");
  let seen = {};
  while (!seen.done && region.isConnected) {
    await new Promise((resolve) => setTimeout(resolve, Number(region.dataset.every || 5) * 1000));
    if (document.hidden) continue;
    try {
      seen = await refresh(region, seen.etag);
      if (lost) lost.hidden = true;
    } catch {
      if (lost) lost.hidden = false;
    }
  }
}

for (const region of document.querySelectorAll("[data-poll]")) follow(region);
