"""Who has arrived already, for devices that tell a second scan from a first one by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from app.checkin.models import Attendance, Scan
from app.checkin.undone import UndoneScan
from app.db import db
from app.participants.models import MergedInto

# Whoever was written while an answer was being made is told again with the next one.
OVERLAP = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody who is counted in a session; `first_at` is when they came, ISO 8601 with its zone."""

    session: int
    person: int
    first_at: str


@dataclass(frozen=True, slots=True)
class Undone:
    """Somebody who was counted in a session and is not any more."""

    session: int
    person: int


def arrivals_in(session_ids: Sequence[int], *, since: datetime | None) -> list[Arrived]:
    """List who arrived in these sessions, of all times or since a moment of the event's clock.

    What a merged row says is told of the person it counts for.
    """
    person = func.coalesce(MergedInto.participant_id, Attendance.participant_id)
    first_at = func.min(Attendance.first_at, type_=Attendance.first_at.type)
    question = (
        select(Attendance.session_id, person.label("person"), first_at.label("first_at"))
        .outerjoin(MergedInto, MergedInto.duplicate_id == Attendance.participant_id)
        .where(Attendance.session_id.in_(session_ids), Attendance.first_at.is_not(None))
        .group_by(Attendance.session_id, person)
        .order_by(Attendance.session_id, person)
    )
    if since is not None:
        question = question.outerjoin(Scan, Scan.id == Attendance.scan_id).where(_written_after(since))
    return [
        Arrived(row.session_id, row.person, row.first_at.isoformat()) for row in db.session.execute(question)
    ]


def undone_in(session_ids: Sequence[int], *, since: datetime | None) -> list[Undone]:
    """List who was taken out of these sessions again since a moment; with none, nobody needs to hear."""
    if since is None:
        return []
    here = select(Attendance.id).where(
        Attendance.session_id == Scan.session_id,
        Attendance.participant_id == Scan.participant_id,
        Attendance.first_at.is_not(None),
    )
    rows = db.session.execute(
        select(Scan.session_id, Scan.participant_id)
        .join(UndoneScan, UndoneScan.scan_id == Scan.id)
        .where(Scan.session_id.in_(session_ids), UndoneScan.received_at >= since - OVERLAP, ~here.exists())
        .distinct()
        .order_by(Scan.session_id, Scan.participant_id)
    )
    return [Undone(row.session_id, row.participant_id) for row in rows]


def _written_after(since: datetime) -> ColumnElement[bool]:
    by_hand = Attendance.scan_id.is_(None) & (Attendance.first_at >= since - OVERLAP)
    return or_(Scan.received_at >= since - OVERLAP, by_hand)
