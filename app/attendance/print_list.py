"""Print the attendance list (daftar hadir) of a day or a session: as it stands, sealed, or blank to sign."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from app.agenda.models import Session
from app.agenda.queries import session_of
from app.attendance.days import day_with_id
from app.attendance.list_document import list_document, verification_of
from app.attendance.list_lines import Listed, listed_in, listed_on
from app.attendance.list_paper import day_list, session_list
from app.attendance.models import DayClose
from app.attendance.supplement import catch_up
from app.audit.record import Doer, record
from app.db import db
from app.documents.issue import keep_printed
from app.documents.models import Document
from app.documents.queries import printed_bytes
from app.events.clock import event_now
from app.events.models import Day, Event
from app.events.one_at_a_time import one_at_a_time
from app.jobs.background import Outcome, Work, background
from app.jobs.models import Job, JobState
from app.lib.refusals import N_, Refused
from app.services import services
from app.services.paper.sheets import AttendanceList

KIND = "attendance.print_list"
STEPS = 2


class NothingToList(Refused):
    """A day without any session that takes attendance."""

    def __init__(self) -> None:
        super().__init__(N_("Nobody is checked in on this day, so there is no list. Choose another day."))


@dataclass(frozen=True, slots=True)
class Wish:
    """Which list is wanted: of a day or of one session; `blank` has lines to sign only.

    `numbers` prints NIPs whole: for those who need them.
    """

    day_id: int | None = None
    session_id: int | None = None
    blank: bool = False
    numbers: bool = False

    @property
    def key(self) -> str:
        """The beginning of the keys of all printings of this list."""
        of = f"day:{self.day_id}" if self.day_id else f"session:{self.session_id}"
        form = ("blank" if self.blank else "filled", "whole" if self.numbers else "masked")
        return f"{KIND}:{of}:{':'.join(form)}:"


def ask_for_list(event: Event, wish: Wish, *, by: Doer) -> Job:
    """Ask for the list of this moment; asking twice within a minute gives the same one.

    Raises NothingToList.
    """
    if wish.day_id and listed_on(event, day_with_id(event, wish.day_id)) is None:
        raise NothingToList
    minute = event_now(event).strftime("%Y%m%d%H%M")
    job = print_attendance_list.later(
        key=f"{wish.key}{minute}",
        by=by,
        event_id=event.id,
        day_id=wish.day_id,
        session_id=wish.session_id,
        blank=wish.blank,
        numbers=wish.numbers,
    )
    subject = f"day:{wish.day_id}" if wish.day_id else f"session:{wish.session_id}"
    told = {"blank": wish.blank, "numbers": wish.numbers}
    record("attendance.print_list", by=by, on=subject, event_id=event.id, **told)
    return job


@background(KIND, words=N_("Printing an attendance list"))
def print_attendance_list(
    work: Work,
    *,
    session_id: int | None = None,
    day_id: int | None = None,
    blank: bool = False,
    numbers: bool = True,
) -> Outcome:
    """Print the list and keep the file; the outcome names it. A closed day's is a numbered paper."""
    wish = Wish(day_id=day_id, session_id=session_id, blank=blank, numbers=numbers)
    with work.transaction():
        event, paper, document = _filled(wish, by=work.by)
        address, number = _address(event, wish), document.id if document else None
        work.progress(1, STEPS)
    content = printed_bytes(document) if document and document.is_printed else _printed(paper)
    with work.transaction():
        if number is not None:
            keep_printed(db.session.get_one(Document, number), content, at=services().clock.now())
        key = services().storage.keep(content)
        work.progress(STEPS, STEPS)
    return {"storage_key": key, "address": address}


def newest_list(wish: Wish) -> bytes | None:
    """Return this list as it was printed last, or None when it was not printed yet."""
    outcome = _newest_outcome(wish)
    return services().storage.read(outcome["storage_key"]) if outcome else None


def printed_already(wishes: Sequence[Wish]) -> list[Wish]:
    """Return those of these lists that were printed before."""
    return [wish for wish in wishes if _newest_outcome(wish)]


def attendance_list(
    event: Event, session: Session, *, numbers: bool = True, blank: bool = False
) -> AttendanceList:
    """Fill the paper of a session as it stands at this moment of the event."""
    listed = listed_in(event, session)
    return session_list(event, session, listed, at=event_now(event), numbers=numbers, blank=blank)


def attendance_list_of_day(
    event: Event, day: Day, *, numbers: bool = True, blank: bool = False
) -> tuple[AttendanceList, Listed]:
    """Fill the paper of a day as it stands at this moment of the event. Raises NothingToList."""
    listed = listed_on(event, day)
    if listed is None:
        raise NothingToList
    return day_list(event, listed, at=event_now(event), numbers=numbers, blank=blank), listed


def _filled(wish: Wish, *, by: Doer) -> tuple[Event, AttendanceList, Document | None]:
    if wish.session_id:
        session = db.session.get_one(Session, wish.session_id)
        event = db.session.get_one(Event, session.event_id)
        whole = session_of(event, wish.session_id)
        return event, attendance_list(event, whole, numbers=wish.numbers, blank=wish.blank), None
    day = db.session.get_one(Day, wish.day_id)
    event = db.session.get_one(Event, day.event_id)
    close = db.session.scalars(select(DayClose).where(DayClose.day_id == day.id)).one_or_none()
    if close is not None:
        one_at_a_time(event.id)
        catch_up(close)
    paper, listed = attendance_list_of_day(event, day, numbers=wish.numbers, blank=wish.blank)
    if close is None or wish.blank or not wish.numbers:
        return event, paper, None
    document = list_document(event, listed, close, by=by)
    seal = verification_of(document)
    return event, replace(paper, reference=f"Kode {document.number}", verification=seal), document


def _printed(paper: AttendanceList) -> bytes:
    return services().press.print_attendance_list(paper)


def _address(event: Event, wish: Wish) -> str:
    of = f"attendance/days/{wish.day_id}" if wish.day_id else f"sessions/{wish.session_id}/attendance"
    return f"/events/{event.slug}/{of}{'/blank' if wish.blank else ''}.pdf"


def _newest_outcome(wish: Wish) -> dict[str, Any] | None:
    return db.session.scalar(
        select(Job.outcome)
        .where(Job.kind == KIND, Job.key.startswith(wish.key), Job.state == JobState.DONE)
        .order_by(Job.id.desc())
        .limit(1)
    )
