"""The seat plan: which posts each kind of office sends, and the seats that follow from it."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Refused
from app.offices.models import BELOW_ALL_POSTS, OfficeKind, Position
from app.registration.models import SeatRule

STAFF = "staff"
MOST_PLACES = 500


class PlacesOutOfRange(Refused):
    """A number of seats that no office can fill."""

    def __init__(self) -> None:
        super().__init__(N_("Write a number of seats from 0 to %(most)s."), most=MOST_PLACES)


def code_of_post(position_id: int | None) -> str:
    """How a post is named in plans and seats: its id, or `staff` for those without a post of their own."""
    return STAFF if position_id is None else str(position_id)


def seat_rules_of(event: Event) -> Sequence[SeatRule]:
    """List the plan of an event, kind by kind, the highest post first and the staff last."""
    rank = func.coalesce(Position.rank_order, BELOW_ALL_POSTS)
    return db.session.scalars(
        select(SeatRule)
        .outerjoin(SeatRule.position)
        .where(SeatRule.event_id == event.id)
        .order_by(SeatRule.office_kind, rank, SeatRule.id)
    ).all()


def plan_seats(event: Event, kind: OfficeKind, *, places: Mapping[int | None, int], by: Doer) -> None:
    """Say how many of each post (None: staff) every office of a kind sends; what is not named is none.

    Seats are made by `make_seats`. Raises PlacesOutOfRange.
    """
    check_places(places.values())
    one_at_a_time(event.id)
    wanted = {code_of_post(post): (post, number) for post, number in places.items() if number}
    rules = {rule.code: rule for rule in seat_rules_of(event) if rule.office_kind is kind}
    if {code: rule.places for code, rule in rules.items()} == {code: n for code, (_, n) in wanted.items()}:
        return
    for code, rule in rules.items():
        if code not in wanted:
            db.session.delete(rule)
    for code, (post, number) in wanted.items():
        if code in rules:
            rules[code].places = number
        else:
            db.session.add(
                SeatRule(event_id=event.id, office_kind=kind, position_id=post, code=code, places=number)
            )
    db.session.flush()
    record(
        "registration.plan_seats",
        by=by,
        event_id=event.id,
        kind=kind.value,
        places={code: number for code, (_, number) in wanted.items()},
    )


def check_places(numbers: Iterable[int]) -> None:
    """Refuse a number of seats that no office can fill. Raises PlacesOutOfRange."""
    if not all(0 <= number <= MOST_PLACES for number in numbers):
        raise PlacesOutOfRange
