"""What was set by hand, as the trail tells it: also where an arrival wrote over it."""

from collections.abc import Iterable
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
    """How somebody stands by hand: the columns of an attendance, and when it was set by the event's clock.

    `at` is None for marks that were written only where nothing stood.
    """

    status: AttendanceStatus
    by: str
    values: dict[str, object]
    at: datetime | None

    def is_still_in(self, attendance: Attendance) -> bool:
        """Say whether it stands there still: an arrival does not write over who was set present."""
        return self.status.is_here and self.by == attendance.set_by


def set_by_hand(attendance: Attendance, scan: Scan) -> SetByHand | None:
    """Return what was set by hand last in the session of this attendance, unless it was taken back since."""
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
    return _read(told, told.details)


def written_over_own_scans(session_ids: Iterable[int]) -> set[int]:
    """Return the ids of attendance that an account scanned and then wrote by hand: the rows look alike.

    Devices write nothing by hand, so that hardly any row is asked for.
    """
    alike = db.session.execute(
        select(Attendance.id, Attendance.event_id, Attendance.session_id, Attendance.participant_id, Scan.by)
        .join(Scan, (Scan.id == Attendance.scan_id) & (Scan.by == Attendance.set_by))
        .where(Attendance.session_id.in_(list(session_ids)), Scan.device_id.is_(None))
    ).all()
    if not alike:
        return set()
    entries = db.session.execute(
        select(AuditEntry.subject, AuditEntry.actor, AuditEntry.action, AuditEntry.details)
        .where(AuditEntry.event_id.in_({row.event_id for row in alike}))
        .where(AuditEntry.action.in_((SET, CLEARED)))
        .order_by(AuditEntry.id)
    )
    last = {
        (subject, details["session"]): actor if _lets_be_here(action, details) else ""
        for subject, actor, action, details in entries
    }
    return {
        row.id for row in alike if last.get((f"participant:{row.participant_id}", row.session_id)) == row.by
    }


def set_away_since(moment: datetime, *, session_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Return, by session and participant, whom somebody set away by hand or took out since a real moment."""
    told = db.session.execute(
        select(AuditEntry.subject, AuditEntry.action, AuditEntry.details).where(
            AuditEntry.at >= moment, AuditEntry.action.in_((SET, CLEARED))
        )
    )
    asked = set(session_ids)
    return {
        (details["session"], int(str(subject).partition(":")[2]))
        for subject, action, details in told
        if details["session"] in asked and not _lets_be_here(action, details)
    }


def _lets_be_here(action: str, details: dict[str, Any]) -> bool:
    return action == SET and AttendanceStatus(details["status"]).is_here


def _tells_of(entry: AuditEntry, session_id: int, people: set[int | None]) -> bool:
    if entry.action != SET_MANY:
        return bool(entry.details["session"] == session_id)
    return session_id in entry.details["sessions"] and not people.isdisjoint(entry.details["people"])


def _read(entry: AuditEntry, details: dict[str, Any]) -> SetByHand:
    status = AttendanceStatus(details["status"])
    values = {
        "status": status,
        "set_by": entry.actor,
        "note": details["note"],
        "represented_by": details.get("represented_by", ""),
    }
    at = details.get("set_at")
    return SetByHand(status, entry.actor, values, datetime.fromisoformat(at) if at else None)
