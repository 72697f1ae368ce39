"""The load: many clients redeeming passes over HTTP, in a process of its own.

Reads one JSON document from stdin (`port`, `address`, `token`, `session`, `clients`, `batch`, `codes`, `at`)
and prints `{"seconds", "latencies_ms", "cpu_ms"}`. Each client keeps one connection and sends one request at
a time, with `batch` scans in it. What the load costs is taken from the same two cores as the server: so the
requests are written before the clock starts, and one thread looks after all bare sockets. `cpu_ms` is what it
cost.
"""

import json
import re
import socket
import sys
import time
import uuid
from collections.abc import Iterator
from secrets import randbits
from selectors import EVENT_READ, DefaultSelector
from typing import Any

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
END_OF_HEADERS = b"\r\n\r\n"
ADMITTED = b'"admitted"'
CHUNK = 262_144


class Client:
    """One device: a connection, the requests it has still to send, and what has arrived of the answer."""

    def __init__(self, port: int, requests: list[bytes], batch: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests, self._batch = iter(requests), batch
        self._received, self._begun = b"", 0.0

    def send(self) -> bool:
        """Send the next request; False when there is none."""
        request = next(self._requests, None)
        if request is None:
            return False
        self._received, self._begun = b"", time.perf_counter()
        self.connection.sendall(request)
        return True

    def receive(self) -> float | None:
        """Take what has arrived; return the milliseconds since sending once the answer is whole."""
        arrived = self.connection.recv(CHUNK)
        if not arrived:
            raise RuntimeError("the server closed the connection")
        self._received += arrived
        headers, end, body = self._received.partition(END_OF_HEADERS)
        length = LENGTH.search(headers + b"\r\n")
        if not end or length is None or len(body) < int(length[1]):
            return None
        elapsed = (time.perf_counter() - self._begun) * 1000
        if not headers.startswith(b"HTTP/1.1 200") or body.count(ADMITTED) != self._batch:
            raise RuntimeError(repr(self._received[:600]))
        return elapsed


def main() -> None:
    """Send every code once, spread over the clients."""
    job = json.load(sys.stdin)
    batches = list(_batches(job["codes"], job["batch"]))
    requests = [_request(job, codes) for codes in batches]
    many = job["clients"]
    clients = [Client(job["port"], requests[number::many], job["batch"]) for number in range(many)]
    begun, cpu = time.perf_counter(), time.process_time()
    latencies = list(_run(clients))
    seconds, cpu_ms = time.perf_counter() - begun, (time.process_time() - cpu) * 1000
    json.dump({"seconds": seconds, "latencies_ms": latencies, "cpu_ms": cpu_ms}, sys.stdout)


def _run(clients: list[Client]) -> Iterator[float]:
    """Keep every client busy until its requests are sent; yield how long each answer took."""
    with DefaultSelector() as selector:
        for client in clients:
            selector.register(client.connection, EVENT_READ, client)
            if not client.send():
                selector.unregister(client.connection)
        while selector.get_map():
            for key, _ in selector.select():
                elapsed = key.data.receive()
                if elapsed is not None:
                    yield elapsed
                    if not key.data.send():
                        selector.unregister(key.fileobj)


def _batches(codes: list[str], size: int) -> Iterator[list[str]]:
    for begin in range(0, len(codes), size):
        yield codes[begin : begin + size]


def _key() -> str:
    """A UUIDv7, as gates make them (static/js/gate/key.js): those of one moment lie together in the index."""
    moment = time.time_ns() // 1_000_000
    return str(uuid.UUID(int=moment << 80 | 7 << 76 | randbits(12) << 64 | 2 << 62 | randbits(62)))


def _request(job: dict[str, Any], codes: list[str]) -> bytes:
    scans = [{"key": _key(), "code": code, "at": job["at"]} for code in codes]
    body = json.dumps({"session": job["session"], "scans": scans}).encode()
    head = (
        f"POST {job['address']} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {job['token']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    main()
