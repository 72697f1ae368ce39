"""Questions about minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app.access import Permission, can
from app.agenda.models import Session
from app.checkin.models import Attendance, AttendanceStatus
from app.db import db
from app.documents.models import Document
from app.events.models import Event, Room
from app.lib.refusals import N_, NotThere, Refused
from app.minutes.models import Covered, Entry, EntryUnit, Minutes, Publication
from app.offices.models import Office
from app.participants.models import MergedInto, Participant, Withdrawal

# Who counts as being in the room: a substitute sits in the seat of whom they represent.
HERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.REPRESENTED)


class MinutesNotThere(NotThere):
    """Minutes that do not exist, or not in this event."""


class NotPublished(Refused):
    """Minutes that are still a draft have no official paper."""


@dataclass(frozen=True)
class OfficeAttendance:
    """How many of an office's people were in at least one of the sessions."""

    office: str
    present: int
    invited: int


def minutes_of(event: Event, *, actor: Any = None) -> list[Minutes]:
    """List the minutes of an event in the order of their sessions; drafts for those who may review them.

    Without an actor everything is listed.
    """
    listed = db.session.execute(
        select(Minutes)
        .where(Minutes.event_id == event.id)
        .options(
            selectinload(Minutes.covered).joinedload(Covered.session).joinedload(Session.day),
            joinedload(Minutes.publication)
            .joinedload(Publication.document)
            .selectinload(Document.revocation),
        )
    ).scalars()
    seen = [minutes for minutes in listed if _is_shown_to(actor, minutes)]
    return sorted(seen, key=lambda minutes: (minutes.begins_at, minutes.id))


def _is_shown_to(actor: Any, minutes: Minutes) -> bool:
    if actor is None or minutes.is_published:
        return True
    return can(actor, Permission.MINUTES_REVIEW, event_id=minutes.event_id)


def minutes_seen_by(actor: Any, event: Event, minutes_id: int) -> Minutes:
    """Return minutes of this event that the actor may read; a draft is not there for those who may not."""
    minutes = minutes_with_id(minutes_id, event=event)
    if not _is_shown_to(actor, minutes):
        raise MinutesNotThere(N_("There are no such minutes in this event."))
    return minutes


def minutes_with_id(minutes_id: int, *, event: Event | None = None) -> Minutes:
    """Return minutes with everything their page and paper show; of this event when one is given."""
    query = (
        select(Minutes)
        .where(Minutes.id == minutes_id)
        .options(
            selectinload(Minutes.covered).joinedload(Covered.session).options(*_session_parts()),
            selectinload(Minutes.entries).selectinload(Entry.units).joinedload(EntryUnit.office),
            joinedload(Minutes.publication)
            .joinedload(Publication.document)
            .selectinload(Document.revocation),
        )
        .execution_options(populate_existing=True)
    )
    if event is not None:
        query = query.where(Minutes.event_id == event.id)
    minutes = db.session.execute(query).unique().scalar_one_or_none()
    if minutes is None:
        raise MinutesNotThere(N_("There are no such minutes in this event."))
    return minutes


def _session_parts() -> tuple[_AbstractLoad, ...]:
    return (
        joinedload(Session.day),
        joinedload(Session.room).joinedload(Room.venue),
        selectinload(Session.presenters),
    )


def published(minutes: Minutes) -> Publication:
    """Return the publication of minutes, or say that they are still a draft."""
    if minutes.publication is None:
        raise NotPublished(N_("These minutes are still a draft. Publish them first."))
    return minutes.publication


def entry_of(minutes: Minutes, entry_id: int) -> Entry:
    """Return an entry of these minutes."""
    entry = next((one for one in minutes.entries if one.id == entry_id), None)
    if entry is None:
        raise MinutesNotThere(N_("There is no such entry in these minutes."))
    return entry


def sessions_without_minutes(event: Event) -> list[Session]:
    """List the sessions of an event that no minutes cover yet, in order."""
    covered = select(Covered.session_id)
    query = (
        select(Session)
        .where(Session.event_id == event.id, Session.id.not_in(covered))
        .options(joinedload(Session.day), joinedload(Session.room))
        .order_by(Session.starts_at, Session.id)
    )
    return [session for session in db.session.execute(query).scalars() if session.takes_attendance]


def attendance_by_office(event_id: int, session_ids: Sequence[int]) -> list[OfficeAttendance]:
    """Count, for each office in protocol order, who was in at least one of these sessions."""
    was_here = (
        select(func.coalesce(MergedInto.participant_id, Attendance.participant_id).label("participant_id"))
        .select_from(Attendance)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Attendance.participant_id)
        .where(Attendance.session_id.in_(session_ids), Attendance.status.in_(HERE))
        .distinct()
        .subquery()
    )
    rows = db.session.execute(
        select(
            Office.short_name,
            func.count(distinct(was_here.c.participant_id)),
            func.count(distinct(Participant.id)),
        )
        .select_from(Participant)
        .join(Office, Office.id == Participant.office_id)
        .outerjoin(was_here, was_here.c.participant_id == Participant.id)
        .where(
            Participant.event_id == event_id,
            Participant.id.not_in(select(Withdrawal.participant_id)),
            Participant.id.not_in(select(MergedInto.duplicate_id)),
        )
        .group_by(Office.id, Office.short_name, Office.protocol_order)
        .order_by(Office.protocol_order, Office.short_name)
    )
    return [OfficeAttendance(*row) for row in rows]
