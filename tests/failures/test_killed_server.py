"""The server is killed in the middle of the rush, again and again: what it has said is stored, and stays."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.checkin.models import Attendance, Scan
from app.db import db
from config import Config
from tests.bench.meeting import Meeting, arrange
from tests.postgres import free_port

ROOT = Path(__file__).parent.parent.parent
CLIENTS, KILLS, PEOPLE = 32, 5, 640
SECONDS = 90
# Loads the program once and forks a server with every line it reads: five starts cost no five loadings.
SERVER = """
import os, sys, wsgi
from pathlib import Path
from app.children import run_web
for _ in sys.stdin:
    if (server := os.fork()) == 0:
        os.setsid()
        os.dup2(2, 1)  # what it says about its end is not for us
        run_web(wsgi.app, Path.cwd(), host="127.0.0.1", port=int(sys.argv[1]))
    print(server, flush=True)
    os.waitpid(server, 0)
"""


@dataclass
class Server:
    """A served meeting that can be killed and started again at the same address."""

    mother: "subprocess.Popen[str]"
    port: int
    meeting: Meeting
    told: dict[str, str] = field(default_factory=dict)
    running: int | None = None

    def start(self) -> None:
        """Start it; whoever calls too early is refused, and calls again."""
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        self.mother.stdin.write("again\n")
        self.mother.stdin.flush()
        self.running = int(self.mother.stdout.readline())

    def kill(self) -> None:
        """Kill every process of it, as a power cut does."""
        if self.running:
            os.killpg(self.running, signal.SIGKILL)
        self.running = None

    def scan_until_told(self, codes: list[str]) -> None:
        """Be a gate: send each scan, with one key, until somebody answers."""
        for code in codes:
            key, deadline = str(uuid4()), time.monotonic() + SECONDS
            while key not in self.told:
                assert time.monotonic() < deadline, "the server never came back"
                try:
                    self.told[key] = self._scan(key, code)
                except (OSError, http.client.HTTPException):
                    time.sleep(0.02)  # killed, or not there yet

    def _scan(self, key: str, code: str) -> str:
        scan = {"key": key, "code": code, "at": "2024-09-06T13:40:00+08:00"}
        body = json.dumps({"session": self.meeting.sessions[0], "scans": [scan]})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        headers = {"Authorization": f"Bearer {self.meeting.token}", "Content-Type": "application/json"}
        try:
            connection.request("POST", "/api/v1/scans", body, headers)
            (result,) = json.loads(connection.getresponse().read())["results"]
        finally:
            connection.close()
        return str(result["status"])


@pytest.fixture
def server(app: Flask, config: Config) -> Iterator[Server]:
    """Return a server with two workers on the database of the tests."""
    meeting, port = arrange(config, passes=PEOPLE, sessions=1), free_port()
    settings = {
        "RAKORNIS_DATA": str(config.data),
        "RAKORNIS_DATABASE_URL": config.database_url,
        "RAKORNIS_PASS_SECRET": config.pass_secret.decode(),
    }
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port)],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as mother:
        served = Server(mother, port, meeting)
        yield served
        served.kill()
        mother.kill()


def test_killed_five_times_under_32_gates_it_has_lost_nothing_that_it_said(server: Server):
    server.start()
    db.session.remove()  # the test's own reading must not hold anybody up
    with ThreadPoolExecutor(CLIENTS) as pool:
        gates = [
            pool.submit(server.scan_until_told, server.meeting.codes[n::CLIENTS]) for n in range(CLIENTS)
        ]
        for number in range(KILLS):
            said = PEOPLE * (1 + number) // (KILLS + 2)
            wait_until(lambda: len(server.told) >= said)  # noqa: B023 - called before the next round
            server.kill()
            server.start()
        for gate in gates:
            gate.result()
    assert set(server.told.values()) == {"admitted"}
    assert set(db.session.scalars(select(Scan.key))) == set(server.told)
    assert db.session.scalar(select(func.count(Scan.id))) == PEOPLE
    assert db.session.scalar(select(func.count(Attendance.id))) == PEOPLE
    assert_intact()


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not reached():
        assert time.monotonic() < deadline, "the gates stand still"
        time.sleep(0.002)


def assert_intact() -> None:
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
    arrived_by = select(Attendance.participant_id, Scan.participant_id).join(Attendance.scan)
    assert all(mine == scanned for mine, scanned in db.session.execute(arrived_by))
