"""The load: many clients redeeming passes over HTTP, in a process of its own.

Reads one JSON document from stdin (`port`, `token`, `session`, `clients`, `codes`, `at`) and prints
`{"seconds", "latencies_ms"}`. Each client keeps one connection and sends one scan at a time. The
requests are written before the clock starts and answers are read from the bare socket, because
what the load costs is taken from the same two cores as the server.
"""

import json
import re
import socket
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
END_OF_HEADERS = b"\r\n\r\n"
CHUNK = 65_536


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
    requests = [_request(job, code) for code in codes]
    latencies = []
    with socket.create_connection(("127.0.0.1", job["port"])) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start.wait()
        for request in requests:
            begun = time.perf_counter()
            connection.sendall(request)
            answer = _answer(connection)
            latencies.append((time.perf_counter() - begun) * 1000)
            if not answer.startswith(b"HTTP/1.1 200") or b'"admitted"' not in answer:
                raise RuntimeError(repr(answer[:600]))
    return latencies


def _answer(connection: socket.socket) -> bytes:
    """Read one whole answer."""
    received = b""
    while END_OF_HEADERS not in received:
        received += _more(connection)
    headers, _, body = received.partition(END_OF_HEADERS)
    length = LENGTH.search(headers + b"\r\n")
    if length is None:
        raise RuntimeError(repr(headers))
    while len(body) < int(length[1]):
        body += _more(connection)
    return headers + END_OF_HEADERS + body


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(CHUNK)
    if not received:
        raise RuntimeError("the server closed the connection")
    return received


def _request(job: dict[str, Any], code: str) -> bytes:
    scan = {"key": str(uuid.uuid4()), "code": code, "at": job["at"]}
    body = json.dumps({"session": job["session"], "scans": [scan]}).encode()
    head = (
        "POST /api/v1/scans HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {job['token']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    main()
