"""Arrivals as bars: how many came in each minute, or in as many minutes as fit beside one another."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.agenda.models import Session
from app.checkin.counted import counted_attendance
from app.checkin.models import Attendance, AttendanceStatus
from app.db import db

MOST_BARS = 60
STEPS_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 240)
HEIGHT = 100  # of the drawing; its width is the number of bars
Arrival = tuple[datetime, AttendanceStatus]


@dataclass(frozen=True, slots=True)
class Bar:
    """Those who came from `at` on, for one step: in time, and late. `place` counts from 0."""

    place: int
    at: datetime
    until: datetime
    in_time: int
    late: int

    @property
    def people(self) -> int:
        """How many came."""
        return self.in_time + self.late


@dataclass(frozen=True, slots=True)
class ArrivalChart:
    """The bars of a session without a gap, the first and the last one not empty; none without arrivals."""

    bars: tuple[Bar, ...]
    step_minutes: int

    @property
    def most(self) -> int:
        """How many came in the busiest step."""
        return max((bar.people for bar in self.bars), default=0)

    @property
    def busiest(self) -> Bar | None:
        """The step in which most people came, the first of several."""
        return max(self.bars, key=lambda bar: bar.people, default=None)

    def height(self, people: int) -> float:
        """Return how high a bar of so many people is drawn."""
        return round(HEIGHT * people / self.most, 2) if self.most else 0.0


def arrival_chart(session: Session) -> ArrivalChart:
    """Draw up who came when into a session: one statement."""
    counted = counted_attendance([session.id])
    rows = db.session.execute(
        select(Attendance.first_at, Attendance.status)
        .join(counted, (counted.c.id == Attendance.id) & (counted.c.place == 1))
        .where(Attendance.first_at.is_not(None))
    )
    return chart_of((at, status) for at, status in rows if at is not None)


def chart_of(arrivals: Iterable[Arrival]) -> ArrivalChart:
    """Count arrivals into at most sixty bars; the step is the smallest that allows it."""
    listed = list(arrivals)
    if not listed:
        return ArrivalChart((), STEPS_MINUTES[0])
    first, last = min(at for at, _ in listed), max(at for at, _ in listed)
    step = next((one for one in STEPS_MINUTES if _bars(first, last, one) <= MOST_BARS), STEPS_MINUTES[-1])
    counted = Counter((_begin(at, step), status is AttendanceStatus.LATE) for at, status in listed)
    width, begin = timedelta(minutes=step), _begin(first, step)
    bars = (
        Bar(place, at, at + width, counted[at, False], counted[at, True])
        for place in range(_bars(first, last, step))
        for at in [begin + place * width]
    )
    return ArrivalChart(tuple(bars), step)


def _bars(first: datetime, last: datetime, step: int) -> int:
    return (_begin(last, step) - _begin(first, step)) // timedelta(minutes=step) + 1


def _begin(at: datetime, step: int) -> datetime:
    seconds = step * 60
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, UTC)
