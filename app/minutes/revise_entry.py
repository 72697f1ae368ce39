"""Change an entry, unless somebody else did meanwhile: nothing is overwritten unseen."""

from sqlalchemy import update

from app.audit.record import Doer, record
from app.db import db
from app.lib.refusals import N_, Conflict
from app.minutes.drafting import hold_draft
from app.minutes.models import Entry, Minutes
from app.minutes.wording import Wording, columns_of, set_units


class EntryChanged(Conflict):
    """Somebody changed the entry meanwhile."""


def revise_entry(minutes: Minutes, entry: Entry, wording: Wording, *, base_revision: int, by: Doer) -> None:
    """Change an entry that still is at `base_revision`; the audit keeps what it said before.

    Raises EntryChanged otherwise, with `entry` as it is now, so that both versions can be compared.
    """
    columns = columns_of(wording, minutes)
    hold_draft(minutes)
    db.session.refresh(entry)
    before = _said(entry)
    changed = db.session.execute(
        update(Entry)
        .where(Entry.id == entry.id, Entry.revision == base_revision, Entry.struck_at.is_(None))
        .values(revision=base_revision + 1, **columns)
        .returning(Entry.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if changed is None:
        raise EntryChanged(
            N_(
                "Somebody else changed or struck out this entry meanwhile. "
                "Compare both versions, then save again."
            )
        )
    set_units(entry.id, wording.office_ids)
    db.session.expire(entry)
    record("minutes.revise", by=by, on=f"entry:{entry.id}", event_id=minutes.event_id, before=before)


def _said(entry: Entry) -> dict[str, object]:
    """Return what an entry says, as the audit keeps it."""
    return {
        "revision": entry.revision,
        "kind": entry.kind.value,
        "text": entry.text,
        "speaker": entry.speaker,
        "owner": entry.owner,
        "due_on": entry.due_on.isoformat() if entry.due_on else None,
        "evidence": entry.evidence,
        "answer": entry.answer,
        "offices": [unit.office_id for unit in entry.units],
    }
