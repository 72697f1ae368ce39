"""Write, change and strike entries: nothing typed is lost, nothing is overwritten unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, update

from app.audit.record import Doer, record
from app.db import db, insert_many, insert_once
from app.lib.refusals import N_, Conflict, Refused
from app.minutes.models import Entry, EntryKind, EntryUnit, Minutes
from app.services import services

LONGEST_TEXT = 4000


class EntryEmpty(Refused):
    """An entry without words."""


class EntryTooLong(Refused):
    """An entry of more than a page."""


class MinutesFrozen(Conflict):
    """The minutes are published; nothing in them changes any more."""


class EntryChanged(Conflict):
    """Somebody changed the entry meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What an entry says. `office_ids` are the offices it concerns."""

    kind: EntryKind
    text: str
    session_id: int
    speaker: str = ""
    owner: str = ""
    due_on: date | None = None
    evidence: str = ""
    answer: str = ""
    office_ids: Sequence[int] = field(default=())


def write_entry(minutes: Minutes, wording: Wording, *, key: str, by: Doer) -> Entry:
    """Write an entry; the same `key` again changes nothing and returns what was written first."""
    known = _entry_with_key(key)
    if known is not None:
        return known
    _refuse_frozen(minutes)
    new_id = insert_once(
        Entry,
        key=key,
        minutes_id=minutes.id,
        written_at=services().clock.now(),
        written_by=by.reference,
        writer_name=by.name,
        **_columns(minutes, wording),
    )
    if new_id is not None:
        _set_units(new_id, wording.office_ids)
    written = _entry_with_key(key)
    if written is None:
        message = f"entry {key} was neither written nor found"
        raise RuntimeError(message)
    return written


def revise_entry(minutes: Minutes, entry: Entry, wording: Wording, *, base_revision: int, by: Doer) -> None:
    """Change an entry that still is at `base_revision`; otherwise refuse and leave both versions."""
    _refuse_frozen(minutes)
    changed = db.session.execute(
        update(Entry)
        .where(Entry.id == entry.id, Entry.revision == base_revision, Entry.struck_at.is_(None))
        .values(revision=base_revision + 1, **_columns(minutes, wording))
        .returning(Entry.id)
    ).first()
    if changed is None:
        raise EntryChanged(
            N_("This entry was changed by somebody else meanwhile. Compare both versions, then save again.")
        )
    _set_units(entry.id, wording.office_ids)
    before = {"kind": entry.kind.value, "text": entry.text}
    record("minutes.revise", by=by, on=f"entry:{entry.id}", event_id=minutes.event_id, before=before)
    db.session.expire(entry)


def strike_entry(minutes: Minutes, entry: Entry, *, by: Doer) -> None:
    """Strike an entry out; it stays, and can be restored."""
    _set_struck(minutes, entry, by=by, struck=True)


def restore_entry(minutes: Minutes, entry: Entry, *, by: Doer) -> None:
    """Bring a struck entry back."""
    _set_struck(minutes, entry, by=by, struck=False)


def write_summary(minutes: Minutes, text: str, *, by: Doer) -> None:
    """Write the closing paragraphs of the minutes."""
    _refuse_frozen(minutes)
    minutes.summary = text.strip()
    record("minutes.summarise", by=by, on=f"minutes:{minutes.id}", event_id=minutes.event_id)


def _set_struck(minutes: Minutes, entry: Entry, *, by: Doer, struck: bool) -> None:
    _refuse_frozen(minutes)
    entry.struck_at = services().clock.now() if struck else None
    entry.revision += 1
    action = "minutes.strike" if struck else "minutes.restore"
    record(action, by=by, on=f"entry:{entry.id}", event_id=minutes.event_id)


def _columns(minutes: Minutes, wording: Wording) -> dict[str, object]:
    text = wording.text.strip()
    if not text:
        raise EntryEmpty(N_("Write what was said or decided; the entry is still empty."))
    if len(text) > LONGEST_TEXT:
        raise EntryTooLong(
            N_("An entry may have %(limit)s characters; this one has %(length)s. Make two of it."),
            limit=LONGEST_TEXT,
            length=len(text),
        )
    if wording.session_id not in {covered.session_id for covered in minutes.covered}:
        raise EntryEmpty(N_("Choose one of the sessions of these minutes."))
    return {
        "kind": wording.kind,
        "text": text,
        "session_id": wording.session_id,
        "speaker": wording.speaker.strip(),
        "owner": wording.owner.strip(),
        "due_on": wording.due_on,
        "evidence": wording.evidence.strip(),
        "answer": wording.answer.strip(),
    }


def _set_units(entry_id: int, office_ids: Sequence[int]) -> None:
    db.session.execute(EntryUnit.__table__.delete().where(EntryUnit.entry_id == entry_id))  # type: ignore[attr-defined]
    insert_many(
        EntryUnit, ({"entry_id": entry_id, "office_id": office} for office in dict.fromkeys(office_ids))
    )


def _refuse_frozen(minutes: Minutes) -> None:
    """Lock the minutes against being published at this moment, then look."""
    db.session.execute(select(Minutes.id).where(Minutes.id == minutes.id).with_for_update())
    db.session.refresh(minutes, ["publication"])
    if minutes.is_published:
        raise MinutesFrozen(N_("These minutes are published and no longer change."))


def _entry_with_key(key: str) -> Entry | None:
    return db.session.execute(select(Entry).where(Entry.key == key)).scalar_one_or_none()
