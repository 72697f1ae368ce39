"""What in an agenda cannot happen at once."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from app.agenda.models import Session
from app.lib.folding import folded


class ClashKind(enum.Enum):
    """Why two sessions get in each other's way."""

    ROOM = "room"
    PRESENTER = "presenter"


@dataclass(frozen=True)
class Clash:
    """Two sessions that overlap; `what` is the room or the presenter they share."""

    kind: ClashKind
    what: str
    first: Session
    second: Session

    @property
    def starts_at(self) -> datetime:
        """When the overlap begins."""
        return max(self.first.starts_at, self.second.starts_at)

    @property
    def ends_at(self) -> datetime:
        """When the overlap ends."""
        return min(self.first.ends_at, self.second.ends_at)


def clashes(sessions: Iterable[Session]) -> list[Clash]:
    """List every room and every presenter that two sessions claim at the same time."""
    found = []
    for first, second in combinations(sorted(sessions, key=lambda session: session.starts_at), 2):
        if second.starts_at >= first.ends_at:
            continue
        if first.room and first.room_id == second.room_id:
            found.append(Clash(ClashKind.ROOM, first.room.name, first, second))
        shared = _presenters(first).keys() & _presenters(second).keys()
        found += [
            Clash(ClashKind.PRESENTER, _presenters(first)[key], first, second) for key in sorted(shared)
        ]
    return found


def _presenters(session: Session) -> dict[str, str]:
    written = [one.name or one.post for one in session.presenters]
    return {folded(text): text for text in written if text}
