"""What the live desk asks besides the counts: posts, who is missing, what gates refused, and who scanned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.agenda.models import Session
from app.checkin.counted import counted_attendance
from app.checkin.models import Attendance, Gate, RefusalReason, Scan, ScanStatus
from app.checkin.queries import expected_in, here_and_known, is_counted
from app.db import db
from app.offices.models import Office, Position
from app.participants.models import Participant

LAST_TROUBLES = 8
FIRST_MISSING = 8


@dataclass(frozen=True, slots=True)
class PostPresence:
    """How many holders of a known post are here; without `post`, of all other people."""

    post: str | None
    expected: int
    present: int
    away: int

    @property
    def is_complete(self) -> bool:
        """Whether nobody is missing without a word."""
        return self.present + self.away >= self.expected


@dataclass(frozen=True, slots=True)
class Troubles:
    """Scans that admitted nobody: how many came a second time, how many were refused and why, the newest."""

    already: int
    refused: dict[RefusalReason, int]
    newest: Sequence[Scan]


@dataclass(frozen=True, slots=True)
class Scanner:
    """Somebody who scanned at a gate: `by` is the account, or "" for the device of the gate itself."""

    gate: str
    by: str
    admitted: int
    already: int
    refused: int
    last_at: datetime


def present_by_post(session: Session) -> list[PostPresence]:
    """List the posts that take part, the highest first, with how many of their holders are here."""
    counted = counted_attendance([session.id])
    rows = db.session.execute(
        select(
            func.coalesce(Position.short_name, Position.name),
            func.count(),
            *here_and_known(counted),
        )
        .select_from(Participant)
        .outerjoin(Position, Position.id == Participant.position_id)
        .where(*expected_in(session, counted))
        .group_by(Position.id, Position.short_name, Position.name, Position.rank_order)
        .order_by(Position.id.is_(None), Position.rank_order, Position.id)
    )
    return [PostPresence(post, expected, here, known - here) for post, expected, here, known in rows]


def first_missing(session: Session) -> Sequence[Participant]:
    """List the first of those nobody knows anything of, in protocol order, with their offices."""
    counted = counted_attendance([session.id])
    question = (
        select(Participant)
        .join(Participant.office)
        .outerjoin(Participant.position)
        .where(*expected_in(session, counted), ~is_counted(counted))
        .options(contains_eager(Participant.office))
        .order_by(
            Office.protocol_order,
            Office.id,
            Position.rank_order.is_(None),
            Position.rank_order,
            Participant.id,
        )
    )
    return db.session.scalars(question.limit(FIRST_MISSING)).all()


def troubles_of(session: Session) -> Troubles:
    """Count the scans of a session that admitted nobody, and list the newest: two statements."""
    failed = (Scan.session_id == session.id, Scan.status != ScanStatus.ADMITTED)
    rows = db.session.execute(
        select(Scan.status, Scan.reason, func.count()).where(*failed).group_by(Scan.status, Scan.reason)
    ).all()
    newest = db.session.scalars(
        select(Scan)
        .where(*failed)
        .options(joinedload(Scan.gate), joinedload(Scan.participant).joinedload(Participant.office))
        .order_by(Scan.received_at.desc(), Scan.id.desc())
        .limit(LAST_TROUBLES)
    )
    refused = {reason: number for status, reason, number in rows if status is ScanStatus.REFUSED and reason}
    return Troubles(
        already=sum(number for status, _, number in rows if status is ScanStatus.ALREADY),
        refused=dict(sorted(refused.items(), key=lambda one: -one[1])),
        newest=newest.all(),
    )


def scanners_of(session: Session) -> list[Scanner]:
    """List who scanned in a session and how much, the busiest first: one statement."""
    of_status = [func.count().filter(Scan.status == status) for status in ScanStatus]
    rows = db.session.execute(
        select(
            Gate.name,
            Scan.by_name,
            *of_status,
            func.max(Scan.received_at, type_=Scan.received_at.type),
        )
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Scan.session_id == session.id)
        .group_by(Gate.name, Scan.by, Scan.by_name)
        .order_by(of_status[0].desc(), Gate.name, Scan.by_name)
    )
    return [Scanner(gate, "" if by == gate else by, *counts) for gate, by, *counts in rows]


def set_by_hand(session: Session) -> int:
    """Count those who are here because somebody wrote it, not because of a scan."""
    by_hand = (Attendance.session_id == session.id, Attendance.scan_id.is_(None))
    question = select(func.count()).select_from(Attendance)
    return db.session.scalar(question.where(*by_hand, Attendance.first_at.is_not(None))) or 0
