"""The load: many clients redeeming passes over HTTP, in a process of its own.

Reads one JSON document from stdin (`port`, `token`, `session`, `clients`, `codes`, `at`) and prints
`{"seconds", "latencies_ms"}`. Each client keeps one connection and sends one scan at a time.
"""

import http.client
import json
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any


def main() -> None:
    """Send every code once, spread over the clients."""
    job = json.load(sys.stdin)
    clients = job["clients"]
    start = Barrier(clients + 1)
    with ThreadPoolExecutor(clients) as pool:
        shares = [job["codes"][number::clients] for number in range(clients)]
        running = [pool.submit(_client, job, share, start) for share in shares]
        start.wait()
        begun = time.perf_counter()
        latencies = [latency for client in running for latency in client.result()]
        seconds = time.perf_counter() - begun
    json.dump({"seconds": seconds, "latencies_ms": latencies}, sys.stdout)


def _client(job: dict[str, Any], codes: list[str], start: Barrier) -> list[float]:
    headers = {"Authorization": f"Bearer {job['token']}", "Content-Type": "application/json"}
    bodies = [_body(job, code) for code in codes]
    connection = http.client.HTTPConnection("127.0.0.1", job["port"])
    connection.connect()
    latencies = []
    start.wait()
    for body in bodies:
        begun = time.perf_counter()
        connection.request("POST", "/api/v1/scans", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        latencies.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200 or b'"admitted"' not in content:
            raise RuntimeError(f"{answer.status}: {content[:300]!r}")
    return latencies


def _body(job: dict[str, Any], code: str) -> bytes:
    scan = {"key": str(uuid.uuid4()), "code": code, "at": job["at"]}
    return json.dumps({"session": job["session"], "scans": [scan]}).encode()


if __name__ == "__main__":
    main()
