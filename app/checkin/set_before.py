"""What was set by hand before somebody came: the arrival writes over it, the trail still tells it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.audit.models import AuditEntry
from app.checkin.models import Attendance, AttendanceStatus, Scan
from app.db import db

SET, CLEARED, SET_MANY = "attendance.set", "attendance.clear", "attendance.set_many"


@dataclass(frozen=True, slots=True)
class SetByHand:
    """Somebody said to be away: the columns of an attendance, and when it was set by the event's clock.

    `at` is None for marks that were written only where nothing stood.
    """

    values: dict[str, object]
    at: datetime | None


def set_by_hand(attendance: Attendance, scan: Scan) -> SetByHand | None:
    """Return what was set by hand last in the session of this attendance, unless it was taken back since.

    Nothing for who was set present: an arrival does not write over that.
    """
    people = {attendance.participant_id, scan.participant_id}
    of_person = AuditEntry.subject.in_([f"participant:{one}" for one in people])
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.event_id == attendance.event_id,
            or_(AuditEntry.action.in_((SET, CLEARED)) & of_person, AuditEntry.action == SET_MANY),
        )
        .order_by(AuditEntry.id.desc())
    )
    told = next((one for one in entries if _tells_of(one, attendance.session_id, people)), None)
    if told is None or told.action == CLEARED:
        return None
    status = AttendanceStatus(told.details["status"])
    return None if status.is_here else _read(told, told.details, status)


def _tells_of(entry: AuditEntry, session_id: int, people: set[int | None]) -> bool:
    if entry.action != SET_MANY:
        return bool(entry.details["session"] == session_id)
    return session_id in entry.details["sessions"] and not people.isdisjoint(entry.details["people"])


def _read(entry: AuditEntry, details: dict[str, Any], status: AttendanceStatus) -> SetByHand:
    values = {
        "status": status,
        "set_by": entry.actor,
        "note": details["note"],
        "represented_by": details.get("represented_by", ""),
    }
    at = details.get("set_at")
    return SetByHand(values, datetime.fromisoformat(at) if at else None)
