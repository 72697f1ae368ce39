"""The committee replaces somebody by itself while the office waits: its request is answered by that."""

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db
from app.lib.folding import folded
from app.participants.models import Participant
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import State, Substitution
from app.registration.requests_of_offices import IS_OPEN, close_request, forget_contacts
from app.registration.tell_answers import tell_substitution

# Kept as an answer that somebody might have typed, so in both languages.
SOMEBODY_ELSE = "Panitia sudah mencatat %s sebagai pengganti. / The committee has registered %s instead."


def settle_request(done: Substitution, *, by: Doer) -> None:
    """Close what the office asked for about who left, if it is open: granted when the same one came."""
    waiting = select(SubstitutionRequest).where(SubstitutionRequest.left_id == done.left_id, IS_OPEN)
    asked = db.session.scalars(waiting).one_or_none()
    if asked is None:
        return
    name = done.came.display_name
    if _is_the_one(done.came, asked):
        close_request(asked, State.SUBSTITUTED, by=by)
        asked.came_id = done.came_id
        forget_contacts(SubstitutionRequest.id == asked.id)
    else:
        close_request(asked, State.RETURNED, by=by, answer=SOMEBODY_ELSE % (name, name))
    tell_answer(asked, by=by)


def _is_the_one(came: Participant, asked: SubstitutionRequest) -> bool:
    """By the NIP when both say one, else by the name."""
    if came.nip and asked.nip:
        return came.nip == asked.nip
    return came.folded_name == folded(asked.name)


def tell_answer(asked: SubstitutionRequest, *, by: Doer) -> None:
    """Write down what a request has come to, and send it to the office."""
    record(
        "registration.answer_substitution",
        by=by,
        on=f"participant:{asked.left_id}",
        event_id=asked.event_id,
        granted=asked.state is State.SUBSTITUTED,
        name=asked.display_name,
        answer=asked.answer,
    )
    tell_substitution(asked, by=by)
