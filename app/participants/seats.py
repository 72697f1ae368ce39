"""Put people into the seats of their delegation. Seats belong to posts: people change, the seat stays."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, Refused
from app.offices.models import BELOW_ALL_POSTS, Position
from app.offices.writing import is_acting, is_representing
from app.participants.models import (
    Manner,
    MergedInto,
    Participant,
    ParticipantRole,
    Seat,
    Withdrawal,
)
from app.participants.occasions import kept_seats
from app.participants.same_person import refuse_merged

# Speakers, committee, press and guests do not sit for an office, whoever sends them.
ROLES_THAT_SIT = (ParticipantRole.PARTICIPANT, ParticipantRole.LEADERSHIP)


class SeatTaken(Conflict):
    """Somebody else sits there already."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            N_("%(name)s has this seat already. Look at the delegation again and choose an empty seat."),
            name=name,
        )


class SeatElsewhere(Refused):
    """The seat belongs to another delegation."""

    def __init__(self) -> None:
        super().__init__(
            N_("This seat belongs to another office. Choose a seat of the office that sends this person.")
        )


class NobodyToSeat(Refused):
    """Who has left the list takes no seat."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            N_(
                "%(name)s is no longer on the list. Put this person back on the list first, "
                "then choose a seat."
            ),
            name=name,
        )


def free_seats(event_id: int) -> Sequence[Seat]:
    """List the seats of an event that nobody fills, delegation by delegation in the order of their posts."""
    rank = func.coalesce(Position.rank_order, BELOW_ALL_POSTS)
    taken = select(Participant.id).where(Participant.seat_id == Seat.id, ~is_gone()).exists()
    return db.session.scalars(
        select(Seat)
        .outerjoin(Position, Position.id == Seat.position_id)
        .where(Seat.event_id == event_id, ~taken)
        .order_by(Seat.delegation_id, rank, Seat.id)
    ).all()


def seat_people(
    event: Event, *, by: Doer, people: Collection[int] | None = None, seats: Collection[int] | None = None
) -> int:
    """Put who has no seat yet into a free one of their delegation, and return how many.

    Posts come first: who holds a post before who acts for it. Whoever finds no seat for a post takes one
    of the staff, in protocol order; whoever finds none there stays without. Repeating it changes nothing.
    Without `people` (their ids) that is everybody, also whose seat was freed by hand; without `seats`
    every seat, except those that are kept for somebody else.
    """
    one_at_a_time(event.id)
    free = _free_by_post(event, seats)
    if not free or (people is not None and not people):
        return 0
    without = _people_without_seat({delegation_id for delegation_id, _ in free})
    chosen = [person for person in without if people is None or person.id in people]
    placed = [*_to_their_posts(chosen, free)]
    seated = {row["id"] for row in placed}
    placed += _to_the_staff((person for person in chosen if person.id not in seated), free)
    if placed:
        free_from_those_gone(event.id, {row["seat_id"] for row in placed})
        db.session.execute(update(Participant), placed)
        _forget(Participant)
        record("participants.seat_people", by=by, event_id=event.id, seated=len(placed))
    return len(placed)


def _free_by_post(event: Event, seats: Collection[int] | None) -> dict[tuple[int, int | None], list[int]]:
    kept = kept_seats(event)
    free: dict[tuple[int, int | None], list[int]] = {}
    for seat in free_seats(event.id):
        if seat.id not in kept and (seats is None or seat.id in seats):
            free.setdefault((seat.delegation_id, seat.position_id), []).append(seat.id)
    return free


def take_seat(participant: Participant, seat: Seat, *, by: Doer) -> None:
    """Put somebody into a seat of their delegation; the seat they had becomes free.

    Acting or representing is read from the post as written, unless it was said before. Raises SeatTaken,
    SeatElsewhere, NobodyToSeat, CountsAsSomebody.
    """
    one_at_a_time(participant.event_id)
    refuse_merged(participant)
    if participant.delegation_id != seat.delegation_id:
        raise SeatElsewhere
    sitting = select(Participant).where(Participant.seat_id == seat.id, ~is_gone())
    holder = db.session.scalars(sitting).one_or_none()
    if holder is not None and holder.id != participant.id:
        raise SeatTaken(name=holder.display_name)
    if db.session.scalar(select(Participant.id).where(Participant.id == participant.id, is_gone())):
        raise NobodyToSeat(name=participant.display_name)
    free_from_those_gone(participant.event_id, {seat.id})
    participant.seat_id = seat.id
    if participant.manner is Manner.HOLDER:
        participant.manner = manner_written(participant.position_name)
    if participant.manner is Manner.REPRESENTING and seat.position and not participant.represents:
        participant.represents = seat.position.name
    db.session.flush()
    db.session.expire(participant, ["seat"])
    db.session.expire(seat, ["holder"])
    record(
        "participants.take_seat",
        by=by,
        on=participant.reference,
        event_id=participant.event_id,
        seat=seat.id,
    )


def free_seat(participant: Participant, *, by: Doer) -> None:
    """Let somebody stand up: the seat is empty, the person stays on the list."""
    if participant.seat_id is None:
        return
    seat_id, participant.seat_id = participant.seat_id, None
    db.session.flush()
    db.session.expire(participant, ["seat"])
    record(
        "participants.free_seat",
        by=by,
        on=participant.reference,
        event_id=participant.event_id,
        seat=seat_id,
    )


def free_from_those_gone(event_id: int, seat_ids: set[int]) -> None:
    """Take these seats from whoever left the list while holding one of them."""
    held = select(Participant.id, Participant.seat_id).where(
        Participant.event_id == event_id, Participant.seat_id.is_not(None), is_gone()
    )
    for participant_id, seat_id in db.session.execute(held).all():
        if seat_id in seat_ids:
            db.session.execute(
                update(Participant).where(Participant.id == participant_id).values(seat_id=None)
            )


def manner_written(position_name: str) -> Manner:
    """Read from a post as written how it is filled: "Plt. …" acts, "Mewakili …" represents."""
    if is_acting(position_name):
        return Manner.ACTING
    return Manner.REPRESENTING if is_representing(position_name) else Manner.HOLDER


def _people_without_seat(delegation_ids: set[int]) -> Sequence[Any]:
    rank = func.coalesce(Position.rank_order, BELOW_ALL_POSTS)
    return db.session.execute(
        select(
            Participant.id,
            Participant.delegation_id,
            Participant.position_id,
            Participant.position_name,
            Participant.manner,
            Participant.represents,
            Position.name.label("post"),
        )
        .outerjoin(Position, Position.id == Participant.position_id)
        .where(
            Participant.delegation_id.in_(delegation_ids),
            Participant.seat_id.is_(None),
            Participant.role.in_(ROLES_THAT_SIT),
            ~is_gone(),
        )
        .order_by(rank, Participant.folded_name, Participant.id)
    ).all()


def _to_their_posts(
    people: Iterable[Any], free: dict[tuple[int, int | None], list[int]]
) -> Iterable[dict[str, Any]]:
    with_post = (person for person in people if person.position_id is not None)
    for person in sorted(with_post, key=lambda one: _manner(one) is not Manner.HOLDER):
        seats = free.get((person.delegation_id, person.position_id))
        if seats:
            manner = _manner(person)
            represents = person.represents or (person.post if manner is Manner.REPRESENTING else "")
            yield {"id": person.id, "seat_id": seats.pop(0), "manner": manner, "represents": represents}


def _to_the_staff(
    people: Iterable[Any], free: dict[tuple[int, int | None], list[int]]
) -> Iterable[dict[str, Any]]:
    for person in people:
        seats = free.get((person.delegation_id, None))
        if seats:
            yield {
                "id": person.id,
                "seat_id": seats.pop(0),
                "manner": _manner(person),
                "represents": person.represents,
            }


def _manner(person: Any) -> Manner:
    said: Manner = person.manner
    return manner_written(person.position_name) if said is Manner.HOLDER else said


def is_gone() -> ColumnElement[bool]:
    """Who withdrew, was substituted or merged into another row keeps no seat from others."""
    gone = select(Withdrawal.id).where(Withdrawal.participant_id == Participant.id).exists()
    double = select(MergedInto.id).where(MergedInto.duplicate_id == Participant.id).exists()
    return or_(gone, double)


def _forget(model: type[Any]) -> None:
    """What the session remembers of these rows is out of date: they were written in bulk."""
    for thing in list(db.session.identity_map.values()):
        if isinstance(thing, model):
            db.session.expire(thing)
