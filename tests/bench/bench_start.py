"""How long `bin/run` takes until it serves: the second start, on a directory that holds the demonstration.

`bin/bench start --json` prints `{"first_start_s", "second_start_s"}`: from the command to the answer of
/sign-in. The first start loads the demonstration; the second is the median of three.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_AT_MOST = 180
GLANCE_SECONDS = 0.02
STARTS = 3


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="bin/bench start", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    as_json = parser.parse_args().json
    with tempfile.TemporaryDirectory() as data:
        first = seconds_to_serve(data)
        second = median(seconds_to_serve(data) for _ in range(STARTS))
    told = {"first_start_s": round(first, 2), "second_start_s": round(second, 2)}
    print(json.dumps(told) if as_json else "\n".join(f"{name}: {value}" for name, value in told.items()))
    return 0


def seconds_to_serve(data: str) -> float:
    """Start bin/run, wait until /sign-in answers, stop it, and return the seconds of waiting."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAKORNIS_")}
    begun = time.perf_counter()
    command = [str(ROOT / "bin/run"), "--port", str(port), "--data", data]
    server = subprocess.Popen(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/sign-in", server)
        return time.perf_counter() - begun
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_AT_MOST
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(GLANCE_SECONDS)
        else:
            return
    raise RuntimeError("bin/run did not serve")


if __name__ == "__main__":
    sys.exit(main())
