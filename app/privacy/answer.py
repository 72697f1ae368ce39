"""Answer a request about personal data with words; a granted erasure erases at once."""

from sqlalchemy import update

from app.audit.record import Doer, record
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.lib.refusals import N_, Conflict
from app.privacy.erase import AT_REQUEST, erase_person
from app.privacy.letters import send_answer
from app.privacy.models import DataRequest, RequestKind


class AnsweredMeanwhile(Conflict):
    """Somebody else has answered this request."""


def answer_request(asked: DataRequest, *, granted: bool, words: str, by: Doer) -> None:
    """Answer a request, once. The person reads it under "my data", and by mail when the address is known.

    Raises AnsweredMeanwhile.
    """
    _answer_once(asked, granted=granted, words=words, by=by)
    details = {"kind": asked.kind.value, "granted": granted}
    record("privacy.answer", by=by, on=asked.reference, event_id=asked.event_id, **details)
    send_answer(asked, granted=granted, words=words, by=by)
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
