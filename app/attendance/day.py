"""A day of attendance: how everybody stands on it, by the rule of the day. Plain values, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.attendance.marks import Mark, Place
from app.checkin.models import AttendanceStatus
from app.checkin.rules import DayRule

# Who was away in several sessions for several reasons: the one that answers for the day, first of all.
WEIGHT = (
    AttendanceStatus.REPRESENTED,
    AttendanceStatus.OTHER_DUTY,
    AttendanceStatus.EXCUSED,
    AttendanceStatus.ILL,
    AttendanceStatus.ABSENT,
)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DaySession:
    """A session of the day. `only` are the ids of those who may enter; None is everybody."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    counts: bool
    only: frozenset[int] | None = None

    def asks_for(self, person_id: int) -> bool:
        """Say whether this session makes the day of this person."""
        return self.counts and (self.only is None or person_id in self.only)


@dataclass(frozen=True, slots=True)
class DayPerson:
    """Somebody expected, as papers print it. `rows` are the rows that count as this person."""

    id: int
    rows: tuple[int, ...]
    name: str
    nip: str
    rank: str
    post: str
    office_id: int
    office: str
    office_short: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """How one person stands on the day; `status` is None as long as nobody knows anything.

    `marks` are the sessions by id. `here_in` of `asked_in` counting sessions saw the person. `first_at` and
    `left_at` are what scans saw; `set_by` is who wrote it by hand, empty where a scan alone brought it.
    """

    person: DayPerson
    marks: Mapping[int, Mark]
    status: AttendanceStatus | None
    first_at: datetime | None
    left_at: datetime | None
    note: str
    represented_by: str
    here_in: int
    asked_in: int
    set_by: str = ""

    @property
    def is_here(self) -> bool:
        """Whether the person was present on this day."""
        return self.status is not None and self.status.is_here


@dataclass(frozen=True, slots=True)
class OfficeTotal:
    """How the people of one office stand on a day."""

    office_id: int
    name: str
    short_name: str
    expected: int
    by_status: Mapping[AttendanceStatus, int]

    @property
    def here(self) -> int:
        """How many came."""
        return sum(number for status, number in self.by_status.items() if status.is_here)

    @property
    def away(self) -> int:
        """How many are known not to have come."""
        return sum(self.by_status.values()) - self.here

    @property
    def unknown(self) -> int:
        """Of how many nobody knows anything."""
        return self.expected - sum(self.by_status.values())


def stand(
    people: Iterable[DayPerson],
    sessions: Sequence[DaySession],
    marks: Mapping[Place, Mark],
    *,
    rule: DayRule,
) -> tuple[DayLine, ...]:
    """Work out how everybody stands on a day."""
    return tuple(_line(person, sessions, _of_person(person, sessions, marks), rule) for person in people)


def _of_person(
    person: DayPerson, sessions: Sequence[DaySession], marks: Mapping[Place, Mark]
) -> dict[int, Mark]:
    """Of several rows of one person the earlier proven arrival counts, and then the person's own row."""
    found: dict[int, Mark] = {}
    for session in sessions:
        rows = [(row, marks[session.id, row]) for row in person.rows if (session.id, row) in marks]
        if rows:
            found[session.id] = min(rows, key=lambda one: _place(one[1], is_own=one[0] == person.id))[1]
    return found


def _place(mark: Mark, *, is_own: bool) -> tuple[bool, bool, datetime, bool]:
    return (mark.first_at is None, not mark.is_proven, _came_at(mark), not is_own)


def _came_at(mark: Mark) -> datetime:
    """Return when somebody came; whom a hand wrote down without a time came after everybody else."""
    return mark.first_at or NEVER


def _line(
    person: DayPerson, sessions: Sequence[DaySession], marks: dict[int, Mark], rule: DayRule
) -> DayLine:
    asked = [one for one in sessions if one.asks_for(person.id)]
    known = [marks[one.id] for one in asked if one.id in marks]
    here = [mark for mark in known if mark.is_here]
    came = bool(here) and (rule is DayRule.ANY or len(here) == len(asked))
    told = min(here, key=_came_at) if came else _heaviest(known)
    return DayLine(
        person=person,
        marks=marks,
        status=told.status if told else None,
        first_at=told.scanned_at if told and came else None,
        left_at=_gone_at(asked, marks) if came else None,
        note=told.note if told else "",
        represented_by=told.represented_by if told else "",
        here_in=len(here),
        asked_in=len(asked),
        set_by=told.set_by if told and told.by_hand else "",
    )


def _gone_at(asked: Iterable[DaySession], marks: Mapping[int, Mark]) -> datetime | None:
    """Return when somebody left who was here: the session to which they came last says it.

    Of what was written by hand nobody knows when they came: its session says it.
    """
    seen = [(one, marks[one.id]) for one in asked if one.id in marks and marks[one.id].is_here]
    _, last = max(seen, key=lambda one: one[1].scanned_at or one[0].starts_at)
    return last.gone_at


def _heaviest(known: Iterable[Mark]) -> Mark | None:
    away = [mark for mark in known if not mark.status.is_here]
    return min(away, key=lambda mark: WEIGHT.index(mark.status), default=None)


def totals_by_office(lines: Iterable[DayLine]) -> list[OfficeTotal]:
    """Count the lines office by office, in their order."""
    of_office: dict[int, list[DayLine]] = {}
    for line in lines:
        of_office.setdefault(line.person.office_id, []).append(line)
    return [
        OfficeTotal(
            office_id,
            ofs[0].person.office,
            ofs[0].person.office_short,
            len(ofs),
            totals(ofs),
        )
        for office_id, ofs in of_office.items()
    ]


def totals(lines: Iterable[DayLine]) -> dict[AttendanceStatus, int]:
    """Count the lines by status; those of whom nothing is known are not in it."""
    counted = [line.status for line in lines if line.status is not None]
    return {status: counted.count(status) for status in AttendanceStatus if status in counted}
