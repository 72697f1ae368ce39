"""Delegations with seats, for the tests of this room."""

from app.db import db, transaction
from app.offices.models import Office, Position
from app.participants.models import Delegation, Participant, Seat
from tests.cast import Cast

STAFF = "staff"


def post(name: str, *, rank: int) -> Position:
    """A post with its rank."""
    position = Position(name=name, rank_order=rank)
    with transaction() as session:
        session.add(position)
    return position


def seats_for(cast: Cast, office: Office, posts: list[Position], *, staff: int = 0) -> list[Seat]:
    """One seat for each post and so many for the staff, in the delegation of an office."""
    delegation = cast.delegation(cast.event, office)
    seats = [seat(delegation, code=str(one.id), post=one) for one in posts]
    seats += [seat(delegation, code=f"{STAFF}-{number}") for number in range(1, staff + 1)]
    with transaction() as session:
        session.add_all(seats)
    return seats


def seat(delegation: Delegation, *, code: str, post: Position | None = None) -> Seat:
    """A seat of a delegation, not stored yet."""
    return Seat(
        event_id=delegation.event_id,
        delegation_id=delegation.id,
        position_id=post.id if post else None,
        code=code,
    )


def holds(person: Participant, post: Position, *, written: str | None = None) -> Participant:
    """Let somebody have a post, as the sheet wrote it."""
    with transaction():
        person.position_id, person.position_name = post.id, written or post.name
    return person


def sits_on(person: Participant) -> int | None:
    """The seat that somebody fills now, as the database has it."""
    db.session.expire_all()
    return db.session.get_one(Participant, person.id).seat_id
