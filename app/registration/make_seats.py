"""Make the seats that the plan says: for every office of a kind at once, or for one delegation by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import contains_eager, joinedload

from app.audit.record import Doer, record
from app.db import db, insert_all_once, insert_many
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, NotThere
from app.offices.models import Office, OfficeKind, Position
from app.offices.queries import existing
from app.participants.models import Delegation, Seat
from app.participants.seats import free_from_those_gone, free_seats
from app.registration.models import Nomination, SeatAdjustment, State
from app.registration.plan_seats import check_places, code_of_post, seat_rules_of

# A seat for which somebody is proposed is not removed under their feet.
OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)


class SeatInUse(Conflict):
    """Somebody sits there, or is proposed for it."""

    def __init__(self) -> None:
        super().__init__(
            N_("Somebody has this seat or is proposed for it. Free the seat first, then remove it.")
        )


class SeatNotThere(NotThere):
    """The delegation has no such seat."""

    def __init__(self) -> None:
        super().__init__(N_("This seat does not exist any more. Look at the delegation again."))


@dataclass(frozen=True)
class Unremoved:
    """Seats that the plan no longer has, but that somebody fills: `post` is None for the staff."""

    office: str
    post: str | None
    number: int


@dataclass(frozen=True, kw_only=True)
class SeatsMade:
    """What making the seats came to; `unremoved` says which surplus seats stay because of their people."""

    offices: int
    added: int
    removed: int
    unremoved: tuple[Unremoved, ...]


@dataclass
class _Place:
    """The seats of one post in one delegation: how many there should be, and those there are."""

    delegation: Delegation
    position_id: int | None
    wanted: int = 0
    seats: list[Seat] = field(default_factory=list)

    def missing(self, event_id: int) -> list[dict[str, object]]:
        """The rows of the seats to add, under the lowest numbers that are free."""
        code = code_of_post(self.position_id)
        taken = {seat.code for seat in self.seats}
        fresh = (name for name in (f"{code}-{n}" for n in range(1, 2 * self.wanted + 1)) if name not in taken)
        number = max(0, self.wanted - len(self.seats))
        return [
            {
                "event_id": event_id,
                "delegation_id": self.delegation.id,
                "position_id": self.position_id,
                "code": next(fresh),
            }
            for _ in range(number)
        ]

    def surplus(self, free: set[int]) -> list[int]:
        """The empty seats to remove, the last ones first."""
        number = max(0, len(self.seats) - self.wanted)
        return [seat.id for seat in reversed(self.seats) if seat.id in free][:number]


def make_seats(event: Event, *, by: Doer) -> SeatsMade:
    """Give every office of a planned kind, valid at the event, its delegation and its seats.

    Repeating it adds what is missing and removes what is empty and no longer planned; what was adjusted for
    one delegation stays so.
    """
    one_at_a_time(event.id)
    _make_delegations(event)
    places = _places(event)
    free = _removable(event.id)
    new = [row for place in places for row in place.missing(event.id)]
    gone = [seat_id for place in places for seat_id in place.surplus(free)]
    unremoved = tuple(_unremoved(places, set(gone)))
    insert_many(Seat, new)
    _remove(event.id, gone)
    if new or gone:
        record("registration.make_seats", by=by, event_id=event.id, added=len(new), removed=len(gone))
    offices = len({place.delegation.id for place in places if place.wanted})
    return SeatsMade(offices=offices, added=len(new), removed=len(gone), unremoved=unremoved)


def add_seat(delegation: Delegation, position: Position | None, *, by: Doer) -> None:
    """Give one delegation a seat more for a post, or for its staff; the plan of the others stays."""
    one_at_a_time(delegation.event_id)
    place = _place_of(delegation, position.id if position else None)
    place.wanted = len(place.seats) + 1
    check_places([place.wanted])
    insert_many(Seat, place.missing(delegation.event_id))
    _adjust(place)
    _told("registration.add_seat", place, by=by)


def remove_seat(delegation: Delegation, seat_id: int, *, by: Doer) -> None:
    """Take an empty seat away from one delegation. Raises SeatNotThere and SeatInUse."""
    one_at_a_time(delegation.event_id)
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.delegation_id != delegation.id:
        raise SeatNotThere
    if seat.id not in _removable(delegation.event_id):
        raise SeatInUse
    place = _place_of(delegation, seat.position_id)
    place.wanted = len(place.seats) - 1
    _remove(delegation.event_id, [seat.id])
    _adjust(place)
    _told("registration.remove_seat", place, by=by)


def _make_delegations(event: Event) -> None:
    kinds = {rule.office_kind for rule in seat_rules_of(event)}
    offices = select(Office.id).where(
        Office.kind.in_(kinds),
        existing(event.starts_on, event.ends_on),
        Office.id.not_in(select(Delegation.office_id).where(Delegation.event_id == event.id)),
    )
    missing = db.session.scalars(offices.order_by(Office.protocol_order, Office.id)).all()
    insert_all_once(Delegation, [{"event_id": event.id, "office_id": office_id} for office_id in missing])


def _places(event: Event) -> list[_Place]:
    """All posts of all delegations that are planned, adjusted or there, in protocol order."""
    delegations = _delegations(event)
    places: dict[tuple[int, int | None], _Place] = {}

    def place_at(delegation: Delegation, position_id: int | None) -> _Place:
        return places.setdefault((delegation.id, position_id), _Place(delegation, position_id))

    rules: dict[OfficeKind, list[tuple[int | None, int]]] = {}
    for rule in seat_rules_of(event):
        rules.setdefault(rule.office_kind, []).append((rule.position_id, rule.places))
    for delegation in delegations.values():
        for position_id, number in rules.get(delegation.office.kind, ()):
            place_at(delegation, position_id).wanted = number
    for adjustment in _adjustments(event):
        delegation = delegations[adjustment.delegation_id]
        place_at(delegation, adjustment.position_id).wanted = adjustment.places
    seats = select(Seat).where(Seat.event_id == event.id).options(joinedload(Seat.position))
    for seat in db.session.scalars(seats.order_by(Seat.id)):
        place_at(delegations[seat.delegation_id], seat.position_id).seats.append(seat)
    return list(places.values())


def _delegations(event: Event) -> dict[int, Delegation]:
    question = (
        select(Delegation)
        .join(Delegation.office)
        .where(Delegation.event_id == event.id)
        .options(contains_eager(Delegation.office))
    )
    in_order = question.order_by(Office.protocol_order, Office.id)
    return {delegation.id: delegation for delegation in db.session.scalars(in_order)}


def _adjustments(event: Event) -> Sequence[SeatAdjustment]:
    of_event = select(Delegation.id).where(Delegation.event_id == event.id)
    return db.session.scalars(
        select(SeatAdjustment).where(SeatAdjustment.delegation_id.in_(of_event)).order_by(SeatAdjustment.id)
    ).all()


def _removable(event_id: int) -> set[int]:
    proposed = select(Nomination.seat_id).where(
        Nomination.event_id == event_id, Nomination.state.in_(OPEN), Nomination.seat_id.is_not(None)
    )
    return {seat.id for seat in free_seats(event_id)} - set(db.session.scalars(proposed))


def _unremoved(places: Sequence[_Place], gone: set[int]) -> Iterable[Unremoved]:
    for place in places:
        left = sum(seat.id not in gone for seat in place.seats) - place.wanted
        if left > 0:
            post = place.seats[0].position
            yield Unremoved(place.delegation.office.short_name, post.name if post else None, left)


def _remove(event_id: int, seat_ids: list[int]) -> None:
    if not seat_ids:
        return
    free_from_those_gone(event_id, set(seat_ids))
    db.session.execute(delete(Seat).where(Seat.id.in_(seat_ids)))


def _place_of(delegation: Delegation, position_id: int | None) -> _Place:
    of_post = Seat.position_id.is_not_distinct_from(position_id)
    question = select(Seat).where(Seat.delegation_id == delegation.id, of_post)
    return _Place(delegation, position_id, seats=list(db.session.scalars(question.order_by(Seat.id))))


def _adjust(place: _Place) -> None:
    """Remember the number when it is other than planned; forget it when it is the plan's again."""
    code = code_of_post(place.position_id)
    db.session.execute(
        delete(SeatAdjustment).where(
            SeatAdjustment.delegation_id == place.delegation.id, SeatAdjustment.code == code
        )
    )
    event = db.session.get_one(Event, place.delegation.event_id)
    kind = place.delegation.office.kind
    planned = {rule.code: rule.places for rule in seat_rules_of(event) if rule.office_kind is kind}
    if place.wanted != planned.get(code, 0):
        db.session.add(
            SeatAdjustment(
                delegation_id=place.delegation.id,
                position_id=place.position_id,
                code=code,
                places=place.wanted,
            )
        )
        db.session.flush()


def _told(action: str, place: _Place, *, by: Doer) -> None:
    delegation = place.delegation
    record(
        action,
        by=by,
        on=delegation.reference,
        event_id=delegation.event_id,
        post=code_of_post(place.position_id),
        places=place.wanted,
    )
