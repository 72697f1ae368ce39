// Asks the server as this page's own scripts do: JSON both ways, the token against forged forms fetched when needed.
const PATIENCE_MS = 8000;
const root = document.querySelector("[data-gate]");
let token = root.dataset.token;
let told = () => {};

// The server answers, but not to us: signed out (401), no longer at this event (403), or the device was ended (401).
export class NotForUs extends Error {}

// Who wants to hear what the server says of this browser: { token, gate, device }.
export const listenToStanding = (hears) => {
  told = hears;
};

export async function ask(address, body, headers) {
  let answer = await send(address, body, headers);
  if (answer.status === 400 && body) {
    await renewToken();
    answer = await send(address, body);
  }
  if (answer.status === 401 || answer.status === 403) throw new NotForUs(`${answer.status}`);
  if (answer.status >= 500 || answer.status === 429) throw new Error(`${answer.status}`);
  return answer;
}

async function send(address, body, more) {
  if (body && !token) await renewToken();
  const headers = { Accept: "application/json", ...more };
  if (body) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": token });
  return fetch(address, {
    method: body ? "POST" : "GET",
    headers,
    body: body && JSON.stringify(body),
    cache: "no-store",
    redirect: "error", // whoever sends us elsewhere is not our server: a hotel's sign-in page
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

// The page may have been opened from the device's own store, or the browser may have forgotten its session.
async function renewToken() {
  token = "";
  const answer = await ask(root.dataset.standing);
  const standing = await answer.json();
  token = standing.token;
  told(standing);
}
