"""Which rows are one person: those merged into one row count as it, and nothing is done to them singly."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.lib.refusals import N_, Conflict
from app.participants.models import MergedInto, Participant


class CountsAsSomebody(Conflict):
    """The row was merged: what is done is done to `person`, as whom it counts."""

    def __init__(self, merged: MergedInto) -> None:
        super().__init__(
            N_(
                "%(name)s was merged and counts as %(person)s of %(office)s. "
                "Open the page of that person and do it there, or take the two apart first."
            ),
            name=merged.duplicate.display_name,
            person=merged.participant.display_name,
            office=merged.participant.office.short_name,
        )
        self.person = merged.participant


def refuse_merged(participant: Participant) -> None:
    """Raise CountsAsSomebody for a row that counts as another. Who writes holds `one_at_a_time`."""
    merged = merge_of(participant)
    if merged is not None:
        raise CountsAsSomebody(merged)


def merge_of(duplicate: Participant) -> MergedInto | None:
    """Return the merge by which this row counts as another, if there is one."""
    question = select(MergedInto).where(MergedInto.duplicate_id == duplicate.id)
    return db.session.scalars(question.options(joinedload(MergedInto.participant))).one_or_none()


def person_of(row: Participant) -> Participant:
    """Return the row that counts for this person: most people have only one."""
    merged = merge_of(row)
    return merged.participant if merged else row


def rows_of(participant: Participant) -> Sequence[Participant]:
    """List all rows that are this person, the one that counts first: most people have only one."""
    counts = person_of(participant)
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
