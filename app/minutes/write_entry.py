"""Write an entry: sent twice it is written once, and nothing typed is lost."""

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.lib.refusals import N_, Conflict
from app.minutes.drafting import hold_draft
from app.minutes.models import Entry, Minutes
from app.minutes.wording import Wording, columns_of, set_units


class SentBefore(Conflict):
    """The form was sent before, with other words: the browser went back to it."""


def write_entry(minutes: Minutes, wording: Wording, *, key: str, by: Doer) -> Entry:
    """Write an entry; the same words with the same `key` again change nothing and return it.

    Raises SentBefore when the key belongs to other words, and what the wording or frozen minutes refuse.
    """
    columns = columns_of(wording, minutes)
    known = _entry_with_key(key)
    if known is not None:
        return _the_same(known, minutes, text=columns["text"])
    new_id = insert_once(
        Entry,
        key=key,
        minutes_id=minutes.id,
        written_at=hold_draft(minutes),
        written_by=by.reference,
        writer_name=by.name,
        **columns,
    )
    if new_id is not None:
        set_units(new_id, wording.office_ids)
        record("minutes.write", by=by, on=f"entry:{new_id}", event_id=minutes.event_id)
        return db.session.get_one(Entry, new_id)
    return _the_same(_entry_with_key(key), minutes, text=columns["text"])


def _the_same(known: Entry | None, minutes: Minutes, *, text: object) -> Entry:
    if known is None or known.minutes_id != minutes.id or known.text != text:
        raise SentBefore(
            N_("This form was sent before with other words. Save again: it becomes an entry of its own.")
        )
    return known


def _entry_with_key(key: str) -> Entry | None:
    return db.session.execute(select(Entry).where(Entry.key == key)).scalar_one_or_none()
