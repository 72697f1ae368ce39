"""The demonstration, served as `bin/run` serves it: web server, worker and data directory."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from app.demo.accounts import WELL_KNOWN_PASSWORD
from app.demo.loader import EVENT_SLUG, MAIL_DOMAIN
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
ROSTER = ROOT / "tests/data/roster.xlsx"
SECONDS_TO_START = 300  # it is loaded first, perhaps by a machine that does much else
DESK, PHONE = (1366, 768), (390, 844)
# Work in the background, on a machine that is busy with the other half of the tests.
PATIENCE_MS = 30_000


@dataclass(frozen=True)
class Demonstration:
    """A running server: where it answers, and its data."""

    address: str
    data: Path

    @property
    def event(self) -> str:
        """The address of the event, without a slash at the end."""
        return f"{self.address}/events/{EVENT_SLUG}"

    def told(self, *words: str) -> Any:
        """Return what a command of bin/rakornis tells as JSON about the event."""
        done = _run([f"{ROOT}/bin/rakornis", *words, "--event", EVENT_SLUG, "--json"], data=self.data)
        return json.loads(done)

    def visit(self, browser: Browser, *, size: tuple[int, int] = DESK, **options: Any) -> BrowserContext:
        """Open a browser window of its own: a visitor whom nobody knows yet."""
        viewport: Any = {"width": size[0], "height": size[1]}
        return browser.new_context(
            base_url=self.address, viewport=viewport, reduced_motion="reduce", **options
        )


def sign_in(context: BrowserContext, mailbox: str) -> Page:
    """Sign in as an account of the demonstration (`panitia`, `sekretaris`, …) through the page."""
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", f"{mailbox}@{MAIL_DOMAIN}")
    page.fill("[name=password]", WELL_KNOWN_PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


@contextmanager
def bare_demonstration(data: Path) -> Iterator[Demonstration]:
    """Serve offices, posts, agenda, rooms and staff, but nobody who takes part."""
    shutil.copytree(_loaded_bare(), data, dirs_exist_ok=True)
    with full_demonstration(data) as served:
        yield served


@cache
def _loaded_bare() -> Path:
    """Load what everybody begins with, once; who serves it gets a copy."""
    data = Path(mkdtemp())
    _run([f"{ROOT}/bin/rakornis", "demo", "--bare"], data=data)
    return data


@contextmanager
def full_demonstration(data: Path) -> Iterator[Demonstration]:
    """Serve the data; an empty directory gets the meeting in full swing first."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    log = data / "served.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [f"{ROOT}/bin/run", "--port", str(port), "--data", str(data)],
            env=_environment(),
            stdout=output,
            stderr=output,
        )
        try:
            _wait_for(f"{address}/robots.txt", server, log)
            yield Demonstration(address, data)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the demonstration is not served:\n{log.read_text()}")


def _run(command: list[str], *, data: Path) -> str:
    environment = _environment() | {"RAKORNIS_DATA": str(data)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("RAKORNIS_")}
