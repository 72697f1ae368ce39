"""Write anew how people stand on the list, after a pass, a withdrawal or a merge has changed."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, case, inspect, literal, select, update

from app.db import db
from app.participants.models import MergedInto, Participant, ParticipantState, Pass, Withdrawal

AT_ONCE = 500


def restate(participant_ids: Iterable[int]) -> None:
    """Let `Participant.state` of these people say what their records say. Call it after writing them."""
    listed = list(participant_ids)
    for first in range(0, len(listed), AT_ONCE):
        some = listed[first : first + AT_ONCE]
        db.session.execute(
            update(Participant)
            .where(Participant.id.in_(some), Participant.state != _state())
            .values(state=_state())
            .execution_options(synchronize_session=False)
        )
    _forget(frozenset(listed))


def _state() -> ColumnElement[ParticipantState]:
    merged = select(MergedInto.id).where(MergedInto.duplicate_id == Participant.id).exists()
    gone = select(Withdrawal.id).where(Withdrawal.participant_id == Participant.id)
    valid = select(Pass.id).where(Pass.participant_id == Participant.id, Pass.voided_at.is_(None)).exists()
    return case(
        (merged, _kept(ParticipantState.MERGED)),
        (gone.where(Withdrawal.is_substituted).exists(), _kept(ParticipantState.SUBSTITUTED)),
        (gone.exists(), _kept(ParticipantState.WITHDRAWN)),
        (valid, _kept(ParticipantState.REGISTERED)),
        else_=_kept(ParticipantState.WITHOUT_PASS),
    )


def _kept(state: ParticipantState) -> ColumnElement[ParticipantState]:
    return literal(state, Participant.__table__.c.state.type)


def _forget(ids: frozenset[int]) -> None:
    for known in list(db.session.identity_map.values()):
        if isinstance(known, Participant) and ids & set(inspect(known).identity or ()):
            db.session.expire(known, ["state"])
