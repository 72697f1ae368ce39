"""A real server on a data directory of its own, and a real browser.

Rows are arranged from the test's side through the same database file; the event is a rehearsal whose
clock stands in the session that the test opens.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright
from sqlalchemy import update

from app import create_app
from app.accounts.models import User
from app.db import db, transaction
from app.events.models import Rehearsal
from app.services.clock import HeldClock
from config import Config
from tests.cast import Cast
from tests.conftest import empty_database
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = "/usr/bin/chromium"
# Without a window it draws, runs and stores the same at a third of the cost. What needs permissions, cameras,
# a disk that is full, or a second life after a crash starts the whole one.
CHROMIUM_WITHOUT_WINDOW = "/usr/bin/chromium-headless-shell"
SECONDS_TO_START = 40
# What takes a moment takes longer while the other half of the tests runs.
PATIENCE_MS = 20_000
# Friday of the meeting, 13.40 in Bali.
NOW = datetime(2024, 9, 6, 5, 40, tzinfo=UTC)

Launch = Callable[..., Browser]


@dataclass
class LiveServer:
    """A server in full: its address, its data, and the application to arrange rows with."""

    url: str
    data: Path
    environment: dict[str, str]
    app: Flask

    def rakornis(self, *arguments: str) -> Any:
        """Run `bin/rakornis …` on the same data and return its JSON, or its text."""
        command = [sys.executable, "-m", "app", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout) if "--json" in arguments else done.stdout

    def sign_in(self, context: BrowserContext, user: User) -> None:
        """Let a browser belong to an account, without the sign-in page."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": user.get_id(), "_fresh": True})
        context.add_cookies([{"name": "rakornis", "value": value, "url": self.url}])


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Start a server on an empty, migrated data directory; stop it afterwards."""
    data, port = tmp_path_factory.mktemp("live"), free_port()
    url = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAKORNIS_")}
    environment = {**kept, "RAKORNIS_DATA": str(data), "RAKORNIS_BASE_URL": url}
    app = create_app(Config.from_environment(environment))
    server = LiveServer(url, data, environment, app)
    server.rakornis("db", "upgrade")
    with serving(port, environment):
        yield server
    with app.app_context():
        db.engine.dispose()


@contextmanager
def serving(port: int, environment: dict[str, str]) -> Iterator[None]:
    """Serve the application while the block runs."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    options = ["--port", str(port), "--workers", "1", "--log-level", "warning", "wsgi:app"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/robots.txt", process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


@pytest.fixture
def live_cast(live_server: LiveServer) -> Iterator[Cast]:
    """Return the cast in the server's database, emptied first; the event's clock stands on Friday, 13.40."""
    with live_server.app.app_context():
        empty_database()
        cast = Cast(HeldClock(NOW))
        of_event = Rehearsal.event_id == cast.event.id
        with transaction() as session:
            session.execute(update(Rehearsal).where(of_event).values(set_at=datetime.now(UTC)))
        yield cast
        db.session.remove()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start Playwright: there can be only one at a time."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture
def launch(playwright: Playwright) -> Iterator[Launch]:
    """Return a function that starts the whole Chromium, with more command line options when wanted."""
    started: list[Browser] = []

    def start(*options: str) -> Browser:
        command = ["--no-sandbox", *options]
        started.append(playwright.chromium.launch(executable_path=CHROMIUM, args=command))
        return started[-1]

    yield start
    for browser in started:
        browser.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return one plain browser for all tests; who opens a window in it shuts it."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM_WITHOUT_WINDOW, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Return the plain browser; whatever windows the test opens are shut behind it."""
    of_others = list(chromium.contexts)
    yield chromium
    for context in chromium.contexts:
        if context not in of_others:
            context.close()
