"""What an attendance falls back to when the scan it came of is undone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from app.checkin.hours import hours_of
from app.checkin.judging import LONGEST_QUEUE, arrival
from app.checkin.models import CLOCK_TOLERANCE, Attendance, Direction, Scan, ScanStatus
from app.checkin.undone import UndoneScan
from app.db import db
from app.events.models import Event


def fall_back(scan: Scan) -> None:
    """Let the attendance that came of this scan go, or come of the next earliest one instead.

    What was set by hand since stays as it is, only no longer by this scan.
    """
    attendance = db.session.scalars(
        select(Attendance)
        .where(Attendance.scan_id == scan.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if attendance is None:
        return
    scans = _scans_of(scan)
    if attendance.set_by not in {one.by for one in scans}:
        _write(attendance, scan_id=None)
        return
    left = [one for one in scans if one.id not in _undone(scans)]
    if not left:
        db.session.execute(delete(Attendance).where(Attendance.id == attendance.id))
        return
    _come_of(attendance, min(left, key=lambda one: (believed_at(one), one.id)))


def believed_at(scan: Scan) -> datetime:
    """Return the moment of a stored scan that counts, as `judging.believed` found it when it arrived."""
    at = scan.at - timedelta(seconds=scan.clock_offset_seconds or 0) if scan.clock_is_off else scan.at
    is_likely = scan.received_at - LONGEST_QUEUE <= at <= scan.received_at + CLOCK_TOLERANCE
    return at if is_likely else scan.received_at


def _scans_of(scan: Scan) -> Sequence[Scan]:
    """List the scans that would have let this person into this session, this one among them."""
    return db.session.scalars(
        select(Scan).where(
            Scan.session_id == scan.session_id,
            Scan.participant_id == scan.participant_id,
            Scan.status != ScanStatus.REFUSED,
            Scan.direction == Direction.IN,
        )
    ).all()


def _undone(scans: Sequence[Scan]) -> set[int]:
    ids = [one.id for one in scans]
    return set(db.session.scalars(select(UndoneScan.scan_id).where(UndoneScan.scan_id.in_(ids))))


def _come_of(attendance: Attendance, scan: Scan) -> None:
    event = db.session.get_one(Event, scan.event_id)
    at = believed_at(scan)
    _write(
        attendance,
        scan_id=scan.id,
        first_at=at,
        status=arrival(hours_of(scan.session, event), at),
        set_by=scan.by,
    )


def _write(attendance: Attendance, **values: object) -> None:
    db.session.execute(update(Attendance).where(Attendance.id == attendance.id).values(**values))
