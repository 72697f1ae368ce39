"""Redeem together what arrives together: one transaction for all scans that wait at the same moment.

A commit costs about as much for fifty scans as for one. So while one request writes, the others of
this process line up, and the next in line takes all of them with it: the busier the gates, the
cheaper a scan. A scan that arrives alone waits for nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.checkin.hours import SessionHours
from app.checkin.judging import Presented
from app.checkin.redeem import Admission, redeem_passes
from app.db import db, end_read, transaction


@dataclass(slots=True, eq=False)
class Waiting:
    """One request's scans, and what became of them."""

    presented: Sequence[Presented]
    hours: SessionHours
    database: Engine
    answers: list[Admission] | None = None
    failure: Exception | None = None

    def belongs_with(self, other: "Waiting") -> bool:
        """Say whether one transaction can serve both: one database, and one session at the same hours.

        A gate that read the hours before the session was moved is judged by what it knew, and alone.
        """
        mine, theirs = (replace(one.hours, attended=False) for one in (self, other))
        return self.database is other.database and mine == theirs


class Turnstile:
    """The line in front of the database, one for each process."""

    def __init__(self) -> None:
        self._line: list[Waiting] = []
        self._writing = Lock()

    @property
    def waiting(self) -> int:
        """How many requests stand in line, the one being written apart."""
        return len(self._line)

    def pass_through(self, mine: Waiting) -> list[Admission]:
        """Redeem these scans, alone or with others; the answers stand in their order."""
        self._line.append(mine)
        with self._writing:
            if mine.answers is None and mine.failure is None:
                self._serve(self._all_like(mine))
        if mine.answers is None:
            assert mine.failure is not None  # noqa: S101 - one of the two is set by whoever served us
            raise mine.failure
        return mine.answers

    def _all_like(self, mine: Waiting) -> list[Waiting]:
        """Take those out of the line who wait for the same session."""
        line = self._line[:]  # a copy at one moment: others go on lining up behind it
        like = [one for one in line if one.belongs_with(mine)]
        for one in like:
            self._line.remove(one)
        return like

    def _serve(self, requests: list[Waiting]) -> None:
        try:
            _redeem(requests)
        except OperationalError as failure:  # the database is away or busy, for everybody
            for one in requests:
                one.failure = failure
        except Exception as failure:  # noqa: BLE001 - it belongs to the request that caused it
            if len(requests) == 1:
                requests[0].failure = failure
                return
            # Nothing was written. Whoever is not to blame must not go down with the others.
            for one in requests:
                self._serve([one])


def _redeem(requests: list[Waiting]) -> None:
    with transaction():
        answers = iter(
            redeem_passes([scan for one in requests for scan in one.presented], hours=requests[0].hours)
        )
        found = [[next(answers) for _ in one.presented] for one in requests]
    for one, of_request in zip(requests, found, strict=True):
        one.answers = of_request


TURNSTILE = Turnstile()


def redeem_together(presented: Sequence[Presented], *, hours: SessionHours) -> list[Admission]:
    """Redeem passes in a transaction of one's own, or in one with whoever else waits; see redeem_passes."""
    end_read()  # whoever waits holds no snapshot of the database
    return TURNSTILE.pass_through(Waiting(presented, hours, db.engine))
