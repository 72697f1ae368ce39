"""Scans that wait at the same moment share a transaction; each request gets its own answer."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event as Signal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.checkin import together
from app.checkin.hours import SessionHours, hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import Attendance, Scan, ScanStatus
from app.checkin.redeem import Admission, redeem_passes, sha256_of
from app.checkin.together import Turnstile, redeem_together
from app.db import db
from tests.cast import Cast
from tests.checkin.conftest import GateUnderTest, new_key

OTHERS = 5
SECONDS = 10

Redeem = Callable[[Sequence[Presented], SessionHours], list[Admission]]


class Rush:
    """One request that is being written, and five that line up behind it meanwhile."""

    def __init__(self, app: Flask, gate: GateUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.hours = app, hours_of(gate.session, gate.cast.event)
        self.post, self.now = Post(gate.gate.id, None, "user:1", "Dhea"), gate.clock.now()
        self.turnstile, self.batches = Turnstile(), list[int]()
        self.writing, self.all_there = Signal(), Signal()
        self.redeem: Redeem = lambda presented, hours: redeem_passes(presented, hours=hours)
        monkeypatch.setattr(together, "TURNSTILE", self.turnstile)
        monkeypatch.setattr(together, "redeem_passes", self._held_up)

    def _held_up(self, presented: Sequence[Presented], *, hours: SessionHours) -> list[Admission]:
        self.writing.set()
        assert self.all_there.wait(SECONDS)
        self.batches.append(len(presented))
        return self.redeem(presented, hours)

    def of(self, codes: list[str]) -> list[Future[list[Admission]]]:
        """Send each code in a request of its own; the first is being written when the others come."""
        db.session.remove()  # the test's own reading must not hold anybody up
        with ThreadPoolExecutor(len(codes)) as pool:
            first = pool.submit(self._request, codes[0])
            assert self.writing.wait(SECONDS)
            others = [pool.submit(self._request, code) for code in codes[1:]]
            deadline = time.monotonic() + SECONDS
            while self.turnstile.waiting < len(others) and time.monotonic() < deadline:
                time.sleep(0.001)
            self.all_there.set()
        return [first, *others]

    def _request(self, code: str) -> list[Admission]:
        scan = Presented(key=new_key(), code_sha256=sha256_of(code), at=self.now, post=self.post)
        with self.app.app_context():
            return redeem_together([scan], hours=self.hours)


@pytest.fixture
def rush(app: Flask, gate: GateUnderTest, monkeypatch: pytest.MonkeyPatch) -> Rush:
    """Return a rush at the gate."""
    return Rush(app, gate, monkeypatch)


@pytest.fixture
def codes(cast: Cast) -> list[str]:
    """Return the codes of people who come at once."""
    return [cast.code(cast.participant(f"Peserta Nomor {number}")) for number in range(1 + OTHERS)]


def rows_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_those_who_wait_are_written_in_one_transaction(rush: Rush, codes: list[str]):
    answers = [request.result() for request in rush.of(codes)]
    assert rush.batches == [1, OTHERS]
    assert [answer.status for (answer,) in answers] == [ScanStatus.ADMITTED] * len(codes)
    assert len({answer.participant.id for (answer,) in answers if answer.participant}) == len(codes)
    assert (rows_of(Scan), rows_of(Attendance)) == (len(codes), len(codes))


def test_one_card_in_six_requests_admits_once(rush: Rush, codes: list[str]):
    answers = [answer for request in rush.of([codes[0]] * 6) for answer in request.result()]
    assert sorted(answer.status.value for answer in answers) == ["admitted"] + ["already"] * 5
    assert (rows_of(Scan), rows_of(Attendance)) == (6, 1)


def test_a_scan_that_breaks_the_writing_takes_no_other_with_it(rush: Rush, codes: list[str]):
    bad = sha256_of(codes[2])

    def breaking(presented: Sequence[Presented], hours: SessionHours) -> list[Admission]:
        answers = redeem_passes(presented, hours=hours)
        if any(one.code_sha256 == bad for one in presented):
            raise LookupError(bad)
        return answers

    rush.redeem = breaking
    requests = rush.of(codes)
    assert isinstance(requests.pop(2).exception(), LookupError)
    assert {request.result()[0].status for request in requests} == {ScanStatus.ADMITTED}
    assert (rows_of(Scan), rows_of(Attendance)) == (OTHERS, OTHERS)


def test_a_database_that_is_away_is_asked_once_for_all(rush: Rush, codes: list[str]):
    def away(_presented: Sequence[Presented], _hours: SessionHours) -> list[Admission]:
        raise OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))

    rush.redeem = away
    assert all(isinstance(request.exception(), OperationalError) for request in rush.of(codes))
    assert rush.batches == [1, OTHERS]
