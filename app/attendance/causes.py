"""What changes a closed day afterwards: a scan that arrived late, or one that was undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.attendance.marks import Place
from app.attendance.models import DayClose, SupplementKind
from app.checkin.models import Direction, Scan, ScanStatus
from app.checkin.undone import UndoneScan
from app.db import db
from app.participants.models import MergedInto


@dataclass(frozen=True, slots=True)
class Cause:
    """What brought a change: a scan that arrived late, or one that was undone."""

    kind: SupplementKind
    name: str
    at: datetime
    by: str
    by_name: str
    reason: str

    def of_row(self, participant_id: int) -> str:
        """Name this cause of the change of one row: no closed day is changed twice by the same."""
        return f"{self.name}:{participant_id}"


def late_scan(scan: Scan) -> Cause:
    """Tell of a scan that arrived after the closing."""
    return Cause(SupplementKind.LATE_SCAN, f"scan:{scan.id}", scan.received_at, scan.by, scan.by_name, "")


def undoing(undone: UndoneScan) -> Cause:
    """Tell of a scan that was undone after the closing."""
    kind, name = SupplementKind.UNDONE_SCAN, f"undone:{undone.id}"
    return Cause(kind, name, undone.received_at, undone.by, undone.by_name, undone.reason)


def news_since(close: DayClose, session_ids: Iterable[int]) -> dict[Place, Cause]:
    """Return the last coming, or undoing of one, that was heard of each person since the closing.

    A card shown at a gate proves what the own phone said: it changes what counts without moving a time.
    """
    comings = select(Scan).where(
        Scan.session_id.in_(list(session_ids)),
        Scan.direction == Direction.IN,
        Scan.status != ScanStatus.REFUSED,
    )
    late = db.session.scalars(comings.where(Scan.received_at > close.closed_at)).all()
    undone = db.session.execute(
        comings.add_columns(UndoneScan)
        .join(UndoneScan, UndoneScan.scan_id == Scan.id)
        .where(UndoneScan.received_at > close.closed_at)
    ).all()
    heard = [(scan, late_scan(scan)) for scan in late] + [(scan, undoing(one)) for scan, one in undone]
    heard.sort(key=lambda one: one[1].at)
    rows = _rows_by_person(scan.participant_id for scan, _ in heard)
    return {
        (scan.session_id, row): cause
        for scan, cause in heard
        if scan.participant_id is not None
        for row in (scan.participant_id, *rows.get(scan.participant_id, ()))
    }


def _rows_by_person(people: Iterable[int | None]) -> dict[int, list[int]]:
    """Return the rows that were merged into these people."""
    merged: dict[int, list[int]] = {}
    for one in db.session.scalars(select(MergedInto).where(MergedInto.participant_id.in_(set(people)))):
        merged.setdefault(one.participant_id, []).append(one.duplicate_id)
    return merged
