"""The letters about personal data: a code, an answer, the notice of an incident. Indonesian first."""

import hashlib
import hmac

from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.i18n import force_locale, gettext
from app.lib.refusals import N_, Conflict
from app.messages.compose import compose, release
from app.messages.fill_in import KIND_WORDS, SECRET_ADDRESS, Secrets, fills_in
from app.messages.models import Message
from app.messages.written import written
from app.participants.models import Participant
from app.privacy.models import DataCode, DataRequest, Incident
from app.privacy.queries import BREACH
from app.privacy.words import REQUEST_WORDS
from app.services import services

DIGITS = 6
CODE, ANSWER = "privacy.code", "privacy.answer"
CODE_SUBJECT = "Kode Anda / Your code: Rakornis"
ANSWER_SUBJECT = "Jawaban atas permintaan Anda / Answer to your request: Rakornis"
BREACH_SUBJECT = "Pemberitahuan kegagalan pelindungan data pribadi / Personal data incident"
KIND_WORDS[ANSWER] = N_("Answer about personal data")
KIND_WORDS[BREACH] = N_("Notice of an incident")


class CodeOutdated(Conflict):
    """The letter would bring a code that opens nothing any more."""


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


def compose_notice(event: Event, incident: Incident, person: Participant, *, contact: str, by: Doer) -> None:
    """Put the notice of an incident into the outbox, held for review; once for each person."""
    text = written("data_breach", person=person, event=event, incident=incident, contact=contact).text
    _compose(person, f"{BREACH}:{incident.id}:{person.id}", subject=BREACH_SUBJECT, text=text, by=by)


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
