"""Questions about the agenda: what happens, when, and what people may be checked in for."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.agenda.models import Session
from app.db import db
from app.events.models import Event, Room, Rules
from app.lib.refusals import N_, NotThere


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


def is_open(session: Session, rules: Rules, now: datetime) -> bool:
    """Say whether people may be checked in at this moment: from its opening until the end."""
    return opens_at(session, rules) <= now < session.ends_at


def opens_at(session: Session, rules: Rules) -> datetime:
    """Return from when people may be checked in: some minutes before the start; a break opens at its end."""
    if not session.takes_attendance:
        return session.ends_at
    return session.starts_at - timedelta(minutes=rules.opens_before_minutes)


def running(sessions: list[Session], now: datetime) -> list[Session]:
    """List those under way at this moment."""
    return [session for session in sessions if session.starts_at <= now < session.ends_at]


def following(sessions: list[Session], now: datetime) -> Session | None:
    """Return the one that begins next, if any."""
    return min((s for s in sessions if s.starts_at > now), key=lambda s: s.starts_at, default=None)
