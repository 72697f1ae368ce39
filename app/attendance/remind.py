"""Ask somebody who is missing by WhatsApp where they are: one at a time, and everybody sees who asked."""

from zoneinfo import ZoneInfo

from app.agenda.models import Session
from app.audit.record import Doer
from app.events.models import Event
from app.lib.indonesian_dates import zone_label
from app.lib.phone_numbers import international, whatsapp_address
from app.messages.share import open_sharing
from app.messages.written import written
from app.participants.models import Participant
from app.participants.refuse_whatsapp import refuses_whatsapp
from app.registration.whatsapp import WhatsAppRefused

LAST_DIGITS = 3


def remind_by_whatsapp(event: Event, session: Session, person: Participant, *, seen: int, by: Doer) -> str:
    """Write down who asks, and return the address that opens WhatsApp with the text.

    `seen` is how often that was done before, as shown. The text carries no secret.
    Raises WhatsAppRefused, NumberImpossible and SharedMeanwhile.
    """
    if refuses_whatsapp(person):
        raise WhatsAppRefused
    digits = international(person.phone or "")
    open_sharing(reminder_of(person, session), event_id=event.id, seen=seen, by=by)
    return whatsapp_address(digits, reminder_text(event, session, person))


def reminder_text(event: Event, session: Session, person: Participant) -> str:
    """Return what stands in the message to somebody who is missing."""
    begins = f"{session.starts_at.astimezone(ZoneInfo(event.zone)):%H.%M} {zone_label(event.zone)}"
    return written(
        "whatsapp_missing", event=event, session=session, begins=begins, name=person.display_name
    ).text.strip()


def reminder_of(person: Participant, session: Session) -> str:
    """What the reminders of one person in one session are about, opaquely."""
    return f"{person.reference}:missing:{session.id}"


def masked_phone(phone: str | None) -> str:
    """A number of which only the last three digits show; nothing without one."""
    digits = "".join(sign for sign in phone or "" if sign.isdigit())
    return f"••••••••{digits[-LAST_DIGITS:]}" if digits else ""
