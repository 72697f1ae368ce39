"""Strike an entry out, and bring it back: it stays in the minutes' record either way."""

from datetime import datetime

from sqlalchemy import update

from app.audit.record import Doer, record
from app.db import db
from app.minutes.drafting import hold_draft
from app.minutes.models import Entry, Minutes


def strike_entry(minutes: Minutes, entry: Entry, *, by: Doer) -> None:
    """Strike an entry out of the paper; it can be restored."""
    _set_struck(entry, hold_draft(minutes))
    record("minutes.strike", by=by, on=f"entry:{entry.id}", event_id=minutes.event_id)


def restore_entry(minutes: Minutes, entry: Entry, *, by: Doer) -> None:
    """Bring a struck entry back."""
    hold_draft(minutes)
    _set_struck(entry, None)
    record("minutes.restore", by=by, on=f"entry:{entry.id}", event_id=minutes.event_id)


def _set_struck(entry: Entry, at: datetime | None) -> None:
    """Count the revision in the database, so that a change made at this moment is not forgotten."""
    db.session.execute(
        update(Entry)
        .where(Entry.id == entry.id)
        .values(struck_at=at, revision=Entry.revision + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(entry)
