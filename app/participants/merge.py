"""Let two rows count as one person, and take that back. Both rows stay; nothing is re-pointed.

What the one that counts lacks it takes over from the other, and gives it back (`take_over`).
"""

from sqlalchemy import delete, or_, select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused, Refused
from app.participants.models import MergedInto, Participant
from app.participants.occasions import somebody_left
from app.participants.restate import restate
from app.participants.same_person import merge_of
from app.participants.take_over import MERGED, give_back, take_over
from app.participants.withdraw import refuse_return_when_full


class NotTwoPeople(Refused):
    """A row cannot be merged with itself, nor with somebody of another event."""

    def __init__(self) -> None:
        super().__init__(N_("Choose two different people of this event, then compare them again."))


class MergeReasonMissing(Refused):
    """A merge without a reason: the history must say why two rows are one person."""

    def __init__(self) -> None:
        super().__init__(N_("Write why these two are one person. The reason stands in the history of both."))


class MergedAlready(Conflict):
    """One of the two is part of a merge that does not go together with this one."""

    def __init__(self, participant: Participant) -> None:
        super().__init__(
            N_(
                "%(name)s is part of another merge already. "
                "Undo that one first: it stands under the possible doubles."
            ),
            name=participant.display_name,
        )


class StaysAway(FieldsRefused):
    """The row that is to stay has withdrawn, the other one has not: nobody of the two would come."""

    def __init__(self, into: Participant) -> None:
        withdrawn = N_(
            "%(name)s has withdrawn, so nobody of the two would be on the list. "
            "Let the other row stay, or put %(name)s back on the list first."
        )
        substituted = N_(
            "Somebody else comes instead of %(name)s, so nobody of the two would be on the list. "
            "Let the other row stay."
        )
        gone = into.withdrawal is not None and into.withdrawal.is_substituted
        told = substituted if gone else withdrawn
        super().__init__([FieldProblem("stays", told, {"name": into.display_name})])


def merge_people(duplicate: Participant, into: Participant, *, reason: str, by: Doer) -> MergedInto:
    """Let `duplicate` count as `into`: it leaves lists, badges and counts, its pass admits the other.

    What `into` lacks it takes over: NIP, post, seat, contacts. Merging the same two again changes nothing.
    Raises NotTwoPeople, MergeReasonMissing, MergedAlready and StaysAway.
    """
    if duplicate.id == into.id or duplicate.event_id != into.event_id:
        raise NotTwoPeople
    if not reason.strip():
        raise MergeReasonMissing
    event = db.session.get_one(Event, into.event_id)
    one_at_a_time(event.id)
    known = merge_of(duplicate)
    if known is not None and known.participant_id == into.id:
        return known
    _refuse_chains(duplicate, into)
    db.session.refresh(duplicate)
    db.session.refresh(into)
    if into.withdrawal is not None and duplicate.withdrawal is None:
        raise StaysAway(into)
    insert_once(
        MergedInto,
        duplicate_id=duplicate.id,
        participant_id=into.id,
        reason=reason.strip(),
        merged_at=event_now(event),
        merged_by=by.name,
    )
    restate([duplicate.id])
    taken = take_over(duplicate, into)
    told = {"into": into.reference, "reason": reason.strip(), "taken_over": taken}
    record(MERGED, by=by, on=duplicate.reference, event_id=event.id, **told)
    somebody_left(event, duplicate.role, by=by)
    return db.session.scalars(select(MergedInto).where(MergedInto.duplicate_id == duplicate.id)).one()


def _refuse_chains(duplicate: Participant, into: Participant) -> None:
    """One step from a row to its person, never two: the gate looks once."""
    if merge_of(into) is not None:
        raise MergedAlready(into)
    part_of = or_(MergedInto.duplicate_id == duplicate.id, MergedInto.participant_id == duplicate.id)
    if db.session.scalar(select(MergedInto.id).where(part_of).limit(1)) is not None:
        raise MergedAlready(duplicate)


def unmerge(duplicate: Participant, *, by: Doer) -> None:
    """Let a row that was merged stand for itself again: on lists, badges, counts and at the gate.

    What was taken over goes back where nobody has changed it since; a pass that ended stays ended.
    Raises what a room refuses whose places are taken by now.
    """
    one_at_a_time(duplicate.event_id)
    merged = merge_of(duplicate)
    if merged is None:
        return
    into = merged.participant
    db.session.refresh(duplicate)
    db.session.refresh(into)
    if duplicate.withdrawal is None:
        refuse_return_when_full(duplicate, by=by)
    db.session.execute(delete(MergedInto).where(MergedInto.id == merged.id))
    give_back(duplicate, into)
    restate([duplicate.id])
    record(
        "participants.unmerge",
        by=by,
        on=duplicate.reference,
        event_id=duplicate.event_id,
        into=into.reference,
        reason_was=merged.reason,
    )
