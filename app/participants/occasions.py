"""Occasions on which a higher room has its say: somebody leaves a role or wants into one, places are counted.

`registration/waiting_list.py` puts its verbs in here when it is loaded, for all three occasions
(docs/decisions/0018 and 0027): this room knows neither quotas nor who waits.
"""

from collections.abc import Callable, Mapping

from app.audit.record import Doer
from app.events.models import Event
from app.participants.models import ParticipantRole

Follow = Callable[[Event, ParticipantRole, Doer], None]
Count = Callable[[Event], Mapping[ParticipantRole, int]]
_AFTER_LEAVING: list[Follow] = []
_BEFORE_COMING: list[Follow] = []
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


def counts_places(count: Count) -> Count:
    """Let a higher room say how many places are free in each role that has a number of them."""
    _COUNTS.append(count)
    return count


def free_places(event: Event) -> dict[ParticipantRole, int]:
    """Return how many places are free in each role that has a number of them; below zero when overbooked."""
    return {role: number for count in _COUNTS for role, number in count(event).items()}
