"""Take somebody off the list who will not come, and put them back."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from app.audit.record import Deed, Doer, record, record_all
from app.db import db, insert_all_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Refused
from app.participants.models import Participant, ParticipantRole, ParticipantState, Withdrawal
from app.participants.occasions import refuse_when_full, somebody_came, somebody_left
from app.participants.passes import issue_pass
from app.participants.restate import restate
from app.participants.same_person import refuse_merged
from app.participants.seats import is_gone
from app.participants.wanted import ON_THE_LIST


class ReasonMissing(Refused):
    """A withdrawal without a reason: the list must say why somebody is not there."""

    def __init__(self) -> None:
        super().__init__(N_("Write why this person will not come. The reason stands on the person's page."))


def withdraw_participant(participant: Participant, *, reason: str, by: Doer) -> None:
    """Record that somebody will not come. The pass stays, but no gate admits it until `restore`.

    Who has withdrawn already stays so, with the first reason. Raises ReasonMissing, and CountsAsSomebody for
    a merged row.
    """
    event = db.session.get_one(Event, participant.event_id)
    one_at_a_time(event.id)
    refuse_merged(participant)
    withdraw_people(event, [participant.id], reason=reason, by=by)
    db.session.expire(participant, ["withdrawal"])


def withdraw_people(event: Event, ids: Sequence[int], *, reason: str, by: Doer) -> int:
    """Record that none of these will come, for one reason; return how many had not withdrawn before.

    In as few statements as for one: nobody is loaded. Raises ReasonMissing.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    one_at_a_time(event.id)
    staying = _who_stays(event, ids)
    who = {"reason": reason, "withdrawn_at": event_now(event), "withdrawn_by": by.name}
    insert_all_once(Withdrawal, ({"participant_id": one, **who} for one in staying))
    restate(staying)
    record_all(
        Deed("participants.withdraw", by, f"participant:{one}", event.id, {"reason": reason})
        for one in staying
    )
    for role in dict.fromkeys(staying.values()):
        somebody_left(event, role, by=by)
    return len(staying)


def _who_stays(event: Event, ids: Sequence[int]) -> dict[int, ParticipantRole]:
    """Ask which of these are there, neither withdrawn nor merged, and their roles; nobody changes it now."""
    asked = select(Participant.id, Participant.role).where(Participant.event_id == event.id, ~is_gone())
    return dict(db.session.execute(asked.where(Participant.id.in_(ids))).all())


class SubstitutedMeanwhile(Refused):
    """Somebody else comes instead: coming back is another substitution."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Somebody else comes instead of this person. To change that, open the page of the one who "
                "comes now and substitute once more."
            )
        )


def restore_participant(participant: Participant, *, by: Doer) -> None:
    """Put somebody who had withdrawn back on the list; the pass admits again.

    Who was substituted gets a new pass and no seat, when nobody comes instead any more: the other one went
    back to the own seat, or has left.

    Raises SubstitutedMeanwhile, and what a room refuses whose places are taken.
    """
    withdrawal = participant.withdrawal
    if withdrawal is None:
        return
    one_at_a_time(participant.event_id)
    refuse_merged(participant)
    one_at_a_time(participant.event_id)
    if withdrawal.is_substituted and who_comes_instead(participant) is not None:
        raise SubstitutedMeanwhile
    refuse_return_when_full(participant, by=by)
    come_back(participant, by=by)
    if withdrawal.is_substituted:
        participant.substitutes_id = None
        issue_pass(participant, by=by)


def who_comes_instead(participant: Participant) -> Participant | None:
    """Return who is on the list in the place of somebody who was substituted.

    Also when another one came first and was substituted in turn.
    """
    left, seen = [participant.id], {participant.id}
    while left:
        came = select(Participant).where(Participant.substitutes_id.in_(left), Participant.id.not_in(seen))
        people = db.session.scalars(came.order_by(Participant.id)).all()
        here = [one for one in people if one.state in ON_THE_LIST]
        if here:
            return here[0]
        left = [one.id for one in people if one.state is ParticipantState.SUBSTITUTED]
        seen.update(left)
    return None


def refuse_return_when_full(participant: Participant, *, by: Doer) -> None:
    """Raise what a room refuses when the places of this role are taken by now; holds `one_at_a_time`."""
    one_at_a_time(participant.event_id)
    db.session.refresh(participant, ["role"])
    refuse_when_full(db.session.get_one(Event, participant.event_id), participant.role, by=by)


def come_back(participant: Participant, *, by: Doer) -> None:
    """Take the withdrawal of somebody away, whatever it came from."""
    withdrawal = participant.withdrawal
    if withdrawal is None:
        return
    db.session.execute(delete(Withdrawal).where(Withdrawal.participant_id == participant.id))
    restate([participant.id])
    db.session.expire(participant, ["withdrawal"])
    record(
        "participants.restore",
        by=by,
        on=participant.reference,
        event_id=participant.event_id,
        reason_was=withdrawal.reason,
    )
    somebody_came(db.session.get_one(Event, participant.event_id), [participant.id], by=by)
