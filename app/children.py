"""The two programs that bin/run keeps running: web server and worker, and how they are ended in time."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

WEB_WORKERS = 2
# Ctrl-C ends everything within five seconds: streams are cut after two, the rest is killed after four.
STREAMS_MAY_LAST = "2s"
SECONDS_TO_STOP = 4.0
SECONDS_TO_START = 30.0
GLANCE_SECONDS = 0.05


class PartEnded(RuntimeError):
    """One of the programs ended although nobody asked it to; `part` is its name."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Children:
    """Programs started together, each leading a process group of its own."""

    def __init__(self, root: Path, *, host: str, port: int) -> None:
        self._address = ("127.0.0.1" if host == "0.0.0.0" else host, port)  # noqa: S104
        self._parts = {
            "web server": _start(root, web_command(host=host, port=port)),
            "worker": _start(root, worker_command()),
        }

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
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in self._parts.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(deadline - time.monotonic(), 0))
        for process in self._parts.values():
            # Whatever is left of the group, also when its leader has gone.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _look_after_them(self) -> None:
        for part, process in self._parts.items():
            if process.poll() is not None:
                raise PartEnded(part)


@contextlib.contextmanager
def children_of(root: Path, *, host: str, port: int) -> Iterator[Children]:
    """Start web server and worker; end them whatever happens."""
    children = Children(root, host=host, port=port)
    try:
        yield children
    finally:
        # A second Ctrl-C must not leave them behind.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        children.stop()


def stop_on_signals() -> None:
    """Let TERM do what Ctrl-C does, also when a script started us in the background, where INT is ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def web_command(*, host: str, port: int) -> list[str]:
    """Return the command line of the web server.

    Its blocking threads stay unbounded: every stream of live numbers holds one.
    """
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(WEB_WORKERS), "--workers-kill-timeout", STREAMS_MAY_LAST,
        "--respawn-failed-workers", "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """Return the command line of the process that does background work."""
    return [sys.executable, "-m", "app", "jobs", "work"]


def _start(root: Path, command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own: the terminal's Ctrl-C reaches us alone, and we end the children in order.
    return subprocess.Popen(command, cwd=root, start_new_session=True)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(number)
