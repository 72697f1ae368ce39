"""Hall screens on a real server: they cost nobody else an answer, and they end when they must."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from app import create_app, serve
from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device, revoke_device
from app.checkin.models import Device, DeviceProfile
from app.db import db, transaction
from app.services.clock import HeldClock
from config import Config
from tests.cast import Cast
from tests.postgres import free_port
from tests.serve.test_serve import SECONDS_TO_END, words_until

ROOT = Path(serve.__file__).parent.parent
SCREENS = 20
SECONDS_TO_SEE = 10


@dataclass
class Hall:
    """A server with one event: a session that is open, a person, a gate, and a token for hall screens."""

    app: Flask
    process: "subprocess.Popen[str]"
    port: int
    address: str
    session_id: int
    code: str
    tokens: dict[DeviceProfile, str]
    screens: list["Screen"] = field(default_factory=list)

    def open_screen(self) -> "Screen":
        """Open one more hall screen."""
        screen = Screen(self)
        self.screens.append(screen)
        return screen

    def scan(self) -> tuple[float, str]:
        """Scan a card at the gate; return how long it took, and what the answer was."""
        scan = {"key": str(uuid4()), "code": self.code, "at": datetime.now(UTC).isoformat()}
        headers = {
            "Authorization": f"Bearer {self.tokens[DeviceProfile.GATE]}",
            "Content-Type": "application/json",
        }
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(
            "POST", "/api/v1/scans", json.dumps({"session": self.session_id, "scans": [scan]}), headers
        )
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return time.monotonic() - begun, answer["results"][0]["status"]


class Screen:
    """A browser's side of one stream: reads line by line until it ends."""

    def __init__(self, hall: Hall) -> None:
        self.said = ""
        self.has_ended = threading.Event()
        self._connection = http.client.HTTPConnection("127.0.0.1", hall.port, timeout=60)
        cookie = {"Cookie": f"gate={hall.tokens[DeviceProfile.HALL]}"}
        self._connection.request("GET", f"{hall.address}/stream", headers=cookie)
        self._socket = self._connection.sock
        self._answer = self._connection.getresponse()
        assert self._answer.status == 200
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while line := self._answer.readline():
                self.said += line.decode()
        except (OSError, http.client.HTTPException):
            pass
        finally:
            self.has_ended.set()

    def shows(self, word: str) -> bool:
        """Wait until the screen shows a word."""
        deadline = time.monotonic() + SECONDS_TO_SEE
        while time.monotonic() < deadline:
            if word in self.said:
                return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        """Switch the screen off."""
        self._socket.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Hall]]:
    """Return what serves a meeting, and another one when that was ended."""
    with ExitStack() as served:
        last: list[Hall] = []

        def hall() -> Hall:
            if not last or last[-1].process.poll() is not None:
                last.append(served.enter_context(served_hall(tmp_path_factory.mktemp("hall"))))
            return last[-1]

        yield hall


@pytest.fixture
def hall(halls: Callable[[], Hall]) -> Hall:
    """Return a served meeting; whoever ends it leaves the next test a new one."""
    return halls()


@contextmanager
def served_hall(data: Path) -> Iterator[Hall]:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAKORNIS_")}
    command = [sys.executable, "-m", "app.start", "--empty", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    words_until(process, "Ctrl-C")
    threading.Thread(target=lambda: process.stdout and process.stdout.read(), daemon=True).start()
    app = create_app(Config.from_environment({"RAKORNIS_DATA": str(data)}))
    with app.app_context():
        yield furnished(app, process, port)
        db.engine.dispose()
    process.kill()


def furnished(app: Flask, process: "subprocess.Popen[str]", port: int) -> Hall:
    cast = Cast(HeldClock(datetime(2024, 9, 6, 5, 40, tzinfo=UTC)))
    rehearsal = cast.event.rehearsal
    assert rehearsal is not None
    with transaction():
        rehearsal.set_at = datetime.now(UTC)
    session, person = cast.session("Pleno"), cast.participant()
    with transaction():
        tokens = {
            profile: add_open_device(cast.event, gate="Aula", by=COMMAND_LINE, profile=profile).token
            for profile in (DeviceProfile.HALL, DeviceProfile.GATE)
        }
    address = f"/events/{cast.event.slug}/hall"
    return Hall(app, process, port, address, session.id, cast.code(person), tokens)


def test_twenty_hall_screens_are_open_and_a_scan_still_answers_and_is_seen(hall: Hall) -> None:
    screens = [hall.open_screen() for _ in range(SCREENS)]
    assert all(screen.shows("event: hall") for screen in screens)
    took, status = hall.scan()
    assert (status, took < 1) == ("admitted", True), took
    assert all(screen.shows("Makkulau") for screen in screens)
    for screen in screens:
        screen.close()


def test_the_stream_of_a_revoked_device_ends_within_ten_seconds(hall: Hall) -> None:
    screen = hall.open_screen()
    assert screen.shows("event: hall")
    device = db.session.query(Device).filter_by(profile=DeviceProfile.HALL).one()
    with transaction():
        revoke_device(device, by=COMMAND_LINE)
    assert screen.has_ended.wait(10)
    assert "event: over" in screen.said
    with transaction():
        device.revoked_at = None


def test_ctrl_c_ends_the_server_and_its_streams_within_five_seconds(hall: Hall) -> None:
    screens = [hall.open_screen() for _ in range(SCREENS)]
    assert all(screen.shows("event: hall") for screen in screens)
    begun = time.monotonic()
    hall.process.send_signal(signal.SIGTERM)
    hall.process.wait(timeout=SECONDS_TO_END)
    assert time.monotonic() - begun < SECONDS_TO_END
    assert all(screen.has_ended.wait(2) for screen in screens)
