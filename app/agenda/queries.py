"""Questions about the agenda: what happens, and when.

When people are let in is a rule of check-in, which a session may depart from: `app.checkin.hours`.
"""

import enum
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.agenda.models import Session, SessionKind
from app.db import db
from app.events.models import Event, Room
from app.lib.refusals import N_, NotThere

NEEDS_NO_ROOM = frozenset({SessionKind.BREAK, SessionKind.DEPARTURE})
NEEDS_PRESENTERS = frozenset({SessionKind.PRESENTATION, SessionKind.PANEL})


class Lack(enum.Enum):
    """What a session may still lack."""

    ROOM = "room"
    PRESENTER = "presenter"


class SessionNotThere(NotThere):
    """The event has no such session."""


def _with_all() -> Select[Session]:
    return (
        select(Session)
        .options(
            joinedload(Session.day),
            joinedload(Session.room).joinedload(Room.venue),
            selectinload(Session.presenters),
        )
        .order_by(Session.starts_at, Session.ends_at, Session.id)
    )


def sessions_of(event: Event) -> list[Session]:
    """List the sessions of an event in order, with day, room, venue and presenters."""
    return list(db.session.scalars(_with_all().where(Session.event_id == event.id)))


def session_of(event: Event, session_id: int) -> Session:
    """Return a session of this event with everything it shows, or raise SessionNotThere."""
    session = db.session.scalars(
        _with_all().where(Session.event_id == event.id, Session.id == session_id)
    ).one_or_none()
    if session is None:
        raise SessionNotThere(N_("This session does not belong to the event. Open the agenda again."))
    return session


def lacking(sessions: Iterable[Session], lack: Lack) -> list[Session]:
    """List those that lack it and need it: a break needs no room, and a ceremony nobody who presents."""
    if lack is Lack.ROOM:
        return [one for one in sessions if one.room_id is None and one.kind not in NEEDS_NO_ROOM]
    return [one for one in sessions if not one.presenters and one.kind in NEEDS_PRESENTERS]


def running(sessions: list[Session], now: datetime) -> list[Session]:
    """List those under way at this moment."""
    return [session for session in sessions if session.starts_at <= now < session.ends_at]


def following(sessions: list[Session], now: datetime) -> Session | None:
    """Return the one that begins next, if any."""
    return min((s for s in sessions if s.starts_at > now), key=lambda s: s.starts_at, default=None)
