"""The matrix person by session: how everybody stood in each session and on each day, ready to be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.attendance.day import DayLine, DayPerson, DaySession
from app.attendance.days import DayAttendance
from app.attendance.marks import Mark
from app.checkin.models import AttendanceStatus


@dataclass(frozen=True, slots=True)
class Stood:
    """How somebody stood: in a session, or on a day. Instants are UTC."""

    status: AttendanceStatus | None = None
    came_at: datetime | None = None
    left_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One person; `sessions` and `days` are in the order of the matrix's."""

    person: DayPerson
    sessions: tuple[Stood, ...]
    days: tuple[Stood, ...]

    @property
    def sessions_attended(self) -> int:
        """In how many sessions the person came in person."""
        return sum(one.status is not None and one.status.is_here for one in self.sessions)

    @property
    def days_counted(self) -> int:
        """How many days count for payment."""
        return sum(one.status is not None and one.status.is_here for one in self.days)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everybody by office in protocol order, with all sessions and days."""

    days: Sequence[DayAttendance]
    sessions: Sequence[DaySession]
    offices: Mapping[str, Sequence[MatrixRow]]

    @property
    def rows(self) -> list[MatrixRow]:
        """Everybody, office after office."""
        return [row for rows in self.offices.values() for row in rows]


def matrix_of(days: Sequence[DayAttendance]) -> Matrix:
    """Lay days and their sessions side by side; somebody's office is the one of the last day."""
    lines: dict[int, dict[int, DayLine]] = {}
    people: dict[int, DayPerson] = {}
    for day in days:
        for line in day.lines:
            lines.setdefault(line.person.id, {})[day.day.id] = line
            people[line.person.id] = line.person
    offices: dict[str, list[MatrixRow]] = {}
    for person in people.values():
        offices.setdefault(person.office, []).append(_row(person, lines[person.id], days))
    return Matrix(days, [session for day in days for session in day.sessions], offices)


def _row(person: DayPerson, lines: Mapping[int, DayLine], days: Sequence[DayAttendance]) -> MatrixRow:
    of_days = [(day, lines.get(day.day.id)) for day in days]
    return MatrixRow(
        person,
        tuple(
            _mark(line.marks.get(session.id) if line else None)
            for day, line in of_days
            for session in day.sessions
        ),
        tuple(_day(line) for _, line in of_days),
    )


def _mark(mark: Mark | None) -> Stood:
    return (
        Stood(mark.status, mark.scanned_at, mark.gone_at, _why(mark.note, mark.represented_by))
        if mark
        else Stood()
    )


def _day(line: DayLine | None) -> Stood:
    if line is None:
        return Stood()
    return Stood(line.status, line.first_at, line.left_at, _why(line.note, line.represented_by))


def _why(note: str, represented_by: str) -> str:
    return "; ".join(part for part in (represented_by, note) if part)
