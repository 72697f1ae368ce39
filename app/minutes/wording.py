"""What an entry says, checked and made ready for its row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete

from app.db import db, insert_many
from app.lib.refusals import N_, Refused
from app.minutes.models import EntryKind, EntryUnit, Minutes

LONGEST_TEXT = 4000


class EntryEmpty(Refused):
    """An entry without words, or without a session."""


class EntryTooLong(Refused):
    """An entry of more than a page."""


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


def columns_of(wording: Wording, minutes: Minutes) -> dict[str, object]:
    """Return the columns of an entry with this wording, or refuse it."""
    text = wording.text.replace("\r\n", "\n").strip()
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


def set_units(entry_id: int, office_ids: Sequence[int]) -> None:
    """Let an entry concern exactly these offices, in this order."""
    db.session.execute(delete(EntryUnit).where(EntryUnit.entry_id == entry_id))
    insert_many(
        EntryUnit, ({"entry_id": entry_id, "office_id": office} for office in dict.fromkeys(office_ids))
    )
