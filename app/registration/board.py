"""The board of the delegations: for each office, in protocol order, how each of its seats is filled."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from app.access import Permission, within_reach
from app.db import db
from app.events.models import Event
from app.lib.folding import folded
from app.offices.models import Office, OfficeKind, Position
from app.participants.models import Delegation, Manner, Participant, Seat
from app.participants.seats import is_gone
from app.registration.letters_owed import letters_that_count
from app.registration.models import State
from app.registration.steps import newest_state, owes_submission


class SeatState(enum.Enum):
    """How a seat is filled."""

    FILLED = "filled"
    ACTING = "acting"
    REPRESENTED = "represented"
    SUBSTITUTED = "substituted"
    EMPTY = "empty"


class Owed(enum.Enum):
    """What a delegation with seats may still owe: people, its submission, or an assignment letter."""

    PEOPLE = "incomplete"
    SUBMISSION = "unsubmitted"
    LETTER = "without_letter"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Which delegations the board shows; `kind` None is the first kind of office that has seats.

    `owed`: only those that owe it, with `kind` None of every kind of office.
    """

    kind: OfficeKind | None = None
    zone: str = ""
    search: str = ""
    owed: Owed | None = None


@dataclass(frozen=True)
class Mark:
    """One seat of a post: how it is filled, and by whom."""

    state: SeatState
    name: str = ""


