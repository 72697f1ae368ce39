"""Set by hand how somebody stands in a session: excused, on other duty, ill, represented, at the desk.

On a day that is closed the same verbs demand a reason and add a supplement.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.agenda.models import Session
from app.attendance.days import close_of_session
from app.attendance.marks import marks_of
from app.attendance.models import SupplementKind
from app.attendance.supplement import Change, add_supplement, catch_up
from app.audit.record import Doer, record
from app.checkin.models import HERE, Attendance, AttendanceStatus
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Refused
from app.participants.merge import ids_of
from app.participants.models import Participant

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
    values: dict[str, object] = {
        "status": status,
        "first_at": at if status in HERE else None,
        "set_by": by.reference,
        "note": note,
        "represented_by": represented_by if status is AttendanceStatus.REPRESENTED else "",
    }
    with supplemented([participant], session, reason=note, by=by):
        for person_id in {participant.id, *_who_has_a_row(participant, session)}:
            db.session.execute(_upsert(person_id, session, values))
    record(
        "attendance.set",
        by=by,
        on=participant.reference,
        event_id=session.event_id,
        session=session.id,
        status=status.value,
        note=note,
        represented_by=values["represented_by"],
        set_at=at.isoformat(),
    )
    return _kept(participant, session)


def clear_attendance(participant: Participant, *, session: Session, by: Doer, note: str = "") -> None:
    """Take back what was set by hand; an arrival by scan cannot be taken back this way.

    Raises SupplementReasonMissing on a closed day.
    """
    with supplemented([participant], session, reason=note.strip(), by=by):
        removed = db.session.execute(
            delete(Attendance)
            .where(
                Attendance.participant_id.in_(ids_of(participant)),
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
def supplemented(people: Sequence[Participant], session: Session, *, reason: str, by: Doer) -> Iterator[None]:
    """Let what is written inside be a supplement where the day of the session is closed.

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
    rows = {row for person in people for row in ids_of(person)}
    before = {place: mark for place, mark in marks_of([session.id]).items() if place[1] in rows}
    yield
    after = {place: mark for place, mark in marks_of([session.id]).items() if place[1] in rows}
    now = event_now(db.session.get_one(Event, session.event_id))
    for place in sorted(before.keys() | after.keys()):
        if before.get(place) != after.get(place):
            change = Change(
                kind=SupplementKind.BY_HAND,
                place=place,
                before=before.get(place),
                after=after.get(place),
                reason=reason,
                at=now,
                by=by.reference,
                by_name=by.name,
            )
            add_supplement(close, change)


def refuse_without_reason(status: AttendanceStatus, *, note: str, represented_by: str) -> None:
    """Raise NoteMissing when the reason, or the name of who came instead, is not given."""
    if status is AttendanceStatus.REPRESENTED and not represented_by:
        raise NoteMissing(N_("Write who came instead."))
    if status not in {*HERE, AttendanceStatus.REPRESENTED} and not note:
        raise NoteMissing(N_("Write the reason. It stands in the attendance list."))


def _who_has_a_row(participant: Participant, session: Session) -> Sequence[int]:
    """Return the ids under which this person stands in the session: several after a merge."""
    question = select(Attendance.participant_id).where(Attendance.session_id == session.id)
    return db.session.scalars(question.where(Attendance.participant_id.in_(ids_of(participant)))).all()


def _upsert(person_id: int, session: Session, values: dict[str, object]) -> Any:
    table = cast("Table", Attendance.__table__)
    insert: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(
        event_id=session.event_id, session_id=session.id, participant_id=person_id, **values
    )
    changed = {name: statement.excluded[name] for name in values}
    if values["first_at"] is None:  # who is not here did not come in by any scan, nor go out
        changed |= dict.fromkeys(("scan_id", "left_at", "returned_at"))
    else:
        changed["first_at"] = db.func.coalesce(table.c.first_at, statement.excluded.first_at)
    return statement.on_conflict_do_update(index_elements=["session_id", "participant_id"], set_=changed)


def _kept(participant: Participant, session: Session) -> Attendance:
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.participant_id == participant.id, Attendance.session_id == session.id)
        .execution_options(populate_existing=True)
    ).one()
