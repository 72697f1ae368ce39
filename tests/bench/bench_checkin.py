"""How fast passes are redeemed through the real server, on both databases.

`bin/bench checkin --json` prints `[{"database", "clients", "batch", "per_second", "p50_ms", "p99_ms",
"cpu_ms_per_scan", "sql_statements"}]`. The server is granian with two workers; 2,000 passes are redeemed
once by 1, 8 and 32 clients, each time in a session of its own. CPU is user and system time of the server's
processes from /proc; the load generator and PostgreSQL are other processes and do not count. Statements
are counted at the driver, BEGIN included where the driver sends it as one (SQLite). PostgreSQL runs with
its own durable settings.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from app import create_app
from app.agenda.models import Session, SessionKind
from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device
from app.db import db, insert_many, transaction
from app.events.models import Day, Event, Rules
from app.lib.codes import pass_code
from app.offices.models import Office, OfficeKind
from app.participants.models import Delegation, Participant
from app.participants.passes import NewPass, issue_passes
from config import Config
from tests.postgres import free_port, private_cluster

ROOT = Path(__file__).resolve().parent.parent.parent
PASSES = 2_000
CLIENTS = (1, 8, 32)
WORKERS = 2
SECONDS_TO_START = 40
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """One row of the result."""

    database: str
    clients: int
    batch: int
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms_per_scan: float
    sql_statements: float


@dataclass(frozen=True)
class Meeting:
    """What the load needs to know: a device's token, sessions to scan for, and the codes."""

    token: str
    sessions: list[int]
    codes: list[str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench checkin", description=__doc__)
    parser.add_argument("--json", action="store_true", help="Print one JSON document.")
    as_json = parser.parse_args().json
    measured = [*_on_sqlite(), *_on_postgresql()]
    if as_json:
        print(json.dumps([asdict(row) for row in measured], indent=2))
        return
    print(*Measured.__annotations__, sep="\t")
    for row in measured:
        print(*asdict(row).values(), sep="\t")


def _on_sqlite() -> list[Measured]:
    with tempfile.TemporaryDirectory() as data:
        return _measure("sqlite", Path(data), f"sqlite:///{data}/bench.db")


def _on_postgresql() -> list[Measured]:
    with private_cluster(durable=True) as url, tempfile.TemporaryDirectory() as data:
        return _measure("postgresql", Path(data), url.replace("postgresql://", "postgresql+psycopg://", 1))


def _measure(database: str, data: Path, url: str) -> list[Measured]:
    counts, port = data / "counts", free_port()
    counts.mkdir()
    environment = {
        **os.environ,
        "RAKORNIS_DATA": str(data),
        "RAKORNIS_DATABASE_URL": url,
        "RAKORNIS_BENCH_COUNTS": str(counts),
    }
    subprocess.run(
        [sys.executable, "-m", "app", "db", "upgrade"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    meeting = _arrange(Config.from_environment(environment))
    with _serving(port, environment) as server:
        return [
            _run(database, server, counts, port, meeting, clients=clients, session=session)
            for clients, session in zip(CLIENTS, meeting.sessions, strict=True)
        ]


def _arrange(config: Config) -> Meeting:
    """Make an event with 2,000 people from 33 offices, their passes, open sessions and a device."""
    app = create_app(config)
    with app.app_context():
        with transaction():
            event = _event()
            sessions = [_session(event) for _ in CLIENTS]
            people = insert_many(Participant, _people(event))
            passes = issue_passes(event, [NewPass(person) for person in people])
            device = add_open_device(event, gate="Utama 1", by=COMMAND_LINE)
        codes = [pass_code(config.pass_secret, pass_id, 1) for pass_id in passes]
        meeting = Meeting(device.token, [session.id for session in sessions], codes)
        db.engine.dispose()
    return meeting


def _event() -> Event:
    today = datetime.now(UTC).date()
    event = Event(
        slug="bench", title="Rapat", short_title="Rapat", city="Bali", zone="Asia/Makassar",
        starts_on=today, ends_on=today + timedelta(days=1), days=[Day(date=today)], rules=Rules(),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    return event


def _session(event: Event) -> Session:
    now = datetime.now(UTC)
    session = Session(
        event_id=event.id, day_id=event.days[0].id, kind=SessionKind.PLENARY, title="Pleno",
        starts_at=now, ends_at=now + timedelta(hours=5),
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    return session


def _people(event: Event) -> Iterator[dict[str, object]]:
    now = datetime.now(UTC)
    delegations = [_delegation(event, number) for number in range(33)]
    for number in range(PASSES):
        delegation = delegations[number % len(delegations)]
        yield {
            "event_id": event.id, "delegation_id": delegation.id, "office_id": delegation.office_id,
            "identity": str(number), "name": f"Peserta {number}", "folded_name": f"peserta {number}",
            "back_titles": "S.H.", "position_name": "Kepala Bidang", "registered_at": now,
        }  # fmt: skip


def _delegation(event: Event, number: int) -> Delegation:
    name = f"Kantor Wilayah {number}"
    office = Office(code=f"k{number}", name=name, short_name=name, kind=OfficeKind.REGIONAL)
    db.session.add(office)
    db.session.flush()
    delegation = Delegation(event_id=event.id, office_id=office.id)
    db.session.add(delegation)
    db.session.flush()
    return delegation


def _run(
    database: str, server: int, counts: Path, port: int, meeting: Meeting, *, clients: int, session: int
) -> Measured:
    job = {
        "port": port,
        "token": meeting.token,
        "session": session,
        "clients": clients,
        "codes": meeting.codes,
        "at": datetime.now(UTC).isoformat(),
    }
    cpu, statements = _cpu_ms(server), _statements(counts)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        cwd=ROOT, input=json.dumps(job), text=True, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    result: dict[str, Any] = json.loads(done.stdout)
    percentiles = quantiles(result["latencies_ms"], n=100)
    return Measured(
        database=database,
        clients=clients,
        batch=1,
        per_second=round(PASSES / result["seconds"], 1),
        p50_ms=round(percentiles[49], 2),
        p99_ms=round(percentiles[98], 2),
        cpu_ms_per_scan=round((_cpu_ms(server) - cpu) / PASSES, 3),
        sql_statements=round((_statements(counts) - statements) / PASSES, 3),
    )


@contextmanager
def _serving(port: int, environment: dict[str, str]) -> Iterator[int]:
    """Serve the counted application as the product is served; yield the id of the server's main process."""
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    options = ["--workers", str(WORKERS), "--log-level", "error", "tests.bench.counted:app"]
    with (Path(environment["RAKORNIS_DATA"]) / "server.log").open("wb") as log:
        process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/robots.txt", Path(environment["RAKORNIS_BENCH_COUNTS"]))
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(address: str, counts: Path) -> None:
    """Wait until the server answers and every worker has loaded the application."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
            continue
        if len(list(counts.iterdir())) >= WORKERS:
            return
    raise RuntimeError("the server did not start")


def _statements(counts: Path) -> int:
    return sum(int.from_bytes(path.read_bytes(), "little") for path in counts.iterdir())


def _cpu_ms(main: int) -> float:
    """Return user and system time of a process and its children, in milliseconds."""
    ticks = 0
    for pid in [main, *_children(main)]:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / TICKS


def _children(main: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[1]) == main:
            found.append(int(path.parent.name))
    return found


if __name__ == "__main__":
    main()
