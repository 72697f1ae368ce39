// The queue as a file, for a device that may no longer send: nothing that was recorded is lost with it.
import { asToldThen } from "./clock.js";
import { waiting } from "./queue.js";

export function offerSaving(root) {
  for (const button of root.querySelectorAll("[data-save-queue]")) {
    button.addEventListener("click", async () => {
      const scans = (await waiting()).map((row) => ({ ...row, at: asToldThen(row) }));
      const content = JSON.stringify({ event: root.dataset.event, scans }, null, 2);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
      link.download = `${root.dataset.event}-${new Date().toISOString().slice(0, 16).replace(":", ".")}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
  }
}
