"""Check closed days: every seal, every link of the chain, and that the attendance is what they say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.attendance.content import read_content
from app.attendance.differences import Difference, differences
from app.attendance.marks import sha256_of, written
from app.attendance.models import DayClose
from app.attendance.supplement import seal_of
from app.audit.models import AuditEntry
from app.db import db

SEALING = ("attendance.close_day", "attendance.supplement")


@dataclass(frozen=True)
class Verification:
    """What checking found. `waiting` are late scans that are no supplements yet: they break nothing.

    `broken` lists sentences, one for each thing that does not hold.
    """

    ok: bool
    days: int
    supplements: int
    waiting: int
    broken: tuple[str, ...]


def verify_closed_days() -> Verification:
    """Compute every seal anew and compare: content, chain, audit trail, and attendance as it stands."""
    closes = db.session.scalars(
        select(DayClose).options(selectinload(DayClose.supplements)).order_by(DayClose.id)
    ).all()
    told = _told_by_the_audit_trail()
    broken = [sentence for close in closes for sentence in _broken(close, told.get(close.reference, {}))]
    broken += [
        f"{reference}: the closing is gone"
        for reference in sorted(told.keys() - {close.reference for close in closes})
    ]
    changes = [one for close in closes for one in _changes(close)]
    broken += [
        f"attendance of participant {one.place[1]} in session {one.place[0]}: changed without a supplement"
        for one in changes
        if one.cause is None
    ]
    waiting = sum(one.cause is not None for one in changes)
    return Verification(
        not broken, len(closes), sum(len(close.supplements) for close in closes), waiting, tuple(broken)
    )


def _told_by_the_audit_trail() -> dict[str, dict[int, str]]:
    """Return the hashes that the audit trail holds, by closing and number; the closing itself is number 0."""
    entries = db.session.execute(
        select(AuditEntry.subject, AuditEntry.details).where(AuditEntry.action.in_(SEALING))
    )
    told: dict[str, dict[int, str]] = {}
    for reference, details in entries:
        told.setdefault(str(reference), {})[int(details.get("number", 0))] = str(details.get("sha256"))
    return told


def _broken(close: DayClose, told: dict[int, str]) -> Iterator[str]:
    name = close.reference
    if sha256_of(close.content) != close.sha256:
        yield f"{name}: the content is not what was sealed"
    if told.get(0) != close.sha256:
        yield f"{name}: the audit trail knows another seal"
    if not _heads_agree(close):
        yield f"{name}: day or closer are not those of the content"
    yield from _broken_links(close, told)


def _broken_links(close: DayClose, told: dict[int, str]) -> Iterator[str]:
    name, previous = close.reference, close.sha256
    for number, one in enumerate(close.supplements, 1):
        if one.number != number or one.previous_sha256 != previous:
            yield f"{name}: a supplement before number {one.number} is missing"
        if seal_of(one) != one.sha256:
            yield f"{name}: supplement {one.number} was changed"
        if told.get(one.number) != one.sha256:
            yield f"{name}: the audit trail does not know supplement {one.number}"
        previous = one.sha256
    last = max(told, default=0)
    if last > len(close.supplements):
        yield f"{name}: {last} supplements were made, {len(close.supplements)} are there"


def _heads_agree(close: DayClose) -> bool:
    plain = _plain(close)
    head = (plain.get("day"), plain.get("closed_at"), plain.get("closed_by"))
    return head == (close.day_id, written(close.closed_at), close.closed_by_name)


def _changes(close: DayClose) -> list[Difference]:
    try:
        return differences(close, read_content(close.content))
    except (ValueError, KeyError, TypeError):  # the content is no longer what we wrote: told above
        return []


def _plain(close: DayClose) -> dict[str, object]:
    try:
        plain = json.loads(close.content)
    except ValueError:
        return {}
    return plain if isinstance(plain, dict) else {}
