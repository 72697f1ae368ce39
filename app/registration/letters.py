"""Assignment letters (surat tugas): kept, shown to the committee and the own office."""

import re
import unicodedata
from datetime import date

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db
from app.events.clock import event_now, event_today
from app.events.models import Event
from app.lib.refusals import N_, NotThere, Refused
from app.participants.models import Delegation
from app.registration.letter_files import SUFFIXES, LetterFile
from app.registration.models import Letter
from app.services import services

LONGEST_NUMBER = 100
LONGEST_STEM = 80
UNNAMED = "surat-tugas"


class LetterIncomplete(Refused):
    """The number or the date of the letter is missing or cannot be right."""


class LetterNotThere(NotThere):
    """The delegation has no such letter."""


def keep_letter(
    delegation: Delegation, *, number: str, dated: date | None, filename: str, file: LetterFile, by: Doer
) -> Letter:
    """Keep the letter of a delegation, whose file was read before: `read_letter` takes its time.

    The same file with the same number and date is kept once. Raises LetterIncomplete.
    """
    number = " ".join(number.split())
    event = db.session.get_one(Event, delegation.event_id)
    day = _checked(event, number=number, dated=dated)
    key = services().storage.keep(file.content)
    known = db.session.scalars(select(Letter).filter_by(delegation_id=delegation.id, storage_key=key))
    for letter in known:
        if (letter.number, letter.dated) == (number, day):
            return letter
    letter = Letter(
        event_id=event.id,
        delegation_id=delegation.id,
        number=number,
        dated=day,
        filename=_clean_name(filename, SUFFIXES[file.media_type]),
        media_type=file.media_type,
        storage_key=key,
        uploaded_at=event_now(event),
        uploaded_by=by.reference,
    )
    db.session.add(letter)
    db.session.flush()
    record("registration.keep_letter", by=by, on=delegation.reference, event_id=event.id, number=number)
    return letter


def letters_of(delegation: Delegation) -> list[Letter]:
    """List the letters of a delegation, the newest first."""
    question = select(Letter).where(Letter.delegation_id == delegation.id).order_by(Letter.id.desc())
    return list(db.session.scalars(question))


def letter_of(delegation: Delegation, letter_id: int) -> Letter:
    """Return one letter of this very delegation, or raise LetterNotThere."""
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.delegation_id != delegation.id:
        raise LetterNotThere(N_("This letter does not belong to the delegation. Open its page again."))
    return letter


def note_opened(letter: Letter, *, by: Doer) -> None:
    """Leave a trace of who opened a letter: it carries names, ranks and NIPs."""
    on, number = f"delegation:{letter.delegation_id}", letter.number
    record("registration.open_letter", by=by, on=on, event_id=letter.event_id, number=number)


def _checked(event: Event, *, number: str, dated: date | None) -> date:
    if not number or len(number) > LONGEST_NUMBER:
        raise LetterIncomplete(N_("Write the number of the assignment letter, at most 100 characters."))
    if dated is None:
        raise LetterIncomplete(N_("Write the date of the assignment letter."))
    if dated > event_today(event):
        raise LetterIncomplete(N_("The assignment letter has a date in the future. Look at it once more."))
    return dated


def _clean_name(filename: str, suffix: str) -> str:
    """Keep of a file name what can stand in a header and a list; the suffix follows the content."""
    stem = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    stem = re.sub(r"[^\w .,()-]+", "-", stem).strip(" .-")[:LONGEST_STEM].strip()
    return (stem or UNNAMED) + suffix
