"""Occasions on which a higher room has its say: who leaves a role, wants into one, came; places and seats.

`waiting_list.py`, `recognise.py` and `seats_of_post.py` of `registration` put their verbs in here when they
are loaded (docs/decisions/0017, 0018, 0027): this room knows neither quotas nor who waits or is proposed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from app.audit.record import Doer
from app.events.models import Event
from app.participants.models import ParticipantRole

Follow = Callable[[Event, ParticipantRole, Doer], None]
Arrival = Callable[[Event, Sequence[int], Doer], None]
Keep = Callable[[Event], Collection[int]]
Count = Callable[[Event], Mapping[ParticipantRole, int]]
_AFTER_LEAVING: list[Follow] = []
_BEFORE_COMING: list[Follow] = []
_AFTER_COMING: list[Arrival] = []
_KEEPERS: list[Keep] = []
_COUNTS: list[Count] = []


def after_somebody_left(follow: Follow) -> Follow:
    """Let a higher room do what follows when somebody leaves a role, in the same transaction."""
    _AFTER_LEAVING.append(follow)
    return follow


def somebody_left(event: Event, role: ParticipantRole, *, by: Doer) -> None:
    """Do what follows when somebody has left the list, or this role, by whichever verb.

    Call it when that is written, holding `one_at_a_time`; `role` is the one left, not the new one. Whoever
    it was may be deleted by now.
    """
    for follow in _AFTER_LEAVING:
        follow(event, role, by)


def before_somebody_comes(refuse: Follow) -> Follow:
    """Let a higher room refuse somebody more in a role: its places may be taken."""
    _BEFORE_COMING.append(refuse)
    return refuse


def refuse_when_full(event: Event, role: ParticipantRole, *, by: Doer) -> None:
    """Raise what a higher room refuses when one more asks for this role; holds `one_at_a_time`."""
    for refuse in _BEFORE_COMING:
        refuse(event, role, by)


def after_somebody_came(follow: Arrival) -> Arrival:
    """Let a higher room do what follows when people have come onto the list, in the same transaction."""
    _AFTER_COMING.append(follow)
    return follow


def somebody_came(event: Event, ids: Sequence[int], *, by: Doer) -> None:
    """Do what follows when these people have come onto the list, or back to it, by whichever verb.

    Call it when that is written, holding `one_at_a_time`.
    """
    for follow in _AFTER_COMING:
        follow(event, ids, by)


def keeps_seats(keep: Keep) -> Keep:
    """Let a higher room keep seats for whom it expects there."""
    _KEEPERS.append(keep)
    return keep


def kept_seats(event: Event) -> set[int]:
    """Return the seats, by their ids, into which nobody is put of whom nobody has said so."""
    return {seat_id for keep in _KEEPERS for seat_id in keep(event)}


def counts_places(count: Count) -> Count:
    """Let a higher room say how many places are free in each role that has a number of them."""
    _COUNTS.append(count)
    return count


def free_places(event: Event) -> dict[ParticipantRole, int]:
    """Return how many places are free in each role that has a number of them; below zero when overbooked."""
    return {role: number for count in _COUNTS for role, number in count(event).items()}
