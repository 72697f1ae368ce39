"""Make the seats that the plan says, for every office of a kind at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.audit.record import Doer, record
from app.db import db, insert_all_once, insert_many
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.offices.models import Office, OfficeKind
from app.offices.queries import existing
from app.participants.models import Delegation, Seat
from app.registration.models import SeatAdjustment
from app.registration.plan_seats import seat_rules_of
from app.registration.seats_of_post import SeatsOfPost, removable_seats, take_away


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
    new: frozenset[int] = frozenset()  # the ids of the seats that were added


def make_seats(event: Event, *, by: Doer) -> SeatsMade:
    """Give every office of a planned kind, valid at the event, its delegation and its seats.

    Repeating it adds what is missing and removes what is empty and no longer planned; what was adjusted for
    one delegation stays so.
    """
    one_at_a_time(event.id)
    _make_delegations(event)
    places = _places(event)
    free = removable_seats(event.id)
    new = [row for place in places for row in place.missing(event.id)]
    gone = [seat_id for place in places for seat_id in place.surplus(free)]
    unremoved = tuple(_unremoved(places, set(gone)))
    added = frozenset(insert_many(Seat, new))
    take_away(event.id, gone)
    if new or gone:
        record("registration.make_seats", by=by, event_id=event.id, added=len(new), removed=len(gone))
    offices = len({place.delegation.id for place in places if place.wanted})
    return SeatsMade(offices=offices, added=len(new), removed=len(gone), unremoved=unremoved, new=added)


def _make_delegations(event: Event) -> None:
    kinds = {rule.office_kind for rule in seat_rules_of(event)}
    offices = select(Office.id).where(
        Office.kind.in_(kinds),
        existing(event.starts_on, event.ends_on),
        Office.id.not_in(select(Delegation.office_id).where(Delegation.event_id == event.id)),
    )
    missing = db.session.scalars(offices.order_by(Office.protocol_order, Office.id)).all()
    insert_all_once(Delegation, [{"event_id": event.id, "office_id": office_id} for office_id in missing])


def _places(event: Event) -> list[SeatsOfPost]:
    """All posts of all delegations that are planned, adjusted or there, in protocol order."""
    delegations = _delegations(event)
    places: dict[tuple[int, int | None], SeatsOfPost] = {}

    def place_at(delegation: Delegation, position_id: int | None) -> SeatsOfPost:
        return places.setdefault((delegation.id, position_id), SeatsOfPost(delegation, position_id))

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


def _unremoved(places: Sequence[SeatsOfPost], gone: set[int]) -> Iterable[Unremoved]:
    for place in places:
        left = sum(seat.id not in gone for seat in place.seats) - place.wanted
        if left > 0:
            post = place.seats[0].position
            yield Unremoved(place.delegation.office.short_name, post.name if post else None, left)
