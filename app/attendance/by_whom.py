"""Who wrote an attendance by hand, and when: for whoever asks later why somebody counts as here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from app.audit.models import AuditEntry
from app.checkin.models import Attendance, Scan
from app.checkin.set_before import SET, SET_MANY, written_over_own_scans
from app.db import db


@dataclass(frozen=True, slots=True)
class SetBy:
    """Who set it, by the name they had then, and when by the event's clock."""

    name: str
    at: datetime


def by_whom(standing: Iterable[Attendance]) -> dict[int, SetBy]:
    """Return, by the id of an attendance, who set it by hand; what a scan alone brought is not in it.

    A few statements for a page of people.
    """
    by_hand = _by_hand(list(standing))
    if not by_hand:
        return {}
    told: dict[tuple[int, int, str], SetBy] = {}
    for entry in _entries(by_hand):
        details = entry.details
        at = datetime.fromisoformat(details["set_at"]) if "set_at" in details else entry.at
        people = details.get("people") or [int(str(entry.subject).partition(":")[2])]
        for session_id in details.get("sessions") or [details["session"]]:
            told |= {(session_id, one, entry.actor): SetBy(entry.actor_name, at) for one in people}
    places = {one.id: (one.session_id, one.participant_id, one.set_by) for one in by_hand}
    return {id_: told[place] for id_, place in places.items() if place in told}


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Return the names of those who set attendance by hand, as the trail had them last."""
    asked = {one for one in references if one}
    if not asked:
        return {}
    last = (
        select(func.max(AuditEntry.id))
        .where(AuditEntry.actor.in_(asked), AuditEntry.action.in_((SET, SET_MANY)))
        .group_by(AuditEntry.actor)
    )
    named = select(AuditEntry.actor, AuditEntry.actor_name).where(AuditEntry.id.in_(last))
    return dict(db.session.execute(named).all())


def _by_hand(standing: list[Attendance]) -> list[Attendance]:
    scans = {one.scan_id for one in standing if one.scan_id is not None}
    brought = select(Scan.id, Scan.by).where(Scan.id.in_(scans))
    by_scan: dict[int | None, str] = dict(db.session.execute(brought).all()) if scans else {}
    written_over = written_over_own_scans({one.session_id for one in standing})
    return [
        one
        for one in standing
        if one.scan_id is None or by_scan.get(one.scan_id) != one.set_by or one.id in written_over
    ]


def _entries(by_hand: list[Attendance]) -> Iterable[AuditEntry]:
    """Read what the trail tells of these people, the last word last."""
    subjects = {f"participant:{one.participant_id}" for one in by_hand}
    of_person = (AuditEntry.action == SET) & AuditEntry.subject.in_(subjects)
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.event_id == by_hand[0].event_id, or_(of_person, AuditEntry.action == SET_MANY))
        .order_by(AuditEntry.id)
    )
