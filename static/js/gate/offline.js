// Lets the page open without a network: registers its service worker, asks the browser to keep what is stored, offers to
// install, and takes everything away again when the device was ended.
const root = document.querySelector("[data-gate]");
const { page, worker } = root.dataset;

// Answers "kept", "untrusted" (a certificate that was clicked through) or "insecure" (plain HTTP): then a reload needs the network.
export async function keepPage() {
  if (!globalThis.isSecureContext || !navigator.serviceWorker) return "insecure";
  navigator.storage?.persist?.().catch(() => {});
  try {
    await navigator.serviceWorker.register(worker, { scope: page });
  } catch (trouble) {
    return navigator.onLine && trouble.name === "SecurityError" ? "untrusted" : "kept";
  }
  return "kept";
}

// A newer page has been kept meanwhile: show it as soon as nobody waits for an answer.
export function renewWhen(isQuiet) {
  if (!navigator.serviceWorker?.controller) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    const timer = setInterval(() => {
      if (!isQuiet()) return;
      clearInterval(timer);
      location.reload();
    }, 1000);
  });
}

export async function forgetPage() {
  const registration = await navigator.serviceWorker?.getRegistration(page);
  await registration?.unregister();
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(
    names.filter((name) => name.startsWith(`gate ${page} `)).map((name) => caches.delete(name)),
  );
}

export function offerInstalling() {
  const button = root.querySelector("[data-install]");
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    button.hidden = false;
    button.onclick = () => event.prompt();
  });
  addEventListener("appinstalled", () => {
    button.hidden = true;
  });
}
