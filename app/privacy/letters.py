"""The letters about personal data: a code, an answer, the notice of an incident. Indonesian first."""

import hashlib
import hmac

from sqlalchemy import func, select

from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.i18n import force_locale, gettext
from app.lib.refusals import N_, Conflict
from app.messages.compose import compose, release
from app.messages.fill_in import KIND_WORDS, OWN_MATTERS, SECRET_ADDRESS, Secrets, fills_in
from app.messages.models import Delivery, DeliveryState, Message
from app.messages.written import written
from app.participants.models import Participant
from app.privacy.models import DataCode, DataRequest, Incident
from app.privacy.queries import BREACH
from app.privacy.words import REQUEST_WORDS
from app.services import services

DIGITS, ADDRESS_DIGITS = 6, 16
CODE, ANSWER = "privacy.code", "privacy.answer"
CODE_SUBJECT = "Kode Anda / Your code: Rakornis"
ANSWER_SUBJECT = "Jawaban atas permintaan Anda / Answer to your request: Rakornis"
BREACH_SUBJECT = "Pemberitahuan kegagalan pelindungan data pribadi / Personal data incident"
KIND_WORDS[ANSWER] = N_("Answer about personal data")
OWN_MATTERS.update((ANSWER, BREACH))


class CodeOutdated(Conflict):
    """The letter would bring a code that opens nothing any more."""


class NoticeOutdated(Conflict):
    """The notice would go to an address that is not the person's, or was written once more since."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Not sent: the person's address has changed since, or the notice was written once more. "
                "Write what is missing on the page of the incident."
            )
        )


def digits_of(code: DataCode) -> str:
    """Return the six digits of a code, derived anew each time."""
    message = f"data-code|{code.participant_id}|{code.salt}".encode()
    digest = hmac.new(services().pass_secret, message, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"


def send_code(person: Participant, code: DataCode, *, by: Doer) -> None:
    """Send a code at once; its digits are filled in as the letter goes out."""
    text = written("data_code", person=person, code=SECRET_ADDRESS).text
    release(_compose(person, f"{CODE}:{code.id}", subject=CODE_SUBJECT, text=text, by=by))


@fills_in(CODE, words=N_("Code for one's own data"))
def _digits(message: Message) -> Secrets:
    code = db.session.get_one(DataCode, int(message.key.rpartition(":")[2]))
    if code.expires_at <= services().clock.now():
        raise CodeOutdated(N_("There is no valid code any more. Ask for a new one."))
    return Secrets(digits_of(code))


def send_answer(asked: DataRequest, *, granted: bool, words: str, by: Doer) -> None:
    """Send the answer to a request at once, when an address is known."""
    person = asked.participant
    if not person.email:
        return
    kind = {"asked_id": _kind(asked, "id"), "asked_en": _kind(asked, "en")}
    text = written("data_answer", person=person, granted=granted, answer=words, **kind).text
    release(_compose(person, f"{ANSWER}:{asked.id}", subject=ANSWER_SUBJECT, text=text, by=by))


def compose_notice(
    event: Event, incident: Incident, person: Participant, *, number: int, contact: str, by: Doer
) -> None:
    """Put the notice of an incident into the outbox, held for review.

    It is written once for each person, address and `number`: how many to that address came to nothing.
    """
    text = written("data_breach", person=person, event=event, incident=incident, contact=contact).text
    address = hashlib.sha256((person.email or "").lower().encode()).hexdigest()[:ADDRESS_DIGITS]
    key = f"{BREACH}:{incident.id}:{person.id}:{address}:{number}"
    _compose(person, key, subject=BREACH_SUBJECT, text=text, by=by)


@fills_in(BREACH, words=N_("Notice of an incident"))
def _still_theirs(message: Message) -> Secrets:
    incident, person = message.key.split(":")[1:3]
    addressee = db.session.get(Participant, int(person))
    newest = select(func.max(Message.id)).join(Delivery)
    newest = newest.where(Message.key.startswith(f"{BREACH}:{incident}:{person}:"))
    again = db.session.scalar(newest.where(Delivery.state != DeliveryState.DISCARDED)) or message.id
    if addressee is None or again > message.id:
        raise NoticeOutdated
    if message.deliveries[0].address.lower() != (addressee.email or "").lower():
        raise NoticeOutdated
    return Secrets("")


def _compose(person: Participant, key: str, *, subject: str, text: str, by: Doer) -> Message:
    return compose(
        key=key,
        to=person.email or "",
        recipient_name=person.display_name,
        subject=subject,
        text=text,
        about=person.reference,
        event_id=person.event_id,
        by=by,
    )


def _kind(asked: DataRequest, language: str) -> str:
    with force_locale(language):
        return str(gettext(REQUEST_WORDS[asked.kind]))
