"""Turns at one thing, for the threads of all processes of this machine."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread


class Turns:
    """Lets one thread of one process at a time do something that the others wait for.

    Threads of this process wait in a line; processes meet at a file, whose lock ends with the process that
    holds it, however it ends. Whoever has waited for `patience` seconds goes on without a turn: what is at
    stake must be guarded by something else, this only spares the crowd in front of it.
    """

    def __init__(self, *, patience: float) -> None:
        self._patience = patience
        self._here = Lock()

    @contextmanager
    def one(self, path: Path | None) -> Iterator[None]:
        """Take one turn, before the file at `path`; None where no other process takes part."""
        gives_up_at = time.monotonic() + self._patience
        mine = self._here.acquire(timeout=self._patience)
        file = None
        try:
            file = _locked(path, gives_up_at) if mine and path else None
            yield
        finally:
            if file is not None:
                os.close(file)  # which ends the lock
            if mine:
                self._here.release()


def _locked(path: Path, gives_up_at: float) -> int | None:
    """Open the file and lock it; None when others held it for too long, or it cannot be opened.

    Each turn opens it anew: a lock belongs to the opened file, which a forked process would share.
    """
    try:
        file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:  # a full disk, say: whoever writes next has the words for it
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _waited_for(file, gives_up_at - time.monotonic())
    except OSError:  # a file system without such locks
        os.close(file)
        return None
    return file


def _waited_for(file: int, seconds: float) -> int | None:
    """Wait until the kernel hands over the lock: asking again and again comes too late, or too often.

    Waiting for a lock cannot be broken off, so a thread of its own does it.
    """
    handed_over, decided = Event(), Lock()

    def wait() -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
        if decided.acquire(blocking=False):
            handed_over.set()
        else:
            os.close(file)  # too late: nobody waits any more

    try:
        Thread(target=wait, daemon=True).start()
    except RuntimeError:  # there are too many threads already
        os.close(file)
        return None
    if handed_over.wait(seconds) or not decided.acquire(blocking=False):
        return file
    return None
