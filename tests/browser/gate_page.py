"""The gate page as a helper uses it: opened on a phone, typed into, scanned at, taken off the network."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.checkin.devices import opening_address, register_device
from app.checkin.models import Scan, ScanStatus
from app.db import db, transaction
from tests.cast import Cast

PATIENCE_MS = 20_000
# Playwright's own keyboard is slower than a scanner.
TYPED_BY_A_SCANNER = """code => {
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  [...code, "Enter"].forEach(press);
}"""
# Reads or writes what the page keeps, through its own module.
KEPT = """async ([store, rows]) => {
  const { within } = await import("/static/js/gate/database.js");
  if (!rows) return within([store], "readonly", (kept) => kept.getAll());
  return within([store], "readwrite", (kept) => { for (const row of rows) kept.put(row); });
}"""
HOW_MANY = """async (store) => {
  const { within } = await import("/static/js/gate/database.js");
  return within([store], "readonly", (kept) => kept.count());
}"""


@dataclass
class GatePage:
    """One phone at one gate."""

    page: Page

    def scan(self, code: str) -> None:
        """Let a USB scanner type a code."""
        self.page.evaluate(TYPED_BY_A_SCANNER, code)

    def type_code(self, code: str) -> None:
        """Type a code and send it with Enter."""
        self.page.locator("[popovertarget=type-code]").click()
        self.page.locator("#code").fill(code)
        self.page.locator("#code").press("Enter")

    def picture(self, taken: bytes) -> None:
        """Choose a picture (PNG) of a card."""
        self.page.locator("#picture").set_input_files(
            {"name": "kartu.png", "mimeType": "image/png", "buffer": taken}
        )

    def says(self, verdict: str, *words: str) -> None:
        """Expect this verdict on the screen, with these words."""
        shown = self.page.locator(f"[data-result] .verdict.is-{verdict}")
        for one in words or ("",):
            expect(shown).to_contain_text(one, timeout=PATIENCE_MS)

    def waits(self, number: int) -> None:
        """Expect this many scans to wait."""
        expect(self.page.locator("[data-waiting]")).to_have_text(str(number), timeout=PATIENCE_MS)

    def tells(self, trouble: str, asked: list[str]) -> None:
        """Wait until one of the requests asked tells this trouble: it goes with the next of them."""
        self.page.evaluate("dispatchEvent(new Event('online'))")
        patience = PATIENCE_MS
        while not any(f"troubles={trouble}" in one for one in asked) and patience > 0:
            self.page.wait_for_timeout(50)
            patience -= 50
        assert len([one for one in asked if f"troubles={trouble}" in one]) == 1

    def is_sent(self) -> None:
        """Wait until nothing waits, as the queue itself has it."""
        while self.how_many("scans"):
            self.page.wait_for_timeout(50)

    def lists(self, *words: str) -> None:
        """Expect these words among the last scans."""
        for one in words:
            expect(self.page.locator("[data-scans]")).to_contain_text(one, timeout=PATIENCE_MS)

    def clear(self) -> None:
        """Tap the verdict away."""
        self.page.locator("[data-result] .verdict").click()

    def is_ready(self) -> None:
        """Wait until it could do without a network: roster kept, page kept."""
        expect(self.page.locator("[data-of=roster]")).to_be_visible(timeout=PATIENCE_MS)
        self.page.evaluate("navigator.serviceWorker?.ready.then(() => true)")

    def kept(self, store: str) -> list[dict[str, Any]]:
        """Return what the page keeps."""
        rows: list[dict[str, Any]] = self.page.evaluate(KEPT, [store, None])
        return rows

    def how_many(self, store: str) -> int:
        """Count what the page keeps."""
        number: int = self.page.evaluate(HOW_MANY, store)
        return number

    def keep(self, store: str, rows: list[dict[str, Any]]) -> None:
        """Put rows into what the page keeps."""
        self.page.evaluate(KEPT, [store, rows])


def open_gate(context: BrowserContext, cast: Cast, *, gate: str = "Utama 1") -> GatePage:
    """Do what a helper does with a phone: open the address, agree, choose the session."""
    with transaction():
        device = register_device(cast.event, gate=gate, by=COMMAND_LINE)
        address = opening_address(device)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button").first.click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/gate")
    return GatePage(page)


def scans() -> list[Scan]:
    """List all scans that the server holds."""
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.at, Scan.id)))


def traces(person_id: int) -> list[tuple[str, str]]:
    """List what became of a person's scans: (told, status), sorted."""
    of_person = [one for one in scans() if one.participant_id == person_id]
    return sorted((_value(one.told), one.status.value) for one in of_person)


def _value(told: ScanStatus | None) -> str:
    return told.value if told else ""


def waiting_scan(gate: GatePage) -> dict[str, Any]:
    """Make a row of the queue as the page keeps it, but for its key and its code."""
    place = next(row["value"] for row in gate.kept("kept") if row["name"].startswith("place:"))
    event = gate.page.locator("[data-gate]").get_attribute("data-event")
    return {
        "event": event,
        "session": place["session"],
        "address": f"/events/{event}/scans?gate={place['gate']}",
        "at": "2024-09-06T05:40:00.000Z",
        "direction": "in",
    }


def kill_browser(profile: Path) -> None:
    """Kill the browser that was started with this profile, so that it can tidy nothing up."""
    option = f"--user-data-dir={profile}".encode()
    running = [int(one.parent.name) for one in Path("/proc").glob("[0-9]*/cmdline") if option in _read(one)]
    assert running
    for process in running:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _read(file: Path) -> bytes:
    """Read what is known of a process, which may be gone meanwhile."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
