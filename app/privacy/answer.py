"""Answer a request about personal data with words; a granted erasure erases at once."""

from sqlalchemy import update

from app.audit.record import Doer, record
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.i18n import force_locale, gettext
from app.lib.refusals import N_, Conflict
from app.messages.compose import compose, release
from app.messages.fill_in import KIND_WORDS
from app.messages.written import written
from app.privacy.erase import AT_REQUEST, erase_person
from app.privacy.models import DataRequest, RequestKind
from app.privacy.words import REQUEST_WORDS

LETTER = "privacy.answer"
SUBJECT = "Jawaban atas permintaan Anda / Answer to your request: Rakornis"
KIND_WORDS[LETTER] = N_("Answer about personal data")


class AnsweredMeanwhile(Conflict):
    """Somebody else has answered this request."""


def answer_request(asked: DataRequest, *, granted: bool, words: str, by: Doer) -> None:
    """Answer a request, once. The person reads it under "my data", and by mail when the address is known.

    Raises AnsweredMeanwhile.
    """
    _answer_once(asked, granted=granted, words=words, by=by)
    details = {"kind": asked.kind.value, "granted": granted}
    record("privacy.answer", by=by, on=asked.reference, event_id=asked.event_id, **details)
    _write_to_person(asked, granted=granted, words=words, by=by)
    if granted and asked.kind is RequestKind.ERASURE:
        erase_person(asked.participant, reason=AT_REQUEST, by=by)


def _answer_once(asked: DataRequest, *, granted: bool, words: str, by: Doer) -> None:
    answered = db.session.execute(
        update(DataRequest)
        .where(DataRequest.id == asked.id, DataRequest.answered_at.is_(None))
        .values(
            answered_at=event_now(db.session.get_one(Event, asked.event_id)),
            answered_by=by.reference,
            answered_by_name=by.name,
            is_granted=granted,
            answer=words,
        )
        .returning(DataRequest.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if answered is None:
        raise AnsweredMeanwhile(N_("This request has been answered meanwhile. Read the answer below."))
    db.session.expire(asked)


def _write_to_person(asked: DataRequest, *, granted: bool, words: str, by: Doer) -> None:
    person = asked.participant
    if not person.email:
        return
    kind = {"asked_id": _words(asked, "id"), "asked_en": _words(asked, "en")}
    message = compose(
        key=f"{LETTER}:{asked.id}",
        to=person.email,
        recipient_name=person.display_name,
        subject=SUBJECT,
        text=written("data_answer", person=person, granted=granted, answer=words, **kind).text,
        about=person.reference,
        event_id=asked.event_id,
        by=by,
    )
    release(message)


def _words(asked: DataRequest, language: str) -> str:
    with force_locale(language):
        return str(gettext(REQUEST_WORDS[asked.kind]))
