"""What the invitation letter of an event says: a draft of ours until the committee writes its own."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_today
from app.events.models import Event
from app.events.queries import venues_of
from app.lib.numbering import check_pattern
from app.registration.invitations import InvitationText

# Papers are Indonesian, whatever the language of the screen.
NUMBER = "{number:03}/UND/{year}"
NATURE = "Segera"
ATTACHMENTS = "–"
OPENING = "Sehubungan dengan akan dilaksanakannya %s, dengan hormat kami mengundang Saudara untuk hadir pada:"
HOURS = "sesuai susunan acara"


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """The parts of the letter that are the same for every office."""

    number_pattern: str
    dated: date
    subject: str
    opening: str
    nature: str = ""
    attachments: str = ""
    hours: str = ""
    place: str = ""
    costs: str = ""
    bring: str = ""
    contact: str = ""
    reply_by: date | None = None
    copies: tuple[str, ...] = ()


def letter_text(event: Event) -> LetterText:
    """Return what the letter of an event says: as written, or as a draft."""
    kept = _kept(event)
    if kept is None:
        return _draft(event)
    values = {each.name: getattr(kept, each.name) for each in fields(LetterText)}
    return LetterText(**{**values, "copies": tuple(kept.copies)})


def is_written(event: Event) -> bool:
    """Whether the committee has written the letter; before that there is only our draft."""
    return _kept(event) is not None


def write_letter_text(event: Event, text: LetterText, *, by: Doer) -> None:
    """Keep what the letter says; letters already printed stay as they are.

    Raises NumberPatternUnclear.
    """
    check_pattern(text.number_pattern)
    values = {**vars(text), "copies": list(text.copies)}
    if insert_once(InvitationText, event_id=event.id, **values) is None:
        kept = _kept(event)
        for name, value in values.items():
            setattr(kept, name, value)
        db.session.flush()
    record("registration.write_invitation", by=by, on=f"event:{event.id}", event_id=event.id)


def _kept(event: Event) -> InvitationText | None:
    return db.session.scalars(
        select(InvitationText)
        .where(InvitationText.event_id == event.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _draft(event: Event) -> LetterText:
    venue = next(iter(venues_of(event)), None)
    return LetterText(
        number_pattern=NUMBER,
        dated=event_today(event),
        subject=f"Undangan {event.short_title}",
        opening=OPENING % event.title,
        nature=NATURE,
        attachments=ATTACHMENTS,
        hours=HOURS,
        place=", ".join(part for part in (venue.name, venue.address) if part) if venue else event.city,
    )
