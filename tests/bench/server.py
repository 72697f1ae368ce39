"""The counted server of a bench, and what it has used: CPU from /proc, statements at the driver."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 2
SECONDS_TO_START = 40
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(port: int, environment: dict[str, str]) -> Iterator[int]:
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


def statements(counts: Path) -> int:
    return sum(int.from_bytes(path.read_bytes(), "little") for path in counts.iterdir())


def cpu_ms(main: int) -> float:
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
