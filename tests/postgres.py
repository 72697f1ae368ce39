"""A private PostgreSQL for tests and measurements: made in a temporary directory, gone afterwards.

    with private_cluster() as url: ...

PostgreSQL refuses to run as root, so root hands it to the user `postgres` (or `nobody`).
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

ROLE = "rakornis"
SECONDS_TO_START = 30
PORTS = range(10_000, 32_000)
# Tests may lose everything at a power cut; measurements may not (`durable=True`).
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
}


class PostgresMissing(RuntimeError):
    """PostgreSQL cannot be started here; the sentence says what to do."""


@contextmanager
def private_cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster on a free port of 127.0.0.1 and yield its address (`postgresql://…/postgres`).

    Raises PostgresMissing when there is no server program or it does not start.
    """
    programs = server_programs()
    directory = Path(tempfile.mkdtemp(prefix="rakornis-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(directory, _unprivileged_user())
        password = secrets.token_hex(16)
        _make(programs, directory, password)
        port = free_port()
        url = f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/postgres"
        server = _start(programs, directory, port, durable=durable)
        try:
            _wait_until_it_answers(server, url, directory)
            yield url
        finally:
            # SIGINT is PostgreSQL's fast shutdown: connections are closed, nothing is left behind.
            server.send_signal(signal.SIGINT)
            server.wait(timeout=SECONDS_TO_START)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def server_programs() -> Path:
    """Return the directory of initdb and postgres: Debian's newest, else the one on PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    if found is None:
        raise PostgresMissing("PostgreSQL is not installed. Run: apt-get install postgresql")
    return Path(found).resolve().parent


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on, nor on the next one, where a plain door may be.

    It lies below those that systems give to outgoing connections: a browser beside us would take one of them
    between our look and the server's start.
    """
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as one, socket.socket() as next_one, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            next_one.bind(("127.0.0.1", port + 1))
            return port


def _make(programs: Path, directory: Path, password: str) -> None:
    secret = directory / "password"
    secret.write_text(password)
    secret.chmod(0o644)  # inside a directory that only its owner may enter
    options = {
        "--pgdata": str(directory / "data"),
        "--username": ROLE,
        "--pwfile": str(secret),
        "--auth": "scram-sha-256",
        "--encoding": "UTF8",
        "--locale": "C.UTF-8",
    }
    command = [str(programs / "initdb"), "--no-sync", *(word for pair in options.items() for word in pair)]
    made = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=directory, **_as_somebody_else()
    )
    if made.returncode:
        raise PostgresMissing(f"PostgreSQL could not make a cluster: {made.stderr.strip()}")


def _start(programs: Path, directory: Path, port: int, *, durable: bool) -> subprocess.Popen[bytes]:
    settings = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(directory),
        "max_connections": "200",
        **({} if durable else CARELESS),
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (directory / "log").open("wb") as log:
        return subprocess.Popen(
            [str(programs / "postgres"), "-D", str(directory / "data"), *options],
            stdout=log,
            stderr=log,
            cwd=directory,
            start_new_session=True,  # Ctrl-C reaches the tests first, they stop the server
            **_as_somebody_else(),
        )


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str, directory: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise PostgresMissing(f"PostgreSQL did not start: {(directory / 'log').read_text()[-1000:]}")


def _as_somebody_else() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = _unprivileged_user()
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _unprivileged_user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
