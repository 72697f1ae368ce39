"""Ask something about one's own data: the clock of 3 x 24 hours begins to run."""

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.i18n import date_and_time
from app.lib.refusals import N_, Conflict, Refused
from app.participants.models import Participant
from app.privacy.models import THREE_DAYS, DataRequest, RequestKind
from app.privacy.queries import requests_of


class AskedAlready(Conflict):
    """The same request of the same person is still open."""


class WordsNeeded(Refused):
    """A correction needs to say what is wrong."""


def ask(participant: Participant, kind: RequestKind, *, words: str, by: Doer) -> DataRequest:
    """Write down a request. Raises AskedAlready while one of its kind is open, WordsNeeded without words."""
    if not words and kind is not RequestKind.ERASURE:
        raise WordsNeeded(N_("Write what you ask for, so that the committee can answer."))
    now = event_now(db.session.get_one(Event, participant.event_id))
    new_id = insert_once(
        DataRequest,
        event_id=participant.event_id,
        participant_id=participant.id,
        kind=kind,
        words=words,
        asked_at=now,
        due_at=now + THREE_DAYS,
    )
    if new_id is None:
        raise _asked_already(participant, kind)
    asked = db.session.get_one(DataRequest, new_id)
    record("privacy.ask", by=by, on=asked.reference, event_id=asked.event_id, kind=kind.value)
    return asked


def _asked_already(participant: Participant, kind: RequestKind) -> AskedAlready:
    first = next(one for one in requests_of(participant) if one.kind is kind and one.answered_at is None)
    return AskedAlready(
        N_("You have asked this already. The answer comes by %(due)s."), due=date_and_time(first.due_at)
    )
