"""Give one delegation a seat more or less than the plan says; making the seats anew leaves it so."""

from sqlalchemy import delete, select

from app.audit.record import Doer, record
from app.db import db, insert_many
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, NotThere
from app.offices.models import Position
from app.participants.models import Delegation, Seat
from app.registration.models import SeatAdjustment
from app.registration.plan_seats import check_places, code_of_post, seat_rules_of
from app.registration.seats_of_post import SeatsOfPost, removable_seats, take_away


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


def add_seat(delegation: Delegation, position: Position | None, *, by: Doer) -> None:
    """Give one delegation a seat more for a post, or for its staff; the plan of the others stays."""
    one_at_a_time(delegation.event_id)
    place = _seats_of(delegation, position.id if position else None)
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
    if seat.id not in removable_seats(delegation.event_id):
        raise SeatInUse
    place = _seats_of(delegation, seat.position_id)
    place.wanted = len(place.seats) - 1
    take_away(delegation.event_id, [seat.id])
    _adjust(place)
    _told("registration.remove_seat", place, by=by)


def _seats_of(delegation: Delegation, position_id: int | None) -> SeatsOfPost:
    of_post = Seat.position_id.is_not_distinct_from(position_id)
    question = select(Seat).where(Seat.delegation_id == delegation.id, of_post)
    return SeatsOfPost(delegation, position_id, seats=list(db.session.scalars(question.order_by(Seat.id))))


def _adjust(place: SeatsOfPost) -> None:
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


def _told(action: str, place: SeatsOfPost, *, by: Doer) -> None:
    delegation = place.delegation
    record(
        action,
        by=by,
        on=delegation.reference,
        event_id=delegation.event_id,
        post=code_of_post(place.position_id),
        places=place.wanted,
    )
