"""What an attendance falls back to when one of the scans it came of is undone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from app.checkin.hours import hours_of
from app.checkin.judging import LONGEST_QUEUE, arrival
from app.checkin.models import CLOCK_TOLERANCE, Attendance, Direction, Scan, ScanStatus
from app.checkin.set_before import SetByHand, set_by_hand
from app.checkin.undone import UndoneScan
from app.db import db
from app.events.models import Event
from app.participants.models import MergedInto


def fall_back(scan: Scan) -> None:
    """Let the attendance of this person in this session be what the scans that are left say.

    An arrival comes of the next earliest scan, or is again what was set by hand before, or goes. Going and
    coming back are what the latest scans say. What was set by hand since stays, only no longer by this scan.
    The rows are locked before the scans are read: a scan at this moment is either read here or waits.
    """
    attendances = _attendances_of(scan)
    scans = _scans_of(scan)
    undone = _undone(scans)
    left = [one for one in scans if one.id not in undone]
    for attendance in attendances:
        if attendance.scan_id != scan.id:
            _move_as(attendance, left, attendance.first_at)
            continue
        word = set_by_hand(attendance, scan)
        if (word and word.is_still_in(attendance)) or attendance.set_by not in {one.by for one in scans}:
            _write(attendance, scan_id=None)
        else:
            _arrive_as(attendance, left, None if word and word.status.is_here else word)


def believed_at(scan: Scan) -> datetime:
    """Return the moment of a stored scan that counts, as `judging.believed` found it when it arrived."""
    at = scan.at - timedelta(seconds=scan.clock_offset_seconds or 0) if scan.clock_is_off else scan.at
    is_likely = scan.received_at - LONGEST_QUEUE <= at <= scan.received_at + CLOCK_TOLERANCE
    return at if is_likely else scan.received_at


def _scans_of(scan: Scan) -> Sequence[Scan]:
    """List the scans of this person in this session that were not refused, this one among them."""
    return db.session.scalars(
        select(Scan).where(
            Scan.session_id == scan.session_id,
            Scan.participant_id == scan.participant_id,
            Scan.status != ScanStatus.REFUSED,
        )
    ).all()


def _undone(scans: Sequence[Scan]) -> set[int]:
    ids = [one.id for one in scans]
    return set(db.session.scalars(select(UndoneScan.scan_id).where(UndoneScan.scan_id.in_(ids))))


def _attendances_of(scan: Scan) -> Sequence[Attendance]:
    """Return the rows of this person in this session: one, or after a merge two."""
    merged = select(MergedInto.duplicate_id).where(MergedInto.participant_id == scan.participant_id)
    of_person = or_(Attendance.participant_id == scan.participant_id, Attendance.participant_id.in_(merged))
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.session_id == scan.session_id, of_person)
        .order_by(Attendance.participant_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _arrive_as(attendance: Attendance, left: Sequence[Scan], set_before: SetByHand | None) -> None:
    """Write the next earliest arrival, of those after what was set by hand."""
    coming = [one for one in left if one.direction is Direction.IN and _is_after(one, set_before)]
    if coming:
        scan = min(coming, key=lambda one: (believed_at(one), one.id))
        event, at = db.session.get_one(Event, scan.event_id), believed_at(scan)
        status = arrival(hours_of(scan.session, event), at)
        _write(attendance, scan_id=scan.id, first_at=at, status=status, set_by=scan.by)
        _move_as(attendance, left, at)
    elif set_before:
        nothing = dict.fromkeys(("scan_id", "first_at", "left_at", "returned_at"))
        _write(attendance, **nothing, **set_before.values)
    else:
        db.session.execute(delete(Attendance).where(Attendance.id == attendance.id))


def _is_after(scan: Scan, set_before: SetByHand | None) -> bool:
    return set_before is None or set_before.at is None or scan.received_at >= set_before.at


def _move_as(attendance: Attendance, left: Sequence[Scan], first_at: datetime | None) -> None:
    """Write when the person went last, and came back last, as far as anybody was seen going or returning.

    Where going is not noted, neither is a second scan: nobody is said to have come back.
    """
    if first_at is None or (attendance.left_at is None and attendance.returned_at is None):
        return
    moves = [(one.direction, believed_at(one)) for one in left if one.id != attendance.scan_id]
    left_at = max((at for way, at in moves if way is Direction.OUT and at >= first_at), default=None)
    returned_at = max((at for way, at in moves if way is Direction.IN and at > first_at), default=None)
    _write(attendance, left_at=left_at, returned_at=returned_at)


def _write(attendance: Attendance, **values: object) -> None:
    db.session.execute(update(Attendance).where(Attendance.id == attendance.id).values(**values))
