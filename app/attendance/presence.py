"""Who came on a day, in four numbers: for the home page and the report of the chair."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from app.attendance.content import DayContent
from app.attendance.day import DayPerson
from app.attendance.days import DayAttendance, close_of, content_of, day_attendance
from app.checkin.rules import rulebook
from app.db import db
from app.events.models import Day, Event
from app.events.queries import days_of
from app.participants.models import Participant
from app.participants.queries import MOST_IDS
from app.participants.same_person import merged_rows
from app.participants.wanted import ON_THE_LIST


@dataclass(frozen=True, slots=True)
class DayPresence:
    """How many of those expected came on a day, and how many offices lack nobody without a word."""

    expected: int
    here: int
    offices: int
    complete: int


def presence_on(event: Event, date: date) -> DayPresence | None:
    """Count a day as its rule says, or as it was sealed; None when nobody is checked in on it."""
    day = next((one for one in days_of(event) if one.date == date), None)
    if day is None:
        return None
    if close_of(day) is not None:
        return _as_sealed(day_attendance(event, day))
    return _as_it_is_now(event, day)


def _as_sealed(stands: DayAttendance) -> DayPresence | None:
    if not stands.sessions:
        return None
    offices = stands.offices
    return DayPresence(
        expected=len(stands.lines),
        here=stands.here,
        offices=len(offices),
        complete=sum(not one.unknown for one in offices),
    )


def _as_it_is_now(event: Event, day: Day) -> DayPresence | None:
    """Look at those alone of whom something is known; the database counts the others, office by office."""
    marked = content_of(event, day, rulebook(event), people=())
    if not marked.sessions:
        return None
    lines = [line for line in _with_those_marked(event, marked).lines() if line.status is not None]
    known = Counter(line.person.office_id for line in lines)
    expected = _expected_by_office(event)
    return DayPresence(
        expected=sum(expected.values()),
        here=sum(line.is_here for line in lines),
        offices=len(expected),
        complete=sum(known[office] == number for office, number in expected.items()),
    )


def _with_those_marked(event: Event, content: DayContent) -> DayContent:
    """Put those expected of whom a mark tells into a day. They are counted, so nobody needs a name."""
    merged = merged_rows(event.id)
    owners = {row: owner for owner, rows in merged.items() for row in rows}
    marked = {owners.get(row, row) for _, row in content.marks}
    people = tuple(
        DayPerson(
            id=one,
            rows=(one, *merged.get(one, ())),
            office_id=office,
            name="",
            nip="",
            rank="",
            post="",
            office="",
            office_short="",
        )
        for one, office in _expected_among(event, marked)
    )
    return replace(content, people=people)


def _expected_among(event: Event, ids: Collection[int]) -> list[tuple[int, int]]:
    """List those of these who are expected, each with the office. Very many are picked out here."""
    asked = select(Participant.id, Participant.office_id).where(
        Participant.event_id == event.id, Participant.state.in_(ON_THE_LIST)
    )
    few = len(ids) <= MOST_IDS
    rows = db.session.execute(asked.where(Participant.id.in_(ids)) if few else asked)
    return [(one, office) for one, office in rows if one in ids]


def _expected_by_office(event: Event) -> dict[int, int]:
    asked = select(Participant.office_id, func.count()).where(
        Participant.event_id == event.id, Participant.state.in_(ON_THE_LIST)
    )
    return dict(db.session.execute(asked.group_by(Participant.office_id)).all())
