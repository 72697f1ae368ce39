"""How fast passes are redeemed through the real server, on both databases.

`bin/bench checkin --json` prints `[{"database", "clients", "batch", "per_second", "p50_ms", "p99_ms",
"cpu_ms_per_scan", "sql_statements", "client_cpu_ms"}]`.
The server is granian with two workers; 2,000 passes are redeemed once by 1, 8 and 32 clients, each time in a
session of its own, and 8,000 by as many clients in batches of 50 (so many are kept by a phone that was
offline). `per_second` counts scans, the percentiles are of requests. CPU is user and system time of the
server's processes from /proc for one scan; the load generator (`client_cpu_ms`, for one scan) and PostgreSQL
are other processes and do not count. Statements are counted at the driver, BEGIN included where the driver
sends it as one (SQLite). PostgreSQL runs with its own durable settings.

`--database` and `--clients` measure a part; with `--plain` the devices send a query, so that scans take
Flask's road instead of the express lane (docs/decisions/0024).
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
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from statistics import quantiles
from typing import Any

from config import Config
from tests.bench.meeting import Meeting, arrange
from tests.bench.server import cpu_ms, serving, statements
from tests.postgres import free_port, private_cluster

ROOT = Path(__file__).resolve().parent.parent.parent
PASSES = {1: 2_000, 50: 8_000}  # by the size of the batches
CLIENTS = (1, 8, 32)
DATABASES = ("sqlite", "postgresql")


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
    client_cpu_ms: float


@dataclass(frozen=True)
class Course:
    """A served meeting: the server's process, where it counts, and what the clients need."""

    database: str
    server: int
    counts: Path
    port: int
    meeting: Meeting
    address: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench checkin", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--database", choices=DATABASES, action="append", help="measure this one only")
    parser.add_argument("--clients", type=int, action="append", help="so many clients at once")
    parser.add_argument("--plain", action="store_true", help="take Flask's road, not the express lane")
    asked = parser.parse_args()
    measured = [
        row
        for database in asked.database or DATABASES
        for row in _measure(database, asked.clients or CLIENTS, plain=asked.plain)
    ]
    if asked.json:
        print(json.dumps([asdict(row) for row in measured], indent=2))
        return
    print(*Measured.__annotations__, sep="\t")
    for row in measured:
        print(*asdict(row).values(), sep="\t")


def _measure(database: str, clients: tuple[int, ...], *, plain: bool) -> list[Measured]:
    runs = list(product(PASSES, clients))
    with (
        tempfile.TemporaryDirectory() as data,
        _served(database, Path(data), len(runs), plain=plain) as course,
    ):
        return [
            _run(course, clients=many, batch=batch, session=session)
            for (batch, many), session in zip(runs, course.meeting.sessions, strict=True)
        ]


@contextmanager
def _served(database: str, data: Path, sessions: int, *, plain: bool) -> Iterator[Course]:
    with _address_of(database, data) as url:
        counts, port = data / "counts", free_port()
        counts.mkdir()
        settings = {
            "RAKORNIS_DATA": str(data),
            "RAKORNIS_DATABASE_URL": url,
            "RAKORNIS_BENCH_COUNTS": str(counts),
        }
        environment = {**os.environ, **settings}
        subprocess.run(
            [sys.executable, "-m", "app", "db", "upgrade"],
            cwd=ROOT, env=environment, check=True, capture_output=True,
        )  # fmt: skip
        passes = max(PASSES.values())
        meeting = arrange(Config.from_environment(environment), passes=passes, sessions=sessions)
        with serving(port, environment) as server:
            address = f"/api/v1/scans{'?plain' if plain else ''}"
            yield Course(database, server, counts, port, meeting, address)


@contextmanager
def _address_of(database: str, data: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{data}/bench.db"
        return
    with private_cluster(durable=True) as url:
        yield url.replace("postgresql://", "postgresql+psycopg://", 1)


def _run(course: Course, *, clients: int, batch: int, session: int) -> Measured:
    scans = PASSES[batch]
    job = {
        "port": course.port,
        "address": course.address,
        "token": course.meeting.token,
        "session": session,
        "clients": clients,
        "batch": batch,
        "codes": course.meeting.codes[:scans],
        "at": datetime.now(UTC).isoformat(),
    }
    cpu, asked = cpu_ms(course.server), statements(course.counts)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        cwd=ROOT, input=json.dumps(job), text=True, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    result: dict[str, Any] = json.loads(done.stdout)
    percentiles = quantiles(result["latencies_ms"], n=100)
    return Measured(
        database=course.database,
        clients=clients,
        batch=batch,
        per_second=round(scans / result["seconds"], 1),
        p50_ms=round(percentiles[49], 2),
        p99_ms=round(percentiles[98], 2),
        cpu_ms_per_scan=round((cpu_ms(course.server) - cpu) / scans, 3),
        sql_statements=round((statements(course.counts) - asked) / scans, 3),
        client_cpu_ms=round(result["cpu_ms"] / scans, 3),
    )


if __name__ == "__main__":
    main()
