"""Places of a role: forms keep to them, a sheet tells how many it goes beyond."""

from collections.abc import Mapping

from app.audit.record import Doer, record
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import Refused
from app.participants.models import ParticipantRole
from app.participants.occasions import free_places, refuse_when_full


def refuse_beyond_places(event: Event, role: ParticipantRole, *, by: Doer, beyond: bool) -> None:
    """Refuse somebody more in a role whose places are taken, unless that is meant: then the trail says so."""
    one_at_a_time(event.id)
    try:
        refuse_when_full(event, role, by=by)
    except Refused:
        if not beyond:
            raise
        note_beyond_places(event, {role: 1}, by=by, on=f"event:{event.id}")


def beyond_places(event: Event, coming: Mapping[str, int]) -> dict[ParticipantRole, int]:
    """Tell how many of those who come into each role, by its value, find no place now."""
    over = {role: coming.get(role.value, 0) - max(number, 0) for role, number in free_places(event).items()}
    return {role: number for role, number in over.items() if number > 0}


def note_beyond_places(event: Event, over: Mapping[ParticipantRole, int], *, by: Doer, on: str) -> None:
    """Write into the trail how many were put into each role for whom it had no place."""
    for role, people in over.items():
        values = {"role": role.value, "people": people}
        record("participants.exceed_places", by=by, on=on, event_id=event.id, **values)
