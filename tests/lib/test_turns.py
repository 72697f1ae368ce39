"""Turns: one at a time among all processes, and nobody waits for ever, or for the dead."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from app.lib.turns import Turns

HOLD = """
import sys, time
from pathlib import Path
from app.lib.turns import Turns
with Turns(patience=10).one(Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.readline()
"""
COUNT = """
import sys
from pathlib import Path
from app.lib.turns import Turns
turns, counter = Turns(patience=30), Path(sys.argv[2])
for _ in range(200):
    with turns.one(Path(sys.argv[1])):
        counter.write_text(str(int(counter.read_text()) + 1))
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "turn"


@contextmanager
def somebody_else(place: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process whose turn it is, until it reads a line."""
    command = [sys.executable, "-c", HOLD, str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        yield holder
        holder.kill()


def seconds_until_my_turn(place: Path, *, patience: float) -> float:
    began = time.monotonic()
    with Turns(patience=patience).one(place):
        return time.monotonic() - began


def test_two_processes_never_have_their_turn_at_once(place: Path, tmp_path: Path):
    counter = tmp_path / "counter"
    counter.write_text("0")
    command = [sys.executable, "-c", COUNT, str(place), str(counter)]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [one.wait(timeout=60) for one in both] == [0, 0]
    assert counter.read_text() == "400"


def test_whoever_waits_is_next_as_soon_as_the_other_is_done(place: Path):
    with somebody_else(place) as holder, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(seconds_until_my_turn, place, patience=30)
        assert holder.stdin is not None
        holder.stdin.write("go on\n")
        holder.stdin.flush()
        assert waiting.result(timeout=20) < 20


def test_a_process_that_was_killed_holds_nobody_up(place: Path):
    with somebody_else(place) as holder:
        os.kill(holder.pid, signal.SIGKILL)
        assert seconds_until_my_turn(place, patience=30) < 20


def test_whoever_has_waited_long_enough_goes_on_without_a_turn(place: Path):
    with somebody_else(place):
        assert 0.2 <= seconds_until_my_turn(place, patience=0.2) < 20
    assert seconds_until_my_turn(place, patience=30) < 20  # and what waited in vain holds nothing now


def test_a_place_that_cannot_be_opened_stops_nobody(tmp_path: Path):
    assert seconds_until_my_turn(tmp_path / "nowhere" / "turn", patience=30) < 20


def test_a_turn_that_could_not_be_waited_for_leaves_the_next_in_peace(
    place: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(_thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    turns = Turns(patience=30)
    with somebody_else(place), monkeypatch.context() as crowded:
        crowded.setattr(Thread, "start", fail)
        with turns.one(place):
            pass
    began = time.monotonic()
    with turns.one(place):
        assert time.monotonic() - began < 20
