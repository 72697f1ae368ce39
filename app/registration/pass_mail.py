"""The mail with the pass: who got it, who is still to get it, and what stands in it."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.events.on_paper import place_and_range
from app.lib.contacts import read_email
from app.lib.indonesian_dates import date_range
from app.lib.refusals import N_, Refused
from app.messages.compose import compose
from app.messages.fill_in import SECRET_ADDRESS, Secrets, fills_in
from app.messages.models import Delivery, DeliveryState, Message
from app.messages.queries import count_letters, newest_letters
from app.messages.written import written
from app.participants.models import Participant, Pass
from app.participants.passes import pass_address, valid_pass
from app.participants.personal_links import known_personal_link
from app.registration.event_words import words_of_event
from app.services.mail import Picture
from app.services.paper.qr import draw_qr

PASS_MAIL = "registration.pass"  # noqa: S105 - the kind of a letter
QR_MM = 33


class LetterOutdated(Refused):
    """The letter was written for a pass, an address or a link that holds no more."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Not sent: what it is about, its address or its link has changed since it was written. "
                "Write the message anew."
            )
        )


class MailState(enum.Enum):
    """How somebody stands with the mail that carries the pass."""

    MISSING = "missing"
    HELD = "held"
    ON_ITS_WAY = "on_its_way"
    SENT = "sent"
    FAILED = "failed"
    NO_ADDRESS = "no_address"


STATES = {
    DeliveryState.HELD: MailState.HELD,
    DeliveryState.RELEASED: MailState.ON_ITS_WAY,
    DeliveryState.SENT: MailState.SENT,
    DeliveryState.FAILED: MailState.FAILED,
}


@dataclass(frozen=True)
class PassMail:
    """One person with a valid pass: the newest mail about it, its state, how many were ever written."""

    participant: Participant
    issued: Pass
    delivery: Delivery | None
    state: MailState
    letters: int


def pass_mails(event: Event, people: Sequence[Participant]) -> list[PassMail]:
    """Tell for each of these people who has a valid pass how the mail with it stands, in the order given."""
    about = [person.reference for person in people]
    newest = newest_letters(event.id, kind=PASS_MAIL, about=about)
    letters = count_letters(event.id, kind=PASS_MAIL, about=about)
    return [
        PassMail(person, issued, delivery, _state(person, issued, delivery), letters.get(person.reference, 0))
        for person in people
        if person.withdrawal is None and (issued := valid_pass(person))
        for delivery in [newest.get(person.reference)]
    ]


def address_of(person: Participant) -> str:
    """Return the e-mail address of somebody, "" when there is none that a letter could go to."""
    return read_email(person.email or "").value


def _state(person: Participant, issued: Pass, delivery: Delivery | None) -> MailState:
    address = address_of(person)
    if not address:
        return MailState.NO_ADDRESS
    if delivery is None or not _is_about(delivery.message, issued) or delivery.address != address:
        return MailState.MISSING
    return STATES[delivery.state]


def write_pass_mail(event: Event, mail: PassMail, *, by: Doer) -> Message:
    """Put the next mail with somebody's pass into the outbox, held; the same next one is written once.

    The personal link must be there: it is filled in as the letter goes out.
    """
    person = mail.participant
    letter = written("pass", **_words(event, person))
    return compose(
        key=f"{PASS_MAIL}:{person.id}:{mail.issued.id}:{mail.letters + 1}",
        to=address_of(person),
        recipient_name=person.display_name,
        subject=f"Kartu masuk {event.short_title}, {place_and_range(event)}",
        text=letter.text,
        html=letter.html,
        about=person.reference,
        event_id=event.id,
        by=by,
    )


def _words(event: Event, person: Participant) -> dict[str, object]:
    return words_of_event(event) | {
        "dates": date_range(event.starts_on, event.ends_on),
        "name": person.display_name,
        "post": person.position_name,
        "office": person.office.name,
        "address": SECRET_ADDRESS,
    }


@fills_in(PASS_MAIL, words=N_("Mail with the pass"))
def _secrets(message: Message) -> Secrets:
    """Return link and QR as they are now. Raises LetterOutdated when the letter is about an earlier pass."""
    person = db.session.get_one(Participant, int((message.about or "").partition(":")[2]))
    issued = None if person.withdrawal else valid_pass(person)
    link = known_personal_link(person)
    if issued is None or link is None or not _is_about(message, issued):
        raise LetterOutdated
    if message.deliveries[0].address != address_of(person):
        raise LetterOutdated
    qr = draw_qr(pass_address(issued), level="Q", size=QR_MM).png()
    return Secrets(link, (Picture("pass", qr),))


def _is_about(message: Message, issued: Pass) -> bool:
    return message.key.split(":")[2] == str(issued.id)
