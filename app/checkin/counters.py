"""The three numbers that a gate shows: who is here, who is expected, who came in by this gate."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.agenda.models import Session
from app.checkin.models import Attendance, Scan
from app.checkin.queries import headcount
from app.db import db


@dataclass(frozen=True, slots=True)
class Counters:
    """How many people are in a session, are expected there, and came in by one gate."""

    session: int
    here: int
    expected: int
    this_gate: int


def counters(session: Session, *, gate_id: int) -> Counters:
    """Count a session as one gate sees it; who was undone, or came in elsewhere first, does not count."""
    by_gate = (
        select(func.count())
        .select_from(Attendance)
        .join(Scan, Scan.id == Attendance.scan_id)
        .where(Attendance.session_id == session.id, Attendance.first_at.is_not(None), Scan.gate_id == gate_id)
    )
    count = headcount(session)
    return Counters(session.id, count.here, count.expected, db.session.scalar(by_gate) or 0)
