"""Redeem together what arrives together: one transaction for all scans that wait at the same moment.

A commit costs about as much for fifty scans as for one. So while one request writes, the others of
this process line up, and the first in line then takes all of them with it: the busier the gates, the
cheaper a scan. A scan that arrives alone waits for nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.checkin.hours import SessionHours
from app.checkin.judging import Presented
from app.checkin.log_refused import log_refused
from app.checkin.redeem import Admission, redeem_passes
from app.db import db, end_read, transaction

MOST_TOGETHER = 500  # scans in one transaction, as far as whole requests fit: others wait while it lasts


class Abandoned(RuntimeError):
    """Whoever wrote for others was stopped before they had an answer; the same scans may be sent again."""


def _taken() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(slots=True, eq=False)
class Waiting:
    """One request's scans, and what became of them. `turn` opens when they were served, or may write."""

    presented: Sequence[Presented]
    hours: SessionHours
    database: Engine
    answers: list[Admission] | None = None
    failure: Exception | None = None
    turn: Lock = field(default_factory=_taken)

    @property
    def served(self) -> bool:
        """Whether it has an answer, of either kind."""
        return self.answers is not None or self.failure is not None

    def belongs_with(self, other: "Waiting") -> bool:
        """Say whether one transaction can serve both: one database, and one session at the same hours.

        A gate that read the hours before the session was moved is judged by what it knew, and alone.
        """
        if self.database is not other.database or self.hours.session_id != other.hours.session_id:
            return False
        if self.hours is other.hours:
            return True
        mine, theirs = (replace(one.hours, attended=False) for one in (self, other))
        return mine == theirs


class Turnstile:
    """The line in front of the database, one for each process."""

    def __init__(self) -> None:
        self._line: list[Waiting] = []
        self._somebody_writes = False
        self._looking = Lock()  # guards the two above, and is never held while writing

    @property
    def waiting(self) -> int:
        """How many requests stand in line, those being written apart."""
        return len(self._line)

    def pass_through(self, mine: Waiting) -> list[Admission]:
        """Redeem these scans, alone or with others; the answers stand in their order."""
        if not self._may_write_at_once(mine):
            mine.turn.acquire()  # released exactly once: by whoever serves us, or leaves us the writing
        if not mine.served:
            self._write(mine)
        if mine.answers is None:
            assert mine.failure is not None  # noqa: S101 - one of the two is set by whoever served us
            raise mine.failure
        return mine.answers

    def _may_write_at_once(self, mine: Waiting) -> bool:
        with self._looking:
            self._line.append(mine)
            first = not self._somebody_writes
            self._somebody_writes = True
        return first

    def _write(self, mine: Waiting) -> None:
        like = self._take_those_like(mine)
        try:
            _serve(like)
        finally:
            self._leave_the_writing()
            for one in like:
                if not one.served:
                    one.failure = Abandoned()
                if one is not mine:
                    one.turn.release()

    def _take_those_like(self, mine: Waiting) -> list[Waiting]:
        """Take those out of the line who wait for the same session, the longest waiting first."""
        with self._looking:
            self._line.remove(mine)
            like, count = [mine], len(mine.presented)
            for one in self._line[:]:
                if count + len(one.presented) <= MOST_TOGETHER and one.belongs_with(mine):
                    self._line.remove(one)
                    like.append(one)
                    count += len(one.presented)
        return like

    def _leave_the_writing(self) -> None:
        """Leave it to the first in line, or to nobody."""
        with self._looking:
            self._somebody_writes = bool(self._line)
            if self._line:
                self._line[0].turn.release()


def _serve(requests: list[Waiting]) -> None:
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
            _serve([one])


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
    answers = TURNSTILE.pass_through(Waiting(presented, hours, db.engine))
    if answers:
        by = presented[0].post.by
        log_refused(answers, by=by, event_id=hours.event_id, session_id=hours.session_id)
    return answers
