"""The list of participants page by page: counted in one look, read only where the page stands.

Tens of thousands of people are counted by office and state from one index. The counts say which
offices a page falls on, so that only these are read and sorted.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, Subquery, func, literal, select, true, union_all
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.db import db
from app.events.models import Event
from app.offices.models import Office
from app.participants.models import Delegation, Participant, ParticipantState, Seat
from app.participants.queries import in_protocol_order, only, question, within
from app.participants.wanted import EVERYBODY, LISTED, ON_THE_LIST, ListState, Wanted, narrowing

PAGE_SIZE = 50
S = TypeVar("S")


@dataclass(frozen=True)
class Count:
    """How many of one office stand on the list in one way; `confirmed` of them have confirmed their name."""

    office_id: int
    state: ParticipantState
    people: int
    confirmed: int

    def within(self, state: ListState | None) -> int:
        """How many of these a tab shows."""
        if state is None:
            return self.people
        if state is ListState.NAME_UNCONFIRMED:
            return self.people - self.confirmed if self.state in ON_THE_LIST else 0
        return self.people if self.state.value == state.value else 0


@dataclass(frozen=True)
class Counts:
    """How many a list would show under each of its tabs, office by office."""

    rows: Sequence[Count]

    def of(self, state: ListState | None) -> int:
        """How many a tab shows; None for the tab of all."""
        return sum(row.within(state) for row in self.rows)

    def by_office(self, state: ListState | None) -> Counter[int]:
        """How many a tab shows, by the id of the office."""
        found: Counter[int] = Counter()
        for row in self.rows:
            found[row.office_id] += row.within(state)
        return found


@dataclass(frozen=True)
class Tally(Generic[S]):
    """How many people of each office are in each state of some list: office id, state, people."""

    rows: Sequence[tuple[int, S, int]]

    def of(self, state: S | None) -> int:
        """How many a tab shows; None for the tab of all."""
        return self.by_office(state).total()

    def by_office(self, state: S | None) -> Counter[int]:
        """How many a tab shows, by the id of the office."""
        found: Counter[int] = Counter()
        for office_id, counted, people in self.rows:
            found[office_id] += people if state in (None, counted) else 0
        return found


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


def count_people(event: Event, *, actor: Any, wanted: Wanted) -> Counts:
    """Count those a list would show under each of its tabs; the tab asked for itself does not count."""
    found = wanted.in_any_state()
    if found.is_everybody:
        return _count_everybody(event, actor)
    group = (Participant.office_id, Participant.state)
    asked = select(*group, func.count(), func.count(Participant.name_confirmed_at))
    narrowed = asked.where(*within(event, actor), *narrowing(found)).group_by(*group)
    # Who was merged is left out of the groups: to leave them out of the rows takes a tenth longer.
    counts = (Count(*row) for row in db.session.execute(narrowed))
    return Counts([one for one in counts if one.state in LISTED])


def _count_everybody(event: Event, actor: Any) -> Counts:
    """Each office and state is a stretch of the index: to count it costs a third of grouping its rows."""
    states = _states()
    stretch = select(func.count()).where(
        *within(event, actor),
        Participant.office_id == Delegation.office_id,
        Participant.state == states.c.state,
    )
    unconfirmed = stretch.where(Participant.name_confirmed_at.is_(None))
    confirmed = stretch.where(Participant.name_confirmed_at.is_not(None))
    numbers = (one.correlate(Delegation, states).scalar_subquery() for one in (unconfirmed, confirmed))
    every = select(Delegation.office_id, states.c.state, *numbers).join(states, true())
    rows = db.session.execute(every.where(Delegation.event_id == event.id))
    return Counts([Count(office, state, rest + sure, sure) for office, state, rest, sure in rows])


def _states() -> Subquery:
    """The states that stand on a list, as rows."""
    kind = Participant.state.type
    return union_all(*(select(literal(state, kind).label("state")) for state in LISTED)).subquery()


def listed(
    event: Event, *, actor: Any, wanted: Wanted, ids: Sequence[int] | None = None
) -> Sequence[Participant]:
    """List everybody that a list shows, in protocol order; with `ids` only these of all."""
    asked = question(event, actor, wanted) if ids is None else question(event, actor, EVERYBODY)
    return only(in_protocol_order(asked).options(*_shown()), ids)


def page_of(
    event: Event, *, actor: Any, wanted: Wanted, number: int, counts: Counts, offices: Sequence[Office]
) -> Page:
    """Return one page of a list that was counted; a number beyond the last page gives the last one.

    `offices` are those that take part, in protocol order.
    """
    people = counts.by_office(wanted.state)
    return page_among(
        question(event, actor, wanted), people, number=number, offices=offices, options=_shown()
    )


def page_among(
    asked: Select[Participant],
    people: Counter[int],
    *,
    number: int,
    offices: Sequence[Office],
    options: Sequence[ExecutableOption],
) -> Page:
    """Return one page of those asked for, in protocol order, when it is known how many each office has.

    `asked` has joined the offices; `options` say what is loaded of each person.
    """
    total = people.total()
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    start = (number - 1) * PAGE_SIZE
    here, before = _offices_of_page(people, offices, start)
    if not here:
        return Page([], total, number)
    sorted_ids = in_protocol_order(asked.where(Participant.office_id.in_(here)))
    ids = sorted_ids.with_only_columns(Participant.id).offset(start - before).limit(PAGE_SIZE)
    # Only ids are sorted: a thousand whole rows would be carried along to show fifty.
    shown = in_protocol_order(select(Participant).join(Participant.office).where(Participant.id.in_(ids)))
    return Page(db.session.scalars(shown.options(*options)).all(), total, number)


def _offices_of_page(counted: Counter[int], offices: Sequence[Office], start: int) -> tuple[list[int], int]:
    """Return the ids of the offices that a page falls on, and how many people stand before them."""
    here: list[int] = []
    passed = before = 0
    for office in offices:
        size = counted[office.id]
        if size and passed < start + PAGE_SIZE and passed + size > start:
            before = before if here else passed
            here.append(office.id)
        passed += size
    return here, before


def _shown() -> tuple[Any, ...]:
    seat = joinedload(Participant.seat).joinedload(Seat.position)
    return contains_eager(Participant.office), seat
