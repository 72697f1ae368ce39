"""When the day of a session was closed. The attendance of days stands above this room, and tells it here."""

from collections.abc import Callable
from datetime import datetime

Tells = Callable[[int], datetime | None]

_tell: list[Tells] = []


def tells_when_sealed(tells: Tells) -> Tells:
    """Let this function of a room above say when a session was sealed with its day, or None."""
    _tell.append(tells)
    return tells


def sealed_at(session_id: int) -> datetime | None:
    """Return when a session was sealed with its day, by the event's clock; None while it is open."""
    return next((at for tells in _tell if (at := tells(session_id)) is not None), None)
