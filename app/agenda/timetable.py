"""One day drawn as rooms beside each other and time downwards.

Places are counted, not measured: the style sheet knows classes for hours, for steps of five minutes and for
columns (static/css/components/timetable_places.css), so that a page needs no style of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.agenda.models import Session, SessionKind
from app.events.models import Room

STEP_MINUTES = 5
HOUR_MINUTES = 60
# What the style sheet has classes for. A day beyond it stays the list it is on a phone.
WIDEST = 6
LONGEST_HOURS = 18

# Everybody is meant to be there, so nobody looks for a room: it reaches across all of them.
FOR_EVERYBODY = frozenset(
    {
        SessionKind.REGISTRATION,
        SessionKind.OPENING,
        SessionKind.PLENARY,
        SessionKind.CEREMONY,
        SessionKind.CLOSING,
        SessionKind.BREAK,
        SessionKind.DEPARTURE,
    }
)


@dataclass(frozen=True)
class Column:
    """A room's place in the grid: its first column, counted from 1, and how many it needs."""

    room: Room | None
    first: int
    wide: int


@dataclass(frozen=True)
class Timetable:
    """A day's grid; `at` and the others name the classes that put something in its place."""

    sessions: Sequence[Session]
    columns: tuple[Column, ...]
    hours: tuple[int, ...]
    places: dict[int, str]
    midnight: datetime

    @property
    def width(self) -> int:
        """How many columns stand beside each other."""
        return sum(column.wide for column in self.columns) or 1

    def place(self, session: Session) -> str:
        """Name the classes that place a session."""
        return self.places[session.id]

    def at(self, moment: datetime) -> str | None:
        """Name the classes of a moment, or None when it lies outside the hours of this day."""
        minutes = _minutes(moment, self.midnight)
        if not self.hours[0] * HOUR_MINUTES <= minutes <= (self.hours[-1] + 1) * HOUR_MINUTES:
            return None
        return _from(minutes, self.hours[0])


def timetable(sessions: Sequence[Session], *, on: date, zone: str) -> Timetable | None:
    """Lay out the sessions of one day, given in their order; None when a grid would not show them well."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone))
    hours = _hours(sessions, midnight)
    columns, column_of = _columns(sessions)
    if not sessions or len(hours) > LONGEST_HOURS or sum(column.wide for column in columns) > WIDEST:
        return None
    places = {
        one.id: f"{column_of.get(one.id, 'col-all')} {_rows(one, midnight, hours[0])}" for one in sessions
    }
    return Timetable(sessions, columns, hours, places, midnight)


def _hours(sessions: Iterable[Session], midnight: datetime) -> tuple[int, ...]:
    starts = [_minutes(one.starts_at, midnight) for one in sessions]
    ends = [_minutes(one.ends_at, midnight) for one in sessions]
    return tuple(range(min(starts, default=0) // HOUR_MINUTES, -(-max(ends, default=0) // HOUR_MINUTES)))


def _columns(sessions: Sequence[Session]) -> tuple[tuple[Column, ...], dict[int, str]]:
    """Give every session that does not reach across all rooms a column; a clash makes its room wider."""
    own = [one for one in sessions if not _for_everybody(one, sessions)]
    rooms = {one.room_id: one.room for one in own}
    columns: list[Column] = []
    classes: dict[int, str] = {}
    for room_id in sorted(rooms, key=lambda room_id: (room_id is None, room_id)):
        first = 1 + sum(column.wide for column in columns)
        lanes = _lanes([one for one in own if one.room_id == room_id])
        columns.append(Column(rooms[room_id], first, len(lanes)))
        classes |= {one.id: f"col-{first + lane}" for lane, those in enumerate(lanes) for one in those}
    return tuple(columns), classes


def _for_everybody(session: Session, sessions: Iterable[Session]) -> bool:
    alone = not any(one is not session and _overlap(one, session) for one in sessions)
    return alone and (session.kind in FOR_EVERYBODY or session.room is None)


def _lanes(sessions: Iterable[Session]) -> list[list[Session]]:
    """Share out the sessions of one room, in order, so that none covers another."""
    lanes: list[list[Session]] = []
    for one in sessions:
        free = next((lane for lane in lanes if not _overlap(lane[-1], one)), None)
        if free is None:
            lanes.append([one])
        else:
            free.append(one)
    return lanes


def _overlap(first: Session, second: Session) -> bool:
    return first.starts_at < second.ends_at and second.starts_at < first.ends_at


def _rows(session: Session, midnight: datetime, first_hour: int) -> str:
    starts, ends = (_minutes(moment, midnight) for moment in (session.starts_at, session.ends_at))
    hours, minutes = divmod(max(ends - starts, STEP_MINUTES), HOUR_MINUTES)
    return f"{_from(starts, first_hour)} for-h{hours} for-m{minutes}"


def _from(minutes: int, first_hour: int) -> str:
    hour, minute = divmod(minutes, HOUR_MINUTES)
    return f"at-h{hour - first_hour} at-m{minute}"


def _minutes(moment: datetime, midnight: datetime) -> int:
    """Count the minutes since midnight, rounded to a step."""
    return round((moment - midnight).total_seconds() / HOUR_MINUTES / STEP_MINUTES) * STEP_MINUTES
