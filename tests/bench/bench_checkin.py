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
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from config import Config
from tests.bench.meeting import Meeting, arrange
from tests.bench.server import cpu_ms, serving, statements
from tests.postgres import free_port, private_cluster

ROOT = Path(__file__).resolve().parent.parent.parent
PASSES = 2_000
CLIENTS = (1, 8, 32)


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
    meeting = arrange(Config.from_environment(environment), passes=PASSES, sessions=len(CLIENTS))
    with serving(port, environment) as server:
        return [
            _run(database, server, counts, port, meeting, clients=clients, session=session)
            for clients, session in zip(CLIENTS, meeting.sessions, strict=True)
        ]


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
    cpu, asked = cpu_ms(server), statements(counts)
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
        cpu_ms_per_scan=round((cpu_ms(server) - cpu) / PASSES, 3),
        sql_statements=round((statements(counts) - asked) / PASSES, 3),
    )


if __name__ == "__main__":
    main()
