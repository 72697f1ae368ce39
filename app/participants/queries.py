"""Questions about participants: who takes part, for whom, and how they stand on the list."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.access import Permission, within_reach
from app.db import db
from app.events.models import Event
from app.lib.refusals import N_, NotThere
from app.offices.models import BELOW_ALL_POSTS, Office, Position
from app.participants.kept_sheets import Roster
from app.participants.models import Participant, ParticipantState
from app.participants.wanted import EVERYBODY, LISTED, Wanted, conditions

MOST_IDS = 5_000


class ParticipantNotThere(NotThere):
    """The event has no such participant, or not for the one who asks."""


class RosterNotThere(NotThere):
    """The event has no such sheet."""


def participants_of(
    event: Event, *, actor: Any = None, wanted: Wanted = EVERYBODY, ids: Sequence[int] | None = None
) -> Sequence[Participant]:
    """List the participants of an event in protocol order, with office, post, passes and withdrawal.

    With an `actor` only those within reach, with `ids` only these. Rows that were merged into another are
    left out.
    """
    asked = in_protocol_order(with_all(question(event, actor, wanted)))
    return only(asked, ids)


def only(asked: Select[Participant], ids: Sequence[int] | None) -> Sequence[Participant]:
    """Read a list, or with `ids` only these of it. A database takes so many in one question."""
    if ids is not None and len(ids) <= MOST_IDS:
        return db.session.scalars(asked.where(Participant.id.in_(ids))).all()
    people = db.session.scalars(asked).all()
    these = frozenset(ids or ())
    return people if ids is None else [person for person in people if person.id in these]


def participant_of(event: Event, participant_id: int, *, actor: Any = None) -> Participant:
    """Return one participant of this event, with everything a page shows; also a row that was merged.

    Raises ParticipantNotThere when the event has none with this id, or not within the actor's reach.
    """
    found = with_all(_in_reach(event, actor)).where(Participant.id == participant_id)
    participant = db.session.scalars(found).one_or_none()
    if participant is None:
        raise ParticipantNotThere(
            N_("This person is not on the event's list. Open the list and search by name.")
        )
    return participant


def participants_by_id(event: Event, ids: Sequence[int]) -> dict[int, Participant]:
    """Return those of the participants that belong to this event, by id; also rows that were merged."""
    found = with_all(_in_reach(event, None)).where(Participant.id.in_(ids))
    return {person.id: person for person in db.session.scalars(found)}


def ids_of(
    event: Event, *, actor: Any, wanted: Wanted, states: Collection[ParticipantState] = LISTED
) -> Sequence[int]:
    """List the ids of those that a list shows and who stand so on it, in protocol order; nobody is loaded."""
    found = in_protocol_order(question(event, actor, wanted).where(Participant.state.in_(states)))
    return db.session.scalars(found.with_only_columns(Participant.id)).all()


def offices_taking_part(event: Event, *, actor: Any = None) -> Sequence[Office]:
    """List the offices that have people in this event, in protocol order."""
    sends = select(Participant.id).where(Participant.office_id == Office.id, *within(event, actor)).exists()
    return db.session.scalars(select(Office).where(sends).order_by(Office.protocol_order, Office.id)).all()


def positions_taking_part(event: Event) -> Sequence[Position]:
    """List the known posts that somebody of this event holds, the highest first."""
    held = (
        select(Participant.id)
        .where(Participant.event_id == event.id, Participant.position_id == Position.id)
        .exists()
    )
    return db.session.scalars(select(Position).where(held).order_by(Position.rank_order, Position.id)).all()


def roster_of(event: Event, roster_id: int) -> Roster:
    """Return a sheet kept for this event, or raise RosterNotThere."""
    roster = db.session.get(Roster, roster_id)
    if roster is None or roster.event_id != event.id:
        raise RosterNotThere(N_("This sheet does not belong to the event. Upload it again."))
    return roster


def question(event: Event, actor: Any, wanted: Wanted) -> Select[Participant]:
    """Ask for those a list shows, within reach of the actor."""
    return _in_reach(event, actor).where(*conditions(wanted))


def in_protocol_order(asked: Select[Participant]) -> Select[Participant]:
    """Sort by office as the ministry lists them, in each the highest post first."""
    rank = func.coalesce(Position.rank_order, BELOW_ALL_POSTS)
    return asked.outerjoin(Participant.position).order_by(
        Office.protocol_order, Office.id, rank, Participant.folded_name, Participant.id
    )


def with_all(asked: Select[Participant]) -> Select[Participant]:
    """Load what the page of one person shows, too."""
    return asked.options(*everything())


def everything() -> Sequence[ExecutableOption]:
    """What the page of one person shows: office, post, withdrawal and passes."""
    return (
        contains_eager(Participant.office),
        joinedload(Participant.position),
        joinedload(Participant.withdrawal),
        selectinload(Participant.passes),
    )


def _in_reach(event: Event, actor: Any) -> Select[Participant]:
    return select(Participant).join(Participant.office).where(*within(event, actor))


def within(event: Event, actor: Any) -> list[ColumnElement[bool]]:
    """The conditions of being in this event and within reach of the actor; without one, of everybody."""
    of_event = [Participant.event_id == event.id]
    if actor is None:
        return of_event
    return [*of_event, within_reach(actor, Permission.PARTICIPANTS_VIEW, Participant, event_id=event.id)]
