"""Let two rows count as one person, and take that back. Both rows stay; nothing is re-pointed."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import joinedload

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, Refused
from app.participants.models import MergedInto, Participant
from app.participants.occasions import somebody_left
from app.participants.restate import restate
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


def merge_people(duplicate: Participant, into: Participant, *, reason: str, by: Doer) -> MergedInto:
    """Let `duplicate` count as `into`: it leaves lists, badges and counts, its pass admits the other.

    Merging the same two again changes nothing. Raises NotTwoPeople, MergeReasonMissing and MergedAlready.
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
    insert_once(
        MergedInto,
        duplicate_id=duplicate.id,
        participant_id=into.id,
        reason=reason.strip(),
        merged_at=event_now(event),
        merged_by=by.name,
    )
    restate([duplicate.id])
    record(
        "participants.merge",
        by=by,
        on=duplicate.reference,
        event_id=event.id,
        into=into.reference,
        reason=reason.strip(),
    )
    db.session.refresh(duplicate, ["role"])
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

    Raises what a room refuses whose places are taken by now.
    """
    merged = merge_of(duplicate)
    if merged is None:
        return
    if duplicate.withdrawal is None:
        refuse_return_when_full(duplicate, by=by)
    db.session.execute(delete(MergedInto).where(MergedInto.id == merged.id))
    restate([duplicate.id])
    record(
        "participants.unmerge",
        by=by,
        on=duplicate.reference,
        event_id=duplicate.event_id,
        into=f"participant:{merged.participant_id}",
        reason_was=merged.reason,
    )


def merge_of(duplicate: Participant) -> MergedInto | None:
    """Return the merge by which this row counts as another, if there is one."""
    question = select(MergedInto).where(MergedInto.duplicate_id == duplicate.id)
    return db.session.scalars(question.options(joinedload(MergedInto.participant))).one_or_none()


def rows_of(participant: Participant) -> Sequence[Participant]:
    """List all rows that are this person, the one that counts first: most people have only one."""
    merged = merge_of(participant)
    counts = merged.participant if merged else participant
    theirs = select(MergedInto.duplicate_id).where(MergedInto.participant_id == counts.id)
    duplicates = select(Participant).where(Participant.id.in_(theirs)).order_by(Participant.id)
    return [counts, *db.session.scalars(duplicates.options(joinedload(Participant.office)))]


def ids_of(participant: Participant) -> list[int]:
    """Return the ids of all rows that are this person."""
    return [row.id for row in rows_of(participant)]


def ids_of_each(people: Iterable[Participant], *, event_id: int) -> dict[int, list[int]]:
    """Return, for each of these people of an event, the ids of all rows that are the same person."""
    merged = merged_rows(event_id)
    counts_as = {row: person for person, rows in merged.items() for row in rows}
    counting = {one.id: counts_as.get(one.id, one.id) for one in people}
    return {one: [person, *merged.get(person, ())] for one, person in counting.items()}


def merged_rows(event_id: int) -> dict[int, list[int]]:
    """Return the ids of the rows that were merged into each person of an event: one statement for all."""
    asked = (
        select(MergedInto.participant_id, MergedInto.duplicate_id)
        .join(Participant, Participant.id == MergedInto.participant_id)
        .where(Participant.event_id == event_id)
        .order_by(MergedInto.duplicate_id)
    )
    rows: dict[int, list[int]] = {}
    for person_id, duplicate_id in db.session.execute(asked):
        rows.setdefault(person_id, []).append(duplicate_id)
    return rows
