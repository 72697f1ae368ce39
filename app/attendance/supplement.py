"""Add to a closed day what changed afterwards: a row for each change, chained by its hash to the last one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.attendance.content import read_content
from app.attendance.differences import Difference, differences
from app.attendance.marks import Mark, Place, canonical, plain_or_none, sha256_of, written
from app.attendance.models import ClosedSession, DayClose, Supplement, SupplementKind
from app.audit.record import Deed, Machine, record_all
from app.checkin.models import Scan
from app.checkin.undone import UndoneScan
from app.db import db, insert_many, transaction
from app.events.one_at_a_time import one_at_a_time
from app.services import Services, services


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a supplement tells. `at` is by the event's clock."""

    kind: SupplementKind
    place: Place
    before: Mark | None
    after: Mark | None
    reason: str
    at: datetime
    by: str
    by_name: str
    cause: str | None = None


def add_supplements(close: DayClose, changes: Iterable[Change]) -> int:
    """Add changes to a closed day, in this order; return how many. As few statements for many as for one.

    The caller holds `one_at_a_time`: the chain has one end.
    """
    last = db.session.execute(
        select(Supplement.number, Supplement.sha256)
        .where(Supplement.close_id == close.id)
        .order_by(Supplement.number.desc())
        .limit(1)
    ).one_or_none()
    before, sha256 = last or (0, close.sha256)
    added: list[dict[str, Any]] = []
    for number, change in enumerate(changes, before + 1):
        added.append(_row(close, change, number, sha256))
        sha256 = added[-1]["sha256"]
    insert_many(Supplement, added)
    record_all(_told(close, row) for row in added)
    return len(added)


def _row(close: DayClose, change: Change, number: int, previous_sha256: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "close_id": close.id,
        "number": number,
        "kind": change.kind,
        "session_id": change.place[0],
        "participant_id": change.place[1],
        "before": canonical(plain_or_none(change.before)),
        "after": canonical(plain_or_none(change.after)),
        "reason": change.reason,
        "at": change.at,
        "by": change.by,
        "by_name": change.by_name,
        "cause": change.cause,
        "previous_sha256": previous_sha256,
    }
    return {**row, "sha256": seal_of(Supplement(**row))}


def _told(close: DayClose, row: dict[str, Any]) -> Deed:
    by = Machine(row["by"], row["by_name"])
    details = {"number": row["number"], "kind": row["kind"].value}
    details |= {"reason": row["reason"], "sha256": row["sha256"]}
    return Deed("attendance.supplement", by, close.reference, close.event_id, details)


def seal_of(supplement: Supplement) -> str:
    """Return the hash of a supplement together with the one before it."""
    content: list[Any] = [
        supplement.previous_sha256,
        supplement.close_id,
        supplement.number,
        supplement.kind.value,
        supplement.session_id,
        supplement.participant_id,
        supplement.before,
        supplement.after,
        supplement.reason,
        written(supplement.at),
        supplement.by,
        supplement.by_name,
        supplement.cause,
    ]
    return sha256_of(canonical(content))


def catch_up(close: DayClose) -> int:
    """Add what scans have changed since the closing, oldest first; return how many supplements that are.

    A scan never waits for a closing: it writes its arrival as ever, and this finds it. The caller holds
    `one_at_a_time`.
    """
    db.session.refresh(close, ["supplements"])
    found = [one for one in differences(close, read_content(close.content)) if one.cause]
    found.sort(key=lambda one: (one.cause.at, one.cause.name) if one.cause else ())
    add_supplements(close, (_late(one) for one in found))
    db.session.refresh(close, ["supplements"])
    return len(found)


def _late(one: Difference) -> Change:
    assert one.cause is not None  # noqa: S101 - the caller left out those without
    cause = one.cause
    return Change(
        kind=cause.kind,
        place=one.place,
        before=one.before,
        after=one.after,
        reason=cause.reason,
        at=cause.at,
        by=cause.by,
        by_name=cause.by_name,
        cause=cause.of_row(one.place[1]),
    )


def catch_up_all() -> None:
    """Add what scans have changed on all closed days, day by day: the worker does it now and then."""
    for close_id, scans in _scans_by_close():
        seen = (services(), scans)
        if _looked_at.get(close_id) == seen:
            continue  # nothing was scanned or undone since this application looked
        with transaction():
            close = db.session.get_one(DayClose, close_id)
            one_at_a_time(close.event_id)
            catch_up(close)
        _looked_at[close_id] = seen


_looked_at: dict[int, tuple[Services, int]] = {}


def _scans_by_close() -> Sequence[tuple[int, int]]:
    """Count scans and undoings of each closed day: a number that only grows."""
    counted = func.count(Scan.id) + func.count(UndoneScan.id)
    asked = (
        select(ClosedSession.close_id, counted)
        .join(Scan, Scan.session_id == ClosedSession.session_id)
        .outerjoin(UndoneScan, UndoneScan.scan_id == Scan.id)
        .group_by(ClosedSession.close_id)
        .order_by(ClosedSession.close_id)
    )
    return [(close_id, number) for close_id, number in db.session.execute(asked)]
