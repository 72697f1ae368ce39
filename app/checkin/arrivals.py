"""Who has arrived, and gone again, for devices that tell a second scan from a first one by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, func, or_, select, tuple_, union

from app.checkin.models import Attendance, Direction, Scan, ScanStatus
from app.checkin.set_before import set_away_since
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


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who is counted in a session, and went out of it (`gone`) or is in it again."""

    session: int
    person: int
    gone: bool


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


def undone_in(
    session_ids: Sequence[int], *, since: datetime | None, lead: timedelta = timedelta()
) -> list[Undone]:
    """List who was taken out of these sessions again since a moment, by an undoing or by hand.

    With no moment nobody needs to hear. `lead` is how far the event's clock is ahead of the real one. What is
    said of a merged row is told of the person it counts for.
    """
    if since is None:
        return []
    undone = db.session.execute(
        select(Scan.session_id, Scan.participant_id)
        .join(UndoneScan, UndoneScan.scan_id == Scan.id)
        .where(Scan.session_id.in_(session_ids), UndoneScan.received_at >= since - OVERLAP)
    )
    taken = {(session_id, row) for session_id, row in undone if row is not None}
    taken |= set_away_since(since - OVERLAP - lead, session_ids=session_ids)
    if not taken:
        return []
    counts_as = _counts_as({row for _, row in taken})
    people = {(session_id, counts_as.get(row, row)) for session_id, row in taken}
    return [Undone(*place) for place in sorted(people - _here(people))]


def _counts_as(rows: set[int]) -> dict[int, int]:
    asked = select(MergedInto.duplicate_id, MergedInto.participant_id)
    return dict(db.session.execute(asked.where(MergedInto.duplicate_id.in_(rows))).all())


def _here(people: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those of these people, by session, who are counted there, under whatever row."""
    person = func.coalesce(MergedInto.participant_id, Attendance.participant_id)
    here = db.session.execute(
        select(Attendance.session_id, person)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Attendance.participant_id)
        .where(Attendance.session_id.in_({session_id for session_id, _ in people}))
        .where(Attendance.first_at.is_not(None), person.in_({who for _, who in people}))
    )
    return {(session_id, who) for session_id, who in here}


def movements_in(session_ids: Sequence[int], *, since: datetime | None) -> list[Moved]:
    """List who has gone from these sessions; since a moment, who went, came back, or did not after all.

    What a merged row says is told of the person it counts for.
    """
    if not session_ids:
        return []
    person = func.coalesce(MergedInto.participant_id, Attendance.participant_id)
    left_at, returned_at = (
        func.max(column, type_=column.type) for column in (Attendance.left_at, Attendance.returned_at)
    )
    question = (
        select(Attendance.session_id, person.label("person"), left_at, returned_at)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Attendance.participant_id)
        .where(Attendance.session_id.in_(session_ids), Attendance.first_at.is_not(None))
        .group_by(Attendance.session_id, person)
        .order_by(Attendance.session_id, person)
    )
    if since is None:
        question = question.having(left_at.is_not(None))
    else:
        question = question.where(tuple_(Attendance.session_id, person).in_(_moved(session_ids, since)))
    return [
        Moved(session_id, who, left is not None and (back is None or back < left))
        for session_id, who, left, back in db.session.execute(question)
    ]


def _moved(session_ids: Sequence[int], since: datetime) -> CompoundSelect[Any]:
    """Ask for the people, by session, of whom a scan or an undoing came in that may tell of going."""
    merged = (
        select(MergedInto.duplicate_id)
        .where(MergedInto.participant_id == Scan.participant_id)
        .correlate(Scan)
    )
    has_gone = select(Attendance.id).where(
        Attendance.session_id == Scan.session_id,
        or_(Attendance.participant_id == Scan.participant_id, Attendance.participant_id.in_(merged)),
        Attendance.left_at.is_not(None),
    )
    who = select(Scan.session_id, Scan.participant_id).where(
        Scan.session_id.in_(session_ids),
        Scan.status != ScanStatus.REFUSED,
        (Scan.direction == Direction.OUT) | has_gone.exists(),
    )
    return union(
        who.where(Scan.received_at >= since - OVERLAP),
        who.join(UndoneScan, UndoneScan.scan_id == Scan.id).where(UndoneScan.received_at >= since - OVERLAP),
    )


def _written_after(since: datetime) -> ColumnElement[bool]:
    by_hand = Attendance.scan_id.is_(None) & (Attendance.first_at >= since - OVERLAP)
    return or_(Scan.received_at >= since - OVERLAP, by_hand)