@dataclass(kw_only=True)
class Line:
    """One delegation: its seats by post, and the seats of its staff counted by state."""

    delegation_id: int
    office: str
    city: str
    kind: OfficeKind
    zone: str
    standing: State | None
    letters: int
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    staff: dict[SeatState, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[SeatState, int]:
        """How many seats are filled in each way."""
        posts = [mark.state for marks in self.marks.values() for mark in marks]
        return {state: posts.count(state) + self.staff.get(state, 0) for state in SeatState}

    @property
    def seats(self) -> int:
        """How many seats there are."""
        return sum(self.counts.values())

    @property
    def staff_seats(self) -> int:
        """How many seats the staff has."""
        return sum(self.staff.values())

    @property
    def staff_filled(self) -> int:
        """How many of them are filled."""
        return self.staff_seats - self.staff.get(SeatState.EMPTY, 0)

    @property
    def is_complete(self) -> bool:
        """Whether every seat is filled; a delegation without seats lacks nothing."""
        return not self.counts[SeatState.EMPTY]

    def owes(self, owed: Owed) -> bool:
        """Whether this is still owed; a delegation that the committee filled itself hands in nothing."""
        if owed is Owed.PEOPLE:
            return not self.is_complete
        if owed is Owed.LETTER:
            return bool(self.seats) and not self.letters
        return owes_submission(self.standing, seats=self.seats, is_complete=self.is_complete)


@dataclass(frozen=True, kw_only=True)
class Board:
    """The lines shown, the posts that are its columns, and the figures of the kind of office shown.

    `kind` is None when all kinds are shown together.
    """

    kind: OfficeKind | None
    lines: Sequence[Line]
    posts: Sequence[Position]
    has_staff: bool
    offices: int
    complete: int
    counts: dict[SeatState, int]
    kinds: dict[OfficeKind, int]
    zones: Sequence[str]

    @property
    def seats(self) -> int:
        """How many seats there are, whatever is filtered."""
        return sum(self.counts.values())

    @property
    def filled(self) -> int:
        """How many of them are filled."""
        return self.seats - self.counts[SeatState.EMPTY]


def board_of(event: Event, *, actor: Any = None, shown: Shown | None = None) -> Board:
    """Draw up the board, in protocol order; with an `actor` only of the delegations within reach."""
    shown = shown or Shown()
    within = [Delegation.event_id == event.id]
    if actor is not None:
        within.append(within_reach(actor, Permission.PARTICIPANTS_VIEW, Delegation))
    every = _lines(within)
    posts = _fill_in_posts(every, within)
    _fill_in_staff(every, within)
    kind = shown.kind or (None if shown.owed else _first_kind(list(every.values())))
    of_kind = [line for line in every.values() if kind in (None, line.kind)]
    return Board(
        kind=kind,
        lines=[line for line in of_kind if _is_shown(line, shown)],
        posts=[post for post in posts if any(post.id in line.marks for line in of_kind)],
        has_staff=any(line.staff for line in of_kind),
        offices=len(of_kind),
        complete=sum(line.is_complete for line in of_kind),
        counts={state: sum(line.counts[state] for line in of_kind) for state in SeatState},
        kinds={one: sum(line.kind is one for line in every.values()) for one in OfficeKind},
        zones=list(dict.fromkeys(line.zone for line in of_kind)),
    )


def state_of(holder: Participant | None) -> SeatState:
    """Say how a seat is filled by this person; None is nobody."""
    if holder is None:
        return SeatState.EMPTY
    return seat_state(holder.manner, is_substitute=holder.substitutes_id is not None)


def seat_state(manner: Manner, *, is_substitute: bool) -> SeatState:
    """Say how a seat is filled by somebody: that the person changed is told before anything else."""
    if is_substitute:
        return SeatState.SUBSTITUTED
    return _BY_MANNER[manner]


_BY_MANNER = {
    Manner.HOLDER: SeatState.FILLED,
    Manner.ACTING: SeatState.ACTING,
    Manner.REPRESENTING: SeatState.REPRESENTED,
}


def _lines(within: list[ColumnElement[bool]]) -> dict[int, Line]:
    found = db.session.execute(
        select(
            Delegation.id.label("delegation_id"),
            Office.short_name.label("office"),
            func.coalesce(Office.city, "").label("city"),
            Office.kind,
            Office.zone,
            newest_state().label("standing"),
            letters_that_count().label("letters"),
        )
        .join(Delegation.office)
        .where(*within)
        .order_by(Office.protocol_order, Office.id)
    ).mappings()
    return {row["delegation_id"]: Line(**row) for row in found}


def _fill_in_posts(lines: dict[int, Line], within: list[ColumnElement[bool]]) -> list[Position]:
    """Put the seats of posts into the lines, and return their posts in the order of rank."""
    posts: dict[int, Position] = {}
    seats = (
        select(Seat.delegation_id, Position, Participant.name, Participant.manner, Participant.substitutes_id)
        .join(Delegation, Delegation.id == Seat.delegation_id)
        .join(Position, Position.id == Seat.position_id)
        .outerjoin(Participant, (Participant.seat_id == Seat.id) & ~is_gone())
        .where(*within)
        .order_by(Position.rank_order, Position.id, Seat.id)
    )
    for delegation_id, post, name, manner, substitutes_id in db.session.execute(seats):
        posts[post.id] = post
        mark = Mark(SeatState.EMPTY)
        if manner is not None:
            mark = Mark(seat_state(manner, is_substitute=substitutes_id is not None), name)
        lines[delegation_id].marks.setdefault(post.id, []).append(mark)
    return list(posts.values())


def _fill_in_staff(lines: dict[int, Line], within: list[ColumnElement[bool]]) -> None:
    is_substitute = case((Participant.substitutes_id.is_not(None), 1), else_=0)
    staff = (
        select(Seat.delegation_id, Participant.manner, is_substitute, func.count())
        .join(Delegation, Delegation.id == Seat.delegation_id)
        .outerjoin(Participant, (Participant.seat_id == Seat.id) & ~is_gone())
        .where(Seat.position_id.is_(None), *within)
        .group_by(Seat.delegation_id, Participant.manner, is_substitute)
    )
    for delegation_id, manner, substitute, number in db.session.execute(staff):
        state = seat_state(manner, is_substitute=bool(substitute)) if manner else SeatState.EMPTY
        counted = lines[delegation_id].staff
        counted[state] = counted.get(state, 0) + number


def _first_kind(lines: Sequence[Line]) -> OfficeKind:
    there = [line.kind for line in lines if line.seats] or [line.kind for line in lines]
    return next((kind for kind in OfficeKind if kind in there), OfficeKind.REGIONAL)


def _is_shown(line: Line, shown: Shown) -> bool:
    if (shown.owed and not line.owes(shown.owed)) or (shown.zone and line.zone != shown.zone):
        return False
    names = [mark.name for marks in line.marks.values() for mark in marks]
    return folded(shown.search) in folded(" ".join((line.office, line.city, *names)))
