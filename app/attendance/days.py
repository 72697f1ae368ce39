"""The attendance of days: open ones as the rules say it now, closed ones as sealed and supplemented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.agenda.models import Session
from app.agenda.queries import sessions_of
from app.attendance.content import DayContent, read_content
from app.attendance.day import DayLine, DayPerson, DaySession, OfficeTotal, totals_by_office
from app.attendance.differences import Difference, after_supplements, differences
from app.attendance.marks import Mark, Place, marks_of
from app.attendance.models import ClosedSession, DayClose, Supplement
from app.checkin.rules import DayRule, Once, Rulebook, admitted, checked_in_sessions, rulebook
from app.checkin.sealed import tells_when_sealed
from app.db import db
from app.events.models import Day, Event
from app.events.queries import days_of
from app.lib.refusals import N_, NotThere
from app.participants.models import MergedInto
from app.participants.paper_lines import PaperLine, paper_lines
from app.participants.same_person import merged_rows


class DayNotThere(NotThere):
    """The event has no such day."""


@dataclass(frozen=True, slots=True)
class DayAttendance:
    """How everybody stands on a day, in protocol order.

    Of a closed day `lines` are what was sealed and what was added since; `close` is the seal. `waiting` are
    changes that scans brought after the closing and that are not added as supplements yet: they count.
    """

    day: Day
    rule: DayRule
    sessions: tuple[DaySession, ...]
    lines: tuple[DayLine, ...]
    close: DayClose | None = None
    supplements: Sequence[Supplement] = ()
    waiting: Sequence[Difference] = field(default=())

    @property
    def offices(self) -> list[OfficeTotal]:
        """The totals of each office, in protocol order."""
        return totals_by_office(self.lines)

    @property
    def here(self) -> int:
        """How many came."""
        return sum(line.is_here for line in self.lines)

    @property
    def unknown(self) -> list[DayLine]:
        """Those of whom nobody knows anything."""
        return [line for line in self.lines if line.status is None]


def day_attendance(event: Event, day: Day, people: Sequence[DayPerson] | None = None) -> DayAttendance:
    """Return the attendance of a day: the one source of lists, papers and totals by day.

    `people` are those expected, where the caller has read them already; a closed day has its own.
    """
    close = close_of(day)
    if close is None:
        return as_it_is_now(event, day, people=people)
    frozen = read_content(close.content)
    waiting = [one for one in differences(close, frozen) if one.cause]  # tampering is for `verify` to tell
    marks = after_supplements(frozen, close.supplements)
    for one in waiting:
        marks.pop(one.place, None)
        if one.after is not None:
            marks[one.place] = one.after
    content = replace(frozen, people=(*frozen.people, *_came_later(event, frozen, marks)), marks=marks)
    return DayAttendance(
        day, content.rule, content.sessions, content.lines(), close, close.supplements, waiting
    )


def as_it_is_now(
    event: Event, day: Day, rules: Rulebook | None = None, people: Sequence[DayPerson] | None = None
) -> DayAttendance:
    """Return the attendance of a day that is not closed, by the rules as they are or would be."""
    content = content_of(event, day, rules or rulebook(event), people)
    return DayAttendance(day, content.rule, content.sessions, content.lines())


def content_of(
    event: Event, day: Day, rules: Rulebook, people: Sequence[DayPerson] | None = None
) -> DayContent:
    """Collect what a day consists of at this moment."""
    sessions = tuple(_day_session(event, one, rules) for one in sessions_on(event, day, rules))
    if not any(one.counts for one in sessions):  # nothing is named on this day: everything counts
        sessions = tuple(replace(one, counts=True) for one in sessions)
    return DayContent(
        day_id=day.id,
        date=day.date.isoformat(),
        rule=DayRule.ANY if rules.event.day_rule is DayRule.ANY else DayRule.ALL,
        sessions=sessions,
        people=tuple(people_of(event) if people is None else people),
        marks=marks_of([one.id for one in sessions]),
    )


def sessions_on(event: Event, day: Day, rules: Rulebook) -> list[Session]:
    """List the sessions with attendance that belong to a day; none that was closed with another one."""
    elsewhere = set(db.session.scalars(select(ClosedSession.session_id)))
    listed = sessions_of(event)
    checked_in = {one.id for one in checked_in_sessions(listed, rules)}
    return [
        one
        for one in listed
        if one.id in checked_in and rules.day_of(one) == day.id and one.id not in elsewhere
    ]


def _day_session(event: Event, session: Session, rules: Rulebook) -> DaySession:
    return DaySession(
        id=session.id,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        counts=rules.counts(session) or rules.event.once is Once.DAY,
        only=admitted(event.id, rules.of(session)),
    )


def people_of(event: Event, *, ids: Sequence[int] | None = None) -> list[DayPerson]:
    """List everybody expected in protocol order, with the rows that count as each."""
    merged = merged_rows(event.id)
    return [_person(one, merged.get(one.id, [])) for one in paper_lines(event, ids=ids)]


def _person(one: PaperLine, merged: list[int]) -> DayPerson:
    return DayPerson(
        id=one.id,
        rows=(one.id, *merged),
        name=one.name,
        nip=one.nip,
        rank=one.rank,
        post=one.post,
        office_id=one.office_id,
        office=one.office,
        office_short=one.office_short,
    )


def _came_later(event: Event, frozen: DayContent, marks: Mapping[Place, Mark]) -> list[DayPerson]:
    """List those who were not expected at the closing and of whom a supplement tells."""
    known = {row for person in frozen.people for row in person.rows}
    new = sorted({row for _, row in marks} - known)
    if not new:
        return []
    owners = dict(
        db.session.execute(
            select(MergedInto.duplicate_id, MergedInto.participant_id).where(MergedInto.duplicate_id.in_(new))
        ).all()
    )
    return people_of(event, ids=sorted({owners.get(row, row) for row in new} - known))


def close_of(day: Day) -> DayClose | None:
    """Return the closing of a day with its supplements, if it is closed."""
    return db.session.scalars(
        select(DayClose)
        .where(DayClose.day_id == day.id)
        .options(selectinload(DayClose.supplements).joinedload(Supplement.participant))
        .options(selectinload(DayClose.supplements).joinedload(Supplement.session))
        .execution_options(populate_existing=True)
    ).one_or_none()


def close_of_session(session_id: int) -> DayClose | None:
    """Return the closing of the day that a session belongs to, if that is closed."""
    return db.session.scalars(
        select(DayClose)
        .join(ClosedSession, ClosedSession.close_id == DayClose.id)
        .where(ClosedSession.session_id == session_id)
        .options(joinedload(DayClose.day))
    ).one_or_none()


@tells_when_sealed
def closed_at(session_id: int) -> datetime | None:
    """Return when the day of a session was closed, if it is."""
    close = close_of_session(session_id)
    return close.closed_at if close else None


def closed_days(event: Event) -> dict[int, DayClose]:
    """Return the closings of an event by day."""
    closes = db.session.scalars(select(DayClose).where(DayClose.event_id == event.id))
    return {close.day_id: close for close in closes}


def day_with_id(event: Event, day_id: int) -> Day:
    """Return a day of this event, or raise DayNotThere."""
    day = next((one for one in days_of(event) if one.id == day_id), None)
    if day is None:
        raise DayNotThere(N_("This day does not belong to the event. Open the days again."))
    return day
