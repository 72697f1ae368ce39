"""Set by hand how somebody stands in a session: excused, on other duty, ill, represented, at the desk.

On a day that is closed the same verbs demand a reason and add a supplement.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.agenda.models import Session
from app.attendance.days import close_of_session
from app.attendance.marks import Mark, Place, marks_of
from app.attendance.models import SupplementKind
from app.attendance.supplement import Change, add_supplements, catch_up
from app.audit.record import Deed, Doer, record, record_all
from app.checkin.models import HERE, Attendance, AttendanceStatus
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Refused
from app.participants.models import Participant
from app.participants.same_person import ids_of, ids_of_each

LONGEST_NOTE = 300


class NoteMissing(Refused):
    """An attendance set by hand needs its reason; somebody represented needs the name of who came."""


class SupplementReasonMissing(Refused):
    """The day is closed: a change is a supplement, and says why."""

    def __init__(self) -> None:
        super().__init__(
            N_("This day is closed. Write why it is changed now: the reason stands in the supplement.")
        )


def set_attendance(
    participant: Participant,
    *,
    session: Session,
    status: AttendanceStatus,
    by: Doer,
    at: datetime,
    note: str = "",
    represented_by: str = "",
) -> Attendance:
    """Write how somebody stands, whatever stood there before. `at` is the event's present moment.

    Who is set present keeps the time of an earlier scan. What stands there for a row that was merged into
    this person is written too, since of two rows the arrival counts.
    Raises NoteMissing, and SupplementReasonMissing on a closed day.
    """
    note, represented_by = note.strip()[:LONGEST_NOTE], represented_by.strip()[:LONGEST_NOTE]
    refuse_without_reason(status, note=note, represented_by=represented_by)
    said = Said(status, at, note, represented_by if status is AttendanceStatus.REPRESENTED else "", by)
    write_what_is_said([participant], session, said)
    return _kept(participant, session)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of people: how they stand, at which moment, and why."""

    status: AttendanceStatus
    at: datetime
    note: str
    represented_by: str
    by: Doer

    def values(self) -> dict[str, object]:
        """Return it as the columns of an attendance."""
        return {
            "status": self.status,
            "first_at": self.at if self.status in HERE else None,
            "set_by": self.by.reference,
            "note": self.note,
            "represented_by": self.represented_by,
        }


def write_what_is_said(people: Sequence[Participant], session: Session, said: Said) -> None:
    """Write the same of all these people, in as few statements as of one; on a closed day as supplements.

    Raises SupplementReasonMissing.
    """
    rows = {row for ids in ids_of_each(people, event_id=session.event_id).values() for row in ids}
    with supplemented(rows, session, reason=said.note, by=said.by):
        own = {one.id for one in people}
        places = own | _who_has_a_row(rows - own, session)
        _upsert(sorted(places), session, said.values())
    told: dict[str, object] = {
        "session": session.id,
        "status": said.status.value,
        "note": said.note,
        "represented_by": said.represented_by,
        "set_at": said.at.isoformat(),
    }
    record_all(Deed("attendance.set", said.by, one.reference, session.event_id, told) for one in people)


def clear_attendance(participant: Participant, *, session: Session, by: Doer, note: str = "") -> None:
    """Take back what was set by hand; an arrival by scan cannot be taken back this way.

    Raises SupplementReasonMissing on a closed day.
    """
    rows = ids_of(participant)
    with supplemented(rows, session, reason=note.strip(), by=by):
        removed = db.session.execute(
            delete(Attendance)
            .where(
                Attendance.participant_id.in_(rows),
                Attendance.session_id == session.id,
                Attendance.scan_id.is_(None),
            )
            .returning(Attendance.id)
        ).all()
    if removed:
        record(
            "attendance.clear",
            by=by,
            on=participant.reference,
            event_id=session.event_id,
            session=session.id,
        )


@contextmanager
def supplemented(rows: Collection[int], session: Session, *, reason: str, by: Doer) -> Iterator[None]:
    """Let what is written inside of these rows be a supplement where the day of the session is closed.

    Holds `one_at_a_time`, so that nobody closes the day meanwhile. Raises SupplementReasonMissing.
    """
    one_at_a_time(session.event_id)
    close = close_of_session(session.id)
    if close is None:
        yield
        return
    if not reason:
        raise SupplementReasonMissing
    catch_up(close)
    before = _marks(session, rows)
    yield
    after = _marks(session, rows)
    now = event_now(db.session.get_one(Event, session.event_id))
    changes = (
        Change(
            kind=SupplementKind.BY_HAND,
            place=place,
            before=before.get(place),
            after=after.get(place),
            reason=reason,
            at=now,
            by=by.reference,
            by_name=by.name,
        )
        for place in sorted(before.keys() | after.keys())
        if before.get(place) != after.get(place)
    )
    add_supplements(close, changes)


def _marks(session: Session, rows: Collection[int]) -> dict[Place, Mark]:
    return {place: mark for place, mark in marks_of([session.id]).items() if place[1] in rows}


def refuse_without_reason(status: AttendanceStatus, *, note: str, represented_by: str) -> None:
    """Raise NoteMissing when the reason, or the name of who came instead, is not given."""
    if status is AttendanceStatus.REPRESENTED and not represented_by:
        raise NoteMissing(N_("Write who came instead."))
    if status not in {*HERE, AttendanceStatus.REPRESENTED} and not note:
        raise NoteMissing(N_("Write the reason. It stands in the attendance list."))


def _who_has_a_row(rows: Collection[int], session: Session) -> set[int]:
    """Return those of these rows that stand in the session."""
    if not rows:
        return set()
    question = select(Attendance.participant_id).where(Attendance.session_id == session.id)
    return set(db.session.scalars(question.where(Attendance.participant_id.in_(rows))))


def _upsert(rows: Sequence[int], session: Session, values: dict[str, object]) -> None:
    table = cast("Table", Attendance.__table__)
    insert: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in values}
    if values["first_at"] is None:  # who is not here did not come in by any scan, nor go out
        changed |= dict.fromkeys(("scan_id", "left_at", "returned_at"))
    else:
        changed["first_at"] = db.func.coalesce(table.c.first_at, statement.excluded.first_at)
    whose = {"event_id": session.event_id, "session_id": session.id}
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["session_id", "participant_id"], set_=changed),
        [{**whose, "participant_id": row, **values} for row in rows],
    )


def _kept(participant: Participant, session: Session) -> Attendance:
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.participant_id == participant.id, Attendance.session_id == session.id)
        .execution_options(populate_existing=True)
    ).one()
