"""Close a day of attendance: what stands is sealed, and from then on only supplemented. Nothing reopens it.

Order of locks: the event (`one_at_a_time`), then the rows. Whoever sets attendance by hand takes the same
lock first, so nothing is set between the look and the seal. A gate takes no lock: what it commits before
the look is sealed, what it commits later is a supplement (`catch_up`). Of two who close at once the unique
day decides.
"""

from datetime import datetime

from sqlalchemy import select

from app.attendance.content import DayContent, write_content
from app.attendance.day import totals
from app.attendance.days import content_of
from app.attendance.marks import sha256_of
from app.attendance.models import ClosedSession, DayClose
from app.attendance.set_many import mark_all
from app.audit.record import Doer, record
from app.checkin.hours import hours_of_event
from app.checkin.models import AttendanceStatus
from app.checkin.rules import rulebook
from app.db import db, insert_all_once, insert_once
from app.events.clock import event_now
from app.events.models import Day, Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, Refused


class DayClosedAlready(Conflict):
    """Somebody closed the day before."""

    def __init__(self) -> None:
        super().__init__(
            N_("This day is closed already. What changes now is added to it as a supplement, with a reason.")
        )


class DayNotOver(Refused):
    """A session of the day still lets people in, or has not begun."""

    def __init__(self, *, title: str, ends_at: datetime) -> None:
        super().__init__(
            N_("“%(title)s” lets people in until %(time)s. Close the day when its last session is over."),
            title=title,
            time=ends_at,
        )


class NothingToClose(Refused):
    """A day without any session that takes attendance."""

    def __init__(self) -> None:
        super().__init__(N_("Nobody is checked in on this day, so there is nothing to close."))


def close_day(event: Event, day: Day, *, by: Doer) -> DayClose:
    """Seal what stands on a day.

    Raises DayClosedAlready, DayNotOver and NothingToClose.
    """
    one_at_a_time(event.id)
    now = event_now(event)  # before the look: what arrives during it is news, and sealed if it was seen
    content = content_of(event, day, rulebook(event))
    text = write_content(content, event=event.slug, closed_at=now, closed_by=by.name)
    if not content.sessions:
        raise _closed_already(day) or NothingToClose()
    refuse_before_the_end(event, content, now)
    close_id = insert_once(
        DayClose,
        event_id=event.id,
        day_id=day.id,
        closed_at=now,
        closed_by=by.reference,
        closed_by_name=by.name,
        content=text,
        sha256=sha256_of(text),
    )
    if close_id is None:
        raise DayClosedAlready
    insert_all_once(ClosedSession, ({"close_id": close_id, "session_id": one.id} for one in content.sessions))
    close = db.session.get_one(DayClose, close_id)
    _note(close, content, by)
    return close


def mark_missing_absent(event: Event, day: Day, *, by: Doer, note: str) -> int:
    """Set everybody of whom nothing is known on a day absent without notice; return how many people.

    Whoever arrives at the same moment stays present.
    """
    one_at_a_time(event.id)
    content = content_of(event, day, rulebook(event))
    missing = [line for line in content.lines() if line.status is None]
    places = [
        (session.id, line.person.id)
        for line in missing
        for session in content.sessions
        if session.asks_for(line.person.id) and session.id not in line.marks
    ]
    mark_all(event, places, status=AttendanceStatus.ABSENT, by=by, note=note)
    return len(missing)


def refuse_before_the_end(event: Event, content: DayContent, now: datetime) -> None:
    """Raise DayNotOver while a session of the day lets people in, or will."""
    hours = hours_of_event(event)
    last = max((hours[one.id] for one in content.sessions), key=lambda one: one.ends_at)
    if now < last.ends_at:
        raise DayNotOver(title=last.title, ends_at=last.ends_at)


def _closed_already(day: Day) -> DayClosedAlready | None:
    there = db.session.scalar(select(DayClose.id).where(DayClose.day_id == day.id))
    return DayClosedAlready() if there else None


def _note(close: DayClose, content: DayContent, by: Doer) -> None:
    record(
        "attendance.close_day",
        by=by,
        on=close.reference,
        event_id=close.event_id,
        day=content.date,
        sha256=close.sha256,
        totals={status.value: number for status, number in totals(content.lines()).items()},
    )
