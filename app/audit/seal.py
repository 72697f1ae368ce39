"""Seal audit entries in batches, each batch's hash over the one before it; and check the seals.

A chain written inside each transaction would serialise the gate (1,440 transactions a second
against 4,300), so entries are plain rows and a worker seals what is not sealed yet. Entries that
were committed late simply go into the next batch.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select, update

from app.audit.models import AuditEntry, Seal
from app.db import db
from app.services import services

BATCH = 5_000


@dataclass(frozen=True)
class Verification:
    """What checking the seals found. `broken` lists sentences, one per seal that does not hold."""

    ok: bool
    seals: int
    sealed: int
    unsealed: int
    broken: tuple[str, ...]


def seal_entries() -> Seal | None:
    """Seal what is not sealed yet; None when there is nothing. Two sealers: one wins, one waits.

    `previous_id` is unique, so two seals can never follow the same one.
    """
    entries = list(
        db.session.execute(
            select(AuditEntry).where(AuditEntry.seal_id.is_(None)).order_by(AuditEntry.id).limit(BATCH)
        ).scalars()
    )
    if not entries:
        return None
    previous = db.session.execute(select(Seal).order_by(Seal.id.desc()).limit(1)).scalar_one_or_none()
    seal = Seal(
        previous_id=previous.id if previous else None,
        entries=len(entries),
        hash=hash_of(entries, previous.hash if previous else ""),
        sealed_at=services().clock.now(),
    )
    db.session.add(seal)
    db.session.flush()
    db.session.execute(
        update(AuditEntry).where(AuditEntry.id.in_([entry.id for entry in entries])).values(seal_id=seal.id)
    )
    return seal


def verify_seals() -> Verification:
    """Compute every seal anew and compare; a changed, removed or added entry breaks its seal."""
    seals = list(db.session.execute(select(Seal).order_by(Seal.id)).scalars())
    batches = _entries_by_seal()
    broken: list[str] = []
    previous: Seal | None = None
    for seal in seals:
        entries = batches.get(seal.id, [])
        expected_previous = previous.id if previous else None
        if len(entries) != seal.entries:
            broken.append(f"seal {seal.id}: {seal.entries} entries were sealed, {len(entries)} are there")
        elif seal.previous_id != expected_previous:
            broken.append(f"seal {seal.id}: the seal before it is missing")
        elif hash_of(entries, previous.hash if previous else "") != seal.hash:
            broken.append(f"seal {seal.id}: an entry was changed")
        previous = seal
    unsealed = db.session.execute(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.seal_id.is_(None))
    ).scalar_one()
    sealed = sum(len(entries) for entries in batches.values())
    return Verification(not broken, len(seals), sealed, unsealed, tuple(broken))


def _entries_by_seal() -> dict[int, list[AuditEntry]]:
    entries = db.session.execute(
        select(AuditEntry).where(AuditEntry.seal_id.is_not(None)).order_by(AuditEntry.seal_id, AuditEntry.id)
    ).scalars()
    return {seal_id: list(batch) for seal_id, batch in groupby(entries, lambda entry: entry.seal_id or 0)}


def hash_of(entries: Iterable[AuditEntry], previous_hash: str) -> str:
    """Hash a batch of entries, in order, together with the hash of the seal before."""
    digest = hashlib.sha256(previous_hash.encode())
    for entry in entries:
        digest.update(canonical(entry).encode())
    return digest.hexdigest()


def canonical(entry: AuditEntry) -> str:
    """Write an entry in the one way that is hashed."""
    return json.dumps(
        [
            entry.id,
            entry.at.isoformat(timespec="microseconds"),
            entry.actor,
            entry.actor_name,
            entry.action,
            entry.subject,
            entry.event_id,
            entry.details,
            entry.request_id,
        ],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
