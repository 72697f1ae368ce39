"""The two processes that bin/run keeps running, web server and worker, and how they are ended in time.

They are forked from a process that has loaded the program already: loading it takes more than a second,
and a second start shall serve within three.
"""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

from flask import Flask
from flask.cli import ScriptInfo
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.network.hint import hint_port, serve_hint
from app.network.served_certificate import ServedCertificate

WEB_WORKERS = 2
# Ctrl-C ends everything within five seconds: streams are cut after two, the rest is killed after four.
SECONDS_STREAMS_MAY_LAST = 2
SECONDS_TO_STOP = 4.0
SECONDS_TO_START = 30.0
GLANCE_SECONDS = 0.05


class PartEnded(RuntimeError):
    """One of the processes ended although nobody asked it to; `part` is its name."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Children:
    """Processes started together, each leading a process group of its own."""

    def __init__(
        self, app: Flask, root: Path, *, host: str, port: int, shown: ServedCertificate | None
    ) -> None:
        self._address = ("127.0.0.1" if host == "0.0.0.0" else host, port)  # noqa: S104 - compared with, not bound to
        self._work = {
            "web server": lambda: run_web(app, root, host=host, port=port, shown=shown),
            "worker": lambda: run_worker(app),
        }
        if shown:
            self._work["plain door"] = lambda: run_plain_door(app, host=host, port=port)
        self._parts: dict[str, ForkProcess] = {}

    def start(self) -> None:
        """Fork them one after the other; `stop` ends those that were."""
        for part, work in self._work.items():
            self._parts[part] = _fork(work)

    def wait_for_the_web(self) -> None:
        """Return when the port answers; raise PartEnded when it never will."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            self._look_after_them()
            with contextlib.suppress(OSError), socket.create_connection(self._address, timeout=1):
                return
            time.sleep(GLANCE_SECONDS)
        raise PartEnded("web server")

    def wait(self) -> None:
        """Wait until one of them ends, and raise PartEnded."""
        while True:
            self._look_after_them()
            time.sleep(GLANCE_SECONDS)

    def stop(self) -> None:
        """End all of them: kindly first, then by force."""
        for process in self._parts.values():
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in self._parts.values():
            process.join(max(deadline - time.monotonic(), 0))
        for process in self._parts.values():
            # Whatever is left of the group, also when its leader has gone.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid or 0, signal.SIGKILL)

    def _look_after_them(self) -> None:
        for part, process in self._parts.items():
            if not process.is_alive():
                raise PartEnded(part)


@contextlib.contextmanager
def children_of(
    app: Flask, root: Path, *, host: str, port: int, shown: ServedCertificate | None = None
) -> Iterator[Children]:
    """Start web server and worker, by HTTPS when there is a certificate; end them whatever happens."""
    children = Children(app, root, host=host, port=port, shown=shown)
    try:
        children.start()
        yield children
    finally:
        # A second Ctrl-C must not leave them behind.
        _on_signals(signal.SIG_IGN)
        children.stop()


def stop_on_signals() -> None:
    """Let TERM do what Ctrl-C does, also when a script started us in the background, where INT is ignored."""
    _on_signals(signal.default_int_handler)


def run_web(app: Flask, root: Path, *, host: str, port: int, shown: ServedCertificate | None = None) -> None:
    """Serve until stopped; the workers are forked and serve the application that is built already.

    The blocking threads stay unbounded: every stream of live numbers holds one.
    """
    Granian(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WEB_WORKERS,
        workers_kill_timeout=SECONDS_STREAMS_MAY_LAST,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        working_dir=root,
        ssl_cert=shown.certificate if shown else None,
        ssl_key=shown.key if shown else None,
    ).serve(target_loader=lambda _target: app)


def run_plain_door(app: Flask, *, host: str, port: int) -> None:
    """Lead those on who type http://, and let phones fetch the own authority, until stopped."""
    base_url = app.config["RAKORNIS"].base_url
    serve_hint(app.wsgi_app, host=host, port=hint_port(port), base_url=base_url)


def run_worker(app: Flask) -> None:
    """Do background work until stopped."""
    app.cli.main(["jobs", "work"], standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))


def _fork(work: Callable[[], None]) -> ForkProcess:
    def lead() -> None:
        # A group of its own: the terminal's Ctrl-C reaches the parent alone, which ends us in order.
        os.setsid()
        _on_signals(signal.SIG_DFL)
        work()

    sys.stdout.flush()
    process = get_context("fork").Process(target=lead)
    process.start()
    return process


def _on_signals(action: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, action)  # type: ignore[arg-type]  # a handler or a constant
