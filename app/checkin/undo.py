"""Take a scan back: whoever made it within a quarter of an hour, or a supervisor with a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta
from sqlalchemy import select

from app.audit.record import Doer, record
from app.checkin.fall_back import fall_back
from app.checkin.models import Scan, ScanStatus
from app.checkin.sealed import sealed_at
from app.checkin.sent import Key, Moment, checked, read, uuid_of
from app.checkin.undone import UndoneScan
from app.db import db, insert_once
from app.lib.refusals import N_

UNDO_LASTS = timedelta(minutes=15)
LONGEST_REASON = 300


class UndoStatus(StrEnum):
    """What an undoing came to."""

    UNDONE = "undone"
    ALREADY = "already"
    REFUSED = "refused"


class UndoRefusal(StrEnum):
    """Why a scan was not taken back."""

    UNKNOWN_SCAN = "unknown_scan"
    NOTHING_TO_UNDO = "nothing_to_undo"
    ANOTHER_DEVICE = "another_device"
    TOO_LATE = "too_late"
    DAY_CLOSED = "day_closed"
    REASON_MISSING = "reason_missing"


UNDO_WORDS = {
    UndoRefusal.UNKNOWN_SCAN: N_("This scan is not known here. Send the waiting scans first, then undo it."),
    UndoRefusal.NOTHING_TO_UNDO: N_("This scan let nobody in, so there is nothing to undo."),
    UndoRefusal.ANOTHER_DEVICE: N_("Another device made this scan. Undo it there, or ask a supervisor."),
    UndoRefusal.TOO_LATE: N_("This scan is older than 15 minutes. Ask a supervisor to undo it."),
    UndoRefusal.DAY_CLOSED: N_("This day is closed. Ask a supervisor to undo the scan, with a reason."),
    UndoRefusal.REASON_MISSING: N_("Write why the scan is undone. It stands in the list of scans."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentUndo:
    """What a device or a page sends to take a scan back; `key` names the undoing for ever."""

    key: Key
    at: Moment
    reason: Annotated[str, Meta(max_length=LONGEST_REASON)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """An undoing as read: by whom, on which device if on one, and when by that device's clock.

    `may_always`: the committee or a supervisor, who need a reason instead of haste.
    """

    key: str
    at: datetime
    by: Doer
    device_id: int | None = None
    reason: str = ""
    may_always: bool = False


@dataclass(frozen=True, slots=True)
class UndoAnswer:
    """The answer to an undoing."""

    key: str
    status: UndoStatus
    reason: UndoRefusal | None = None


SENTENCES = {
    "": N_("The body must be a JSON object with %(field)s."),
    "reason": N_("%(field)s must be a text of up to %(most)s letters."),
}


def read_undo(body: Any, *, by: Doer, device_id: int | None, may_always: bool) -> Undoing:
    """Read the JSON body of an undoing; raises BodyRefused."""
    sent = read(body, SentUndo, SENTENCES, whole="key, at", most=LONGEST_REASON)
    return Undoing(
        key=uuid_of(sent.key, "key"),
        at=checked(sent.at, "at"),
        by=by,
        device_id=device_id,
        reason=(sent.reason or "").replace("\0", "").strip(),
        may_always=may_always,
    )


def undo_scan(event_id: int, scan_key: str, undoing: Undoing, *, now: datetime) -> UndoAnswer:
    """Take a scan back. `now` is the event's clock.

    The own scan is taken back until a quarter of an hour after it, by the device's clock, and after it
    reached us, by ours: what waits without a network waits together. The scan stays. The attendance that
    came of it goes, or falls back to the next scan of that person in that session, or to what was set by
    hand before the person came; what was set by hand since stays. A repeated key gets the answer of the
    first time, and of two who undo one scan the first does.
    """
    scan_key = _as_stored(scan_key)
    # Others may still refer to the scan meanwhile: another undoing lets its attendance fall back to it.
    scan = db.session.scalars(
        select(Scan).where(Scan.event_id == event_id, Scan.key == scan_key).with_for_update(key_share=True)
    ).one_or_none()
    done = _known(event_id, undoing.key)
    if scan is None or (done and done.scan_id != scan.id):
        return UndoAnswer(undoing.key, UndoStatus.REFUSED, UndoRefusal.UNKNOWN_SCAN)
    if done:
        return UndoAnswer(undoing.key, UndoStatus.UNDONE)
    refusal = _refusal(scan, undoing, now)
    if refusal:
        return UndoAnswer(undoing.key, UndoStatus.REFUSED, refusal)
    if not _kept(scan, undoing, now):
        return UndoAnswer(undoing.key, UndoStatus.ALREADY)
    fall_back(scan)
    _record(scan, undoing)
    return UndoAnswer(undoing.key, UndoStatus.UNDONE)


def _known(event_id: int, key: str) -> UndoneScan | None:
    return db.session.scalars(
        select(UndoneScan).where(UndoneScan.event_id == event_id, UndoneScan.key == key)
    ).one_or_none()


def _refusal(scan: Scan, undoing: Undoing, now: datetime) -> UndoRefusal | None:
    if scan.status is ScanStatus.REFUSED:
        return UndoRefusal.NOTHING_TO_UNDO
    if undoing.may_always and undoing.reason:
        return None
    refusal = _not_ones_own(scan, undoing, now)
    return UndoRefusal.REASON_MISSING if refusal and undoing.may_always else refusal


def _not_ones_own(scan: Scan, undoing: Undoing, now: datetime) -> UndoRefusal | None:
    """Return why this is no undoing of the own scan in time."""
    if (scan.device_id, scan.by) != (undoing.device_id, undoing.by.reference):
        return UndoRefusal.ANOTHER_DEVICE
    if max(abs(undoing.at - scan.at), now - scan.received_at) > UNDO_LASTS:
        return UndoRefusal.TOO_LATE
    return UndoRefusal.DAY_CLOSED if _is_sealed(scan) else None


def _is_sealed(scan: Scan) -> bool:
    """Say whether a closed day holds this scan; what arrived after the closing is no part of it."""
    closed_at = sealed_at(scan.session_id)
    return closed_at is not None and scan.received_at <= closed_at


def _kept(scan: Scan, undoing: Undoing, now: datetime) -> bool:
    new = insert_once(
        UndoneScan,
        event_id=scan.event_id,
        key=undoing.key,
        scan_id=scan.id,
        at=undoing.at,
        received_at=now,
        device_id=undoing.device_id,
        by=undoing.by.reference,
        by_name=undoing.by.name,
        reason=undoing.reason,
    )
    return new is not None


def _record(scan: Scan, undoing: Undoing) -> None:
    record(
        "checkin.undo",
        by=undoing.by,
        on=f"participant:{scan.participant_id}",
        event_id=scan.event_id,
        session=scan.session_id,
        scan=scan.key,
        reason=undoing.reason,
    )


def _as_stored(key: str) -> str:
    """Write a key as scans keep it; whatever is no UUID names no scan."""
    try:
        return str(UUID(key))
    except ValueError:
        return key
