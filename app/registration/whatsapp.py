"""WhatsApp: the text with somebody's link, pre-filled, for people and for offices."""

from dataclasses import dataclass

from app.accounts.links import link_address
from app.audit.record import Doer
from app.events.models import Event
from app.events.on_paper import place_and_range
from app.lib.indonesian_dates import full_date
from app.lib.phone_numbers import NumberImpossible, international, whatsapp_address
from app.lib.refusals import N_, Refused
from app.messages.share import open_sharing
from app.messages.written import written
from app.offices.models import Office
from app.participants.models import Participant
from app.participants.passes import valid_pass
from app.participants.personal_links import personal_link
from app.participants.refuse_whatsapp import refuses_whatsapp
from app.registration.invitation_letter import addressee
from app.registration.invitation_text import letter_text
from app.registration.invited_offices import delegation_for
from app.registration.links import office_link


class NothingToShare(Refused):
    """Somebody who has no valid pass has nothing that a link would open the gate with."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            N_("%(name)s has no valid pass, so there is nothing to send. Issue a pass first."), name=name
        )


class WhatsAppRefused(Refused):
    """Somebody does not want to be written to by WhatsApp."""

    def __init__(self) -> None:
        super().__init__(N_("This person refuses messages by WhatsApp. Send the mail instead, or call."))


@dataclass(frozen=True)
class Number:
    """A telephone number for WhatsApp: its digits, or why it cannot be used."""

    digits: str
    trouble: Refused | None = None


def number_of(phone: str | None) -> Number:
    """Read a number as it was written; an empty one is no trouble, only nothing."""
    if not phone:
        return Number("")
    try:
        return Number(international(phone))
    except NumberImpossible as impossible:
        return Number("", impossible)


def share_with_person(event: Event, person: Participant, *, seen: int, by: Doer) -> str:
    """Write down who opens WhatsApp for somebody, and return the address that does, with the secret link.

    Raises WhatsAppRefused, NumberImpossible, NothingToShare and SharedMeanwhile.
    """
    if refuses_whatsapp(person):
        raise WhatsAppRefused
    digits = international(person.phone or "")
    if person.withdrawal or valid_pass(person) is None:
        raise NothingToShare(name=person.display_name)
    open_sharing(person.reference, event_id=event.id, seen=seen, by=by)
    return whatsapp_address(digits, person_text(event, person, personal_link(person, by=by)))


def share_with_office(event: Event, office: Office, *, seen: int, by: Doer) -> str:
    """Do the same for an office: its link is the page on which it names its people.

    Raises NumberImpossible and SharedMeanwhile.
    """
    digits = international(office.phone or "")
    delegation = delegation_for(event, office)
    open_sharing(delegation.reference, event_id=event.id, seen=seen, by=by)
    link = office_link(delegation, by=by)
    return whatsapp_address(digits, office_text(event, office, link_address(link)))


def person_text(event: Event, person: Participant, address: str) -> str:
    """Return what stands in the message to somebody."""
    place = place_and_range(event)
    return written(
        "whatsapp_person", event=event, place=place, name=person.display_name, address=address
    ).text.strip()


def office_text(event: Event, office: Office, address: str) -> str:
    """Return what stands in the message to an office."""
    until = letter_text(event).reply_by
    return written(
        "whatsapp_office",
        event=event,
        place=place_and_range(event),
        addressee=addressee(office),
        office=office.name,
        until=full_date(until) if until else "",
        address=address,
    ).text.strip()
