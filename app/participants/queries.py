"""Questions about participants: who takes part, for whom, with which pass."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Permission, within_reach
from app.db import db
from app.events.models import Event
from app.lib.folding import folded
from app.lib.refusals import N_, NotThere
from app.offices.models import Office, Position
from app.participants.kept_sheets import Roster
from app.participants.models import Participant, ParticipantRole, Pass, Withdrawal

PAGE_SIZE = 50
FEWEST_DIGITS = 3
WITHOUT_POST = 10_000


class ParticipantNotThere(NotThere):
    """The event has no such participant, or not for the one who asks."""


class RosterNotThere(NotThere):
    """The event has no such sheet."""


class PassState(enum.Enum):
    """How somebody stands with the gate: admitted, without a valid pass, or withdrawn."""

    VALID = "valid"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which participants a list shows. `numbers`: whether the search may look at NIPs."""

    search: str = ""
    office_id: int | None = None
    role: ParticipantRole | None = None
    state: PassState | None = None
    numbers: bool = False


@dataclass(frozen=True)
class Page:
    """One page of a list: `first` is the place of its first row in the whole list, from 1."""

    people: Sequence[Participant]
    total: int
    number: int

    @property
    def first(self) -> int:
        """The place of the first row."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last row."""
        return self.first + len(self.people) - 1

    @property
    def has_next(self) -> bool:
        """Whether more follow."""
        return self.last < self.total


EVERYBODY = Wanted()


def participants_of(event: Event, *, actor: Any = None, wanted: Wanted = EVERYBODY) -> Sequence[Participant]:
    """List the participants of an event in protocol order, with office, post, passes and withdrawal.

    With an `actor` only those within reach.
    """
    return db.session.scalars(_in_protocol_order(_question(event, actor, wanted))).all()


def page_of(event: Event, *, actor: Any, wanted: Wanted, number: int, total: int) -> Page:
    """Return one page of a list whose length is known; a number beyond the last page gives the last one."""
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    question = _in_protocol_order(_question(event, actor, wanted))
    people = db.session.scalars(question.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return Page(people, total, number)


def count_by_state(event: Event, *, actor: Any, wanted: Wanted) -> dict[PassState, int]:
    """Count, for each pass state, those a list would show; the state asked for itself does not count."""
    state = _state_column()
    question = _question(event, actor, replace(wanted, state=None)).with_only_columns(state, func.count())
    found = {PassState(value): number for value, number in db.session.execute(question.group_by(state))}
    return {each: found.get(each, 0) for each in PassState}


def participant_of(event: Event, participant_id: int, *, actor: Any = None) -> Participant:
    """Return one participant of this event, with everything a page shows.

    Raises ParticipantNotThere when the event has none with this id, or not within the actor's reach.
    """
    question = _with_all(_question(event, actor, EVERYBODY)).where(Participant.id == participant_id)
    participant = db.session.scalars(question).one_or_none()
    if participant is None:
        raise ParticipantNotThere(
            N_("This person is not on the event's list. Open the list and search by name.")
        )
    return participant


def participants_by_id(event: Event, ids: Sequence[int]) -> dict[int, Participant]:
    """Return those of the participants that belong to this event, by id."""
    question = _with_all(_question(event, None, EVERYBODY)).where(Participant.id.in_(ids))
    return {person.id: person for person in db.session.scalars(question)}


def offices_taking_part(event: Event, *, actor: Any = None) -> Sequence[Office]:
    """List the offices that have people in this event, in protocol order."""
    taking_part = select(Participant.office_id).where(*_reach(event, actor))
    return db.session.scalars(
        select(Office).where(Office.id.in_(taking_part)).order_by(Office.protocol_order, Office.id)
    ).all()


def roster_of(event: Event, roster_id: int) -> Roster:
    """Return a sheet kept for this event, or raise RosterNotThere."""
    roster = db.session.get(Roster, roster_id)
    if roster is None or roster.event_id != event.id:
        raise RosterNotThere(N_("This sheet does not belong to the event. Upload it again."))
    return roster


def _question(event: Event, actor: Any, wanted: Wanted) -> Select[Participant]:
    return (
        select(Participant)
        .join(Participant.office)
        .outerjoin(Participant.position)
        .outerjoin(Participant.withdrawal)
        .where(*_reach(event, actor), *_conditions(wanted))
    )


def _reach(event: Event, actor: Any) -> list[ColumnElement[bool]]:
    of_event = [Participant.event_id == event.id]
    if actor is None:
        return of_event
    return [*of_event, within_reach(actor, Permission.PARTICIPANTS_VIEW, Participant)]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.office_id is not None:
        conditions.append(Participant.office_id == wanted.office_id)
    if wanted.role is not None:
        conditions.append(Participant.role == wanted.role)
    if wanted.state is not None:
        conditions.append(_state_column() == wanted.state.value)
    if wanted.search.strip():
        conditions.append(_found(wanted.search.strip(), numbers=wanted.numbers))
    return conditions


def _found(search: str, *, numbers: bool) -> ColumnElement[bool]:
    """What was typed stands in the name, in the office or in the post; or a NIP begins with it."""
    digits = "".join(letter for letter in search if letter.isdigit())
    if numbers and len(digits) >= FEWEST_DIGITS and not any(letter.isalpha() for letter in search):
        return Participant.nip.startswith(digits, autoescape=True)
    places = [
        Office.short_name.icontains(search, autoescape=True),
        Office.name.icontains(search, autoescape=True),
        Participant.position_name.icontains(search, autoescape=True),
    ]
    if folded(search):
        places.append(Participant.folded_name.contains(folded(search), autoescape=True))
    return or_(*places)


def _state_column() -> ColumnElement[str]:
    valid = select(Pass.id).where(Pass.participant_id == Participant.id, Pass.voided_at.is_(None)).exists()
    return case(
        (Withdrawal.id.is_not(None), PassState.WITHDRAWN.value),
        (valid, PassState.VALID.value),
        else_=PassState.MISSING.value,
    )


def _in_protocol_order(question: Select[Participant]) -> Select[Participant]:
    rank = func.coalesce(Position.rank_order, WITHOUT_POST)
    return _with_all(question).order_by(
        Office.protocol_order, Office.id, rank, Participant.folded_name, Participant.id
    )


def _with_all(question: Select[Participant]) -> Select[Participant]:
    return question.options(
        joinedload(Participant.office),
        joinedload(Participant.position),
        joinedload(Participant.withdrawal),
        selectinload(Participant.passes),
    )
