"""Take in a queue that a device saved as a file, because it may no longer send it: nothing is lost."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.audit.record import Doer, Machine, record
from app.checkin.heard import forget_heard
from app.checkin.hours import SessionHours
from app.checkin.judging import Post
from app.checkin.models import Device, ScanStatus
from app.checkin.read_scans import MOST_SCANS, SentScans, read_scans
from app.checkin.together import redeem_together
from app.checkin.undo import Undoing, UndoStatus, read_undo, undo_scan
from app.events.models import Event
from app.lib.refusals import N_, Refused

OF_A_SCAN = ("key", "code", "code_sha256", "at", "told", "direction", "clock_offset_seconds")


class QueueUnreadable(Refused):
    """The file is no queue that a gate saved, or holds nothing of this event."""


@dataclass(frozen=True, slots=True)
class SavedQueue:
    """What a device had not sent: scans by session, and undoings with the key of their scan."""

    batches: list[SentScans]
    undoings: list[tuple[str, Undoing]]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came of a queue. `left_out`: scans of sessions that the event has no more."""

    admitted: int
    already: int
    refused: int
    left_out: int
    undone: int = 0


def read_saved_queue(content: bytes, *, event: Event, post: Post, now: datetime) -> SavedQueue:
    """Read the file that the gate page saves; what it holds of other events is not looked at.

    Raises QueueUnreadable, and BodyRefused for a row that cannot be read: then nothing is taken in.
    """
    rows = [row for row in _rows(content) if row.get("event") == event.slug]
    if not rows:
        raise QueueUnreadable(
            N_("This file holds no scans of this event. Choose the file that the gate saved.")
        )
    scans = [row for row in rows if "undoes" not in row]
    undoings = [row for row in rows if "undoes" in row]
    by = Machine(post.by, post.by_name)
    return SavedQueue(
        batches=[read_scans(body, now=now, post=post) for body in _bodies(scans)],
        undoings=[
            (
                str(row["undoes"]),
                read_undo(_part(row, ("key", "at")), by=by, device_id=post.device_id, may_always=False),
            )
            for row in undoings
        ],
    )


def redeem_queue(queue: SavedQueue, *, hours: dict[int, SessionHours]) -> HandedIn:
    """Redeem the scans of a queue, each batch in a transaction of its own; a known key is harmless."""
    came, left_out = Counter[ScanStatus](), 0
    for batch in queue.batches:
        if batch.session_id not in hours:
            left_out += len(batch.scans)
            continue
        answers = redeem_together(batch.scans, hours=hours[batch.session_id])
        came.update(answer.status for answer in answers)
    return HandedIn(
        admitted=came[ScanStatus.ADMITTED],
        already=came[ScanStatus.ALREADY],
        refused=came[ScanStatus.REFUSED],
        left_out=left_out,
    )


def finish_hand_in(
    event: Event, device: Device, queue: SavedQueue, *, handed: HandedIn, now: datetime, by: Doer
) -> int:
    """Undo what the device undid, note that nothing waits there, and return how many were undone."""
    done = [undo_scan(event.id, key, undoing, now=now) for key, undoing in queue.undoings]
    device.waiting = 0
    forget_heard(device.id)  # a device that works still may have kept more than it saved
    record(
        "checkin.hand_in",
        by=by,
        on=device.reference,
        event_id=event.id,
        admitted=handed.admitted,
        already=handed.already,
        refused=handed.refused,
    )
    return sum(one.status is UndoStatus.UNDONE for one in done)


def _rows(content: bytes) -> list[dict[str, Any]]:
    try:
        saved = json.loads(content)
        return [row for row in saved["scans"] if isinstance(row, dict)]
    except (ValueError, TypeError, KeyError, RecursionError) as unreadable:
        raise QueueUnreadable(
            N_("This is not a queue that a gate saved. Choose the file as the gate saved it, unchanged.")
        ) from unreadable


def _bodies(scans: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Cut scans into bodies as a gate would send them: of one session, at most fifty."""
    by_session: dict[str, list[dict[str, Any]]] = {}
    for row in scans:
        by_session.setdefault(json.dumps(row.get("session")), []).append(row)
    for session, rows in by_session.items():
        for start in range(0, len(rows), MOST_SCANS):
            sent = [_part(row, OF_A_SCAN) for row in rows[start : start + MOST_SCANS]]
            yield {"session": json.loads(session), "scans": sent}


def _part(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) is not None}
