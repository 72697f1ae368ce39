"""The person says that the name is right, or asks for another spelling; the desk answers."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.folding import squeezed
from app.lib.personal_names import PersonalName
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused, NotThere, Refused
from app.participants.edit_person import edit_person
from app.participants.models import Participant
from app.participants.person_entry import TEXT_LETTERS, entry_of, problems_of_name
from app.participants.wanted import ON_THE_LIST
from app.registration.models import NameCorrection
from app.registration.tell_answers import tell_person


class NameChangedMeanwhile(Conflict):
    """The desk has written the name otherwise since the page was opened."""

    def __init__(self) -> None:
        super().__init__(N_("Your name was changed in the meantime. Look at it again, then confirm it."))


class AnsweredAlready(Conflict):
    """Somebody else of the desk was first."""

    def __init__(self) -> None:
        super().__init__(N_("Somebody else has just answered this request. Open the list again."))


class AskedOtherwise(Conflict):
    """The person has asked for another spelling since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            N_("The person has asked for another spelling in the meantime. Read it, then answer again.")
        )


class NotOnTheList(Conflict):
    """Whose name it is has left the list since the page was opened."""

    def __init__(self, participant: Participant) -> None:
        super().__init__(
            N_(
                "%(name)s is not on the list any more, so nothing was answered. The request is here again as "
                "soon as the person is put back on the list."
            ),
            name=participant.display_name,
        )


class CorrectionNotThere(NotThere):
    """The event has no such request."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such request for this event. Open the list of requests again."))


class AnswerMissing(Refused):
    """Who declines says why."""

    def __init__(self) -> None:
        super().__init__(N_("Write why the name stays as it is. The person reads your answer."))


def confirm_name(participant: Participant, *, shown: str, by: Doer) -> None:
    """Keep that the person has read the name, `shown` as it was on the page, and says that it is right.

    Raises NameChangedMeanwhile when it is no longer the name on the list.
    """
    event = _look_now(participant)
    if shown != participant.display_name:
        raise NameChangedMeanwhile
    if participant.name_confirmed_at is None:
        participant.name_confirmed_at = event_now(event)
        record("registration.confirm_name", by=by, on=participant.reference, event_id=event.id, name=shown)


def ask_for_correction(
    participant: Participant, name: PersonalName, *, note: str = "", by: Doer
) -> NameCorrection:
    """Ask the desk to write the name like this. Asking again changes the request that is still open.

    Raises FieldsRefused when no paper could print it, or when it is how the name is written already.
    """
    event = _look_now(participant)
    wanted = {
        "front_titles": squeezed(name.front_titles).rstrip(" ,"),
        "name": squeezed(name.name),
        "back_titles": squeezed(name.back_titles).strip(" ,"),
    }
    _refuse_unfit(participant, PersonalName(**wanted))
    columns = wanted | {"note": squeezed(note)[:TEXT_LETTERS], "asked_at": event_now(event)}
    new_id = insert_once(
        NameCorrection, event_id=event.id, participant_id=participant.id, answer="", **columns
    )
    correction = db.session.get_one(NameCorrection, new_id) if new_id else _open_request(participant)
    for column, value in columns.items():
        setattr(correction, column, value)
    participant.name_confirmed_at = None
    record("registration.ask_for_name", by=by, on=participant.reference, event_id=event.id, **wanted)
    return correction


def answer_correction(
    correction: NameCorrection, *, accept: bool, answer: str = "", shown: str | None = None, by: Doer
) -> None:
    """Write the name as the person asked for, or decline with a reason that the person reads.

    A name written just as its owner asked counts as confirmed. `shown` is the spelling that was read.
    Raises AnsweredAlready, NotOnTheList, AskedOtherwise, AnswerMissing, and what `edit_person` raises.
    """
    participant = correction.participant
    event = _look_now(participant)
    db.session.refresh(correction)
    if correction.answered_at is not None:
        raise AnsweredAlready
    if participant.state not in ON_THE_LIST:
        raise NotOnTheList(participant)
    if shown is not None and shown != correction.display_name:
        raise AskedOtherwise
    if not accept and not answer.strip():
        raise AnswerMissing
    now = event_now(event)
    if accept:
        asked = {part: getattr(correction, part) for part in ("front_titles", "name", "back_titles")}
        entry = entry_of(participant)
        edit_person(participant, type(entry)(**(vars(entry) | asked)), by=by)
        participant.name_confirmed_at = now
    correction.answered_at, correction.answered_by = now, by.name
    correction.is_accepted, correction.answer = accept, squeezed(answer)
    record(
        "registration.answer_name",
        by=by,
        on=participant.reference,
        event_id=event.id,
        accepted=accept,
        answer=correction.answer,
    )
    db.session.flush()
    tell_person(correction, by=by)


def open_corrections(event: Event) -> Sequence[NameCorrection]:
    """List the requests of people on the list that wait for the desk, the oldest first."""
    question = (
        select(NameCorrection)
        .join(NameCorrection.participant)
        .where(NameCorrection.event_id == event.id, WAITS_FOR_THE_DESK)
        .order_by(NameCorrection.asked_at, NameCorrection.id)
        .options(contains_eager(NameCorrection.participant).joinedload(Participant.office))
    )
    return db.session.scalars(question).all()


def correction_of(event: Event, correction_id: int) -> NameCorrection:
    """Return one request of this event, or raise CorrectionNotThere."""
    correction = db.session.get(NameCorrection, correction_id)
    if correction is None or correction.event_id != event.id:
        raise CorrectionNotThere
    return correction


def last_correction(participant: Participant) -> NameCorrection | None:
    """The last request of a person, answered or not."""
    mine = select(NameCorrection).where(NameCorrection.participant_id == participant.id)
    return db.session.scalars(mine.order_by(NameCorrection.id.desc()).limit(1)).one_or_none()


def _look_now(participant: Participant) -> Event:
    """Let whoever changes the same person wait, and see the name as it is now."""
    one_at_a_time(participant.event_id)
    db.session.expire(participant)
    return db.session.get_one(Event, participant.event_id)


def _refuse_unfit(participant: Participant, wanted: PersonalName) -> None:
    problems = list(problems_of_name(wanted))
    if problems:
        raise FieldsRefused(problems)
    if replace(participant.personal_name, rank="") == wanted:
        raise FieldsRefused([FieldProblem("name", _AS_IT_IS)])


def _open_request(participant: Participant) -> NameCorrection:
    mine = (NameCorrection.participant_id == participant.id, NameCorrection.answered_at.is_(None))
    return db.session.scalars(select(NameCorrection).where(*mine)).one()


# Of a request joined with its person: who left the list asks nothing, and asks again when back on it.
WAITS_FOR_THE_DESK = NameCorrection.answered_at.is_(None) & Participant.state.in_(ON_THE_LIST)
_AS_IT_IS = N_("This is how the name is written already. Change what is wrong, or confirm the name.")
