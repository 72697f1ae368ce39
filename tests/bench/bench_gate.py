"""How fast the gate page is without a network, in a real browser that holds so many people.

`bin/bench gate --json` prints `{"people", "scan_p50_ms", "scan_p95_ms", "first_decode_frames",
"frame_to_verdict_ms", "cold_open_ms"}`. A scan is measured from the scanner's Enter to the verdict on the
screen, with the durable write in between. With a filmed camera, frames are counted from the first that shows
a badge to the verdict; `frame_to_verdict_ms` is the time from that frame to the painted verdict, the worst of
five passes of the badge.
A cold open is a new browser, offline: from the start of the navigation until a scan can be judged.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from config import Config
from tests.bench.meeting import Meeting, arrange
from tests.browser.conftest import CHROMIUM, serving
from tests.browser.film import FAKE_CAMERA, badge_of, film
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
PEOPLE, SCANS, OPENINGS, PASSES = 5_000, 200, 5, 5
EMPTY_FRAMES, HELD_FRAMES = 150, 60  # the same code counts again when it was gone for three seconds
TIMEOUT_MS = 60_000
STOPWATCH = """async codes => {
  const screen = document.querySelector("[data-result]");
  const times = [];
  for (const code of codes) {
    const shown = new Promise(resolve => {
      const watch = new MutationObserver(() => {
        if (!screen.querySelector(".verdict")) return;
        watch.disconnect();
        requestAnimationFrame(() => resolve(performance.now()));
      });
      watch.observe(screen, { childList: true });
    });
    const begun = performance.now();
    for (const key of [...code, "Enter"]) {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }
    times.push(await shown - begun);
    screen.firstElementChild.click();
    await new Promise(resolve => setTimeout(resolve, 60));
  }
  return times;
}"""
# The white of a badge is brighter than the hall; the middle of the picture tells when it came.
WATCH_FRAMES = """passes => new Promise(resolve => {
  const [video, screen] = ["video", "[data-result]"].map(one => document.querySelector(one));
  const pen = new OffscreenCanvas(64, 48).getContext("2d", { willReadFrequently: true });
  const seen = [];
  let empty = false, entered = null, frame = 0;
  const painted = ({ at, from }) => {
    seen.push({ ms: performance.now() - at, frames: frame - from + 1 });
    screen.firstElementChild?.click();
    if (seen.length === passes) resolve(seen);
  };
  new MutationObserver(() => {
    if (!entered || !screen.querySelector(".verdict")) return;
    const badge = entered;
    [empty, entered] = [false, null];
    requestAnimationFrame(() => setTimeout(painted, 0, badge));
  }).observe(screen, { childList: true });
  const look = (_, { presentedFrames, presentationTime }) => {
    frame = presentedFrames;
    pen.drawImage(video, 0, 0, 64, 48);
    const middle = pen.getImageData(16, 10, 32, 24).data;
    const isBright = middle.filter((value, at) => at % 4 === 0 && value > 200).length > 40;
    if (!isBright && !entered) empty = true;
    if (isBright && empty && !entered) entered = { at: presentationTime, from: frame };
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
})"""
OPENED = "performance.getEntriesByName('gate-opened')[0]?.startTime ?? 0"


@dataclass(frozen=True)
class Measured:
    """The result."""

    people: int
    scan_p50_ms: float
    scan_p95_ms: float
    first_decode_frames: int
    frame_to_verdict_ms: int
    cold_open_ms: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench gate", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    as_json = parser.parse_args().json
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        measured = asdict(_measure(playwright, Path(data)))
    print(json.dumps(measured) if as_json else "\n".join(f"{name}\t{it}" for name, it in measured.items()))


def _measure(playwright: Playwright, data: Path) -> Measured:
    with _served(data) as (address, meeting):
        phone = data / "phone"
        with _phone(playwright, phone) as context:
            page = _opened(context, address, meeting)
            context.set_offline(True)
            times = page.evaluate(STOPWATCH, meeting.codes[:SCANS])
            page.close(run_before_unload=False)
        cold = [_cold_open(playwright, phone, address) for _ in range(OPENINGS)]
        passes = _filmed(playwright, data, address, meeting)
    return Measured(
        people=PEOPLE,
        scan_p50_ms=round(median(times), 1),
        scan_p95_ms=round(quantiles(times, n=20)[-1], 1),
        first_decode_frames=passes[0]["frames"],
        frame_to_verdict_ms=round(max(one["ms"] for one in passes)),
        cold_open_ms=round(median(cold)),
    )


def _cold_open(playwright: Playwright, phone: Path, address: str) -> float:
    with _phone(playwright, phone) as context:
        context.set_offline(True)
        page = context.new_page()
        page.goto(f"{address}/gate")
        while not (opened := page.evaluate(OPENED)):
            page.wait_for_timeout(20)
        page.close(run_before_unload=False)
    return float(opened)


def _filmed(playwright: Playwright, data: Path, address: str, meeting: Meeting) -> list[dict[str, int]]:
    """Let a badge pass before the camera; return for each pass how many frames and milliseconds it took."""
    badge = badge_of(f"{address.partition('/events')[0]}/P/{meeting.codes[-1]}")
    (data / "film").mkdir()
    seen = film(badge, directory=data / "film", empty=EMPTY_FRAMES, held=HELD_FRAMES)
    with _phone(playwright, data / "filmed", *FAKE_CAMERA, seen) as context:
        page = _opened(context, address, meeting)
        context.set_offline(True)
        page.evaluate("document.querySelector('[data-result]').replaceChildren()")
        passes: list[dict[str, int]] = page.evaluate(WATCH_FRAMES, PASSES)
        page.close(run_before_unload=False)
    return passes


def _opened(context: BrowserContext, address: str, meeting: Meeting) -> Page:
    """Open the gate as its device and wait until roster and page are kept."""
    context.add_cookies([{"name": "gate", "value": meeting.token, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/gate")
    page.locator("main form button[type=submit]").click()
    page.locator("[data-of=roster]").wait_for(timeout=TIMEOUT_MS)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


@contextmanager
def _phone(playwright: Playwright, directory: Path, *options: str) -> Iterator[BrowserContext]:
    args = ["--no-sandbox", *options]
    start = playwright.chromium.launch_persistent_context
    context = start(directory, executable_path=CHROMIUM, args=args, permissions=["camera"])
    try:
        yield context
    finally:
        context.close()


@contextmanager
def _served(data: Path) -> Iterator[tuple[str, Meeting]]:
    address = f"http://127.0.0.1:{(port := free_port())}"
    environment = {**os.environ, "RAKORNIS_DATA": str(data), "RAKORNIS_BASE_URL": address}
    upgrade = [sys.executable, "-m", "app", "db", "upgrade"]
    subprocess.run(upgrade, cwd=ROOT, env=environment, check=True, capture_output=True)
    meeting = arrange(Config.from_environment(environment), passes=PEOPLE, sessions=1)
    with serving(port, environment):
        yield f"{address}/events/bench", meeting


if __name__ == "__main__":
    main()
