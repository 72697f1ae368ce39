"""The seats of one post in one delegation: how many there should be, those there are, which may go."""

from dataclasses import dataclass, field

from sqlalchemy import delete, select

from app.db import db
from app.events.models import Event
from app.participants.models import Delegation, Seat
from app.participants.occasions import keeps_seats
from app.participants.seats import free_from_those_gone, free_seats
from app.registration.models import Nomination
from app.registration.plan_seats import code_of_post
from app.registration.steps import OPEN_STATES


@dataclass
class SeatsOfPost:
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


def removable_seats(event_id: int) -> set[int]:
    """Return the ids of the seats of an event that nobody has and nobody is proposed for."""
    return {seat.id for seat in free_seats(event_id)} - _seats_proposed(event_id)


@keeps_seats
def seats_awaiting_somebody(event: Event) -> set[int]:
    """Return the seats for which an office has proposed somebody and has no answer yet."""
    return _seats_proposed(event.id)


def _seats_proposed(event_id: int) -> set[int]:
    proposed = select(Nomination.seat_id).where(
        Nomination.event_id == event_id, Nomination.state.in_(OPEN_STATES)
    )
    return {seat_id for seat_id in db.session.scalars(proposed) if seat_id is not None}


def take_away(event_id: int, seat_ids: list[int]) -> None:
    """Remove these seats, and let those who left go of them first."""
    if not seat_ids:
        return
    free_from_those_gone(event_id, set(seat_ids))
    db.session.execute(delete(Seat).where(Seat.id.in_(seat_ids)))
