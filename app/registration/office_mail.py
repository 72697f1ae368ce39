"""The invitation by mail: to the office's address, with its link, and with its letter when one is printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.links import link_address
from app.audit.record import Doer, record
from app.db import db
from app.documents.queries import filename, printed_bytes
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.contacts import read_email
from app.lib.indonesian_dates import full_date, full_dates
from app.lib.refusals import N_
from app.messages.compose import compose
from app.messages.fill_in import SECRET_ADDRESS, Secrets, fills_in
from app.messages.models import DeliveryState, Message
from app.messages.queries import count_letters
from app.messages.written import written
from app.offices.models import Office
from app.participants.models import Delegation
from app.registration.event_words import words_of_event
from app.registration.invitation_letter import addressee
from app.registration.invitation_text import letter_text
from app.registration.invited_offices import (
    OFFICE_MAIL,
    InvitedOffice,
    delegation_for,
    invited_offices,
    newest_invitation,
)
from app.registration.links import known_office_link, office_link
from app.registration.pass_mail import LetterOutdated
from app.services.mail import Enclosure

UNDER_WAY = (DeliveryState.HELD, DeliveryState.RELEASED)


@dataclass(frozen=True)
class OfficesWritten:
    """How many mails were written, and how many offices were left out."""

    written: int
    left_out: int


def mail_offices(
    event: Event, invited: Sequence[InvitedOffice], *, by: Doer, again: bool = False
) -> OfficesWritten:
    """Write the invitation to these offices, held in the outbox; `again` also to those who have theirs.

    Left out: offices without an address, and those whose mail waits or is on its way by now, whatever the
    list that was chosen from showed.
    """
    one_at_a_time(event.id)
    chosen = {one.office.id for one in invited}
    now = [one for one in invited_offices(event) if one.office.id in chosen]
    due = [one for one in now if _is_due(one, again=again)]
    letters = count_letters(event.id, kind=OFFICE_MAIL)
    for one in due:
        delegation = delegation_for(event, one.office)
        office_link(delegation, by=by)
        _write(event, delegation, number=letters.get(delegation.reference, 0) + 1, by=by)
    if due:
        record("registration.mail_offices", by=by, on=f"event:{event.id}", event_id=event.id, mails=len(due))
    return OfficesWritten(len(due), len(invited) - len(due))


def office_address(office: Office) -> str:
    """Return the e-mail address of an office, "" when there is none that a letter could go to."""
    return read_email(office.email or "").value


def _is_due(invited: InvitedOffice, *, again: bool) -> bool:
    address, delivery = office_address(invited.office), invited.delivery
    if not address:
        return False
    if delivery is None or delivery.address != address:
        return True
    return again and delivery.state not in UNDER_WAY


def _write(event: Event, delegation: Delegation, *, number: int, by: Doer) -> Message:
    office = delegation.office
    letter = written("invitation", **_words(event, office))
    return compose(
        key=f"{OFFICE_MAIL}:{delegation.id}:{number}",
        to=office_address(office),
        recipient_name=office.short_name,
        subject=f"{letter_text(event).subject}: {office.short_name}",
        text=letter.text,
        html=letter.html,
        about=delegation.reference,
        event_id=event.id,
        by=by,
    )


def _words(event: Event, office: Office) -> dict[str, object]:
    text, shared = letter_text(event), words_of_event(event)
    return shared | {
        "dates": full_dates(event.starts_on, event.ends_on),
        "venue": text.place or shared["venue"],
        "addressee": addressee(office),
        "reply_by": full_date(text.reply_by) if text.reply_by else "",
        "contact": text.contact,
        "address": SECRET_ADDRESS,
    }


@fills_in(OFFICE_MAIL, words=N_("Invitation of an office"))
def _secrets(message: Message) -> Secrets:
    """Return the link and the letter as they are now. Raises LetterOutdated when the link was ended."""
    delegation = db.session.get_one(Delegation, int((message.about or "").partition(":")[2]))
    link = known_office_link(delegation)
    if link is None or message.deliveries[0].address != office_address(delegation.office):
        raise LetterOutdated
    newest = newest_invitation(delegation)
    if newest is None or not newest.document.is_printed or newest.link_id != link.id:
        return Secrets(link_address(link))
    enclosure = Enclosure(filename(newest.document), printed_bytes(newest.document))
    return Secrets(link_address(link), enclosures=(enclosure,))
