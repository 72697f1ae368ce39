"""Open minutes for one or more sessions."""

from collections.abc import Sequence

from app.agenda.models import Session
from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.lib.refusals import N_, Conflict, Refused
from app.minutes.models import Covered, Minutes


class NothingToMinute(Refused):
    """Minutes without a session or a title."""


class MinutedAlready(Conflict):
    """A session stands in other minutes."""


def open_minutes(event: Event, *, title: str, sessions: Sequence[Session], by: Doer) -> Minutes:
    """Open minutes; a session can stand in one set of minutes only."""
    words = " ".join(title.split())
    if not words or not sessions:
        raise NothingToMinute(N_("Give the minutes a title and choose at least one session."))
    minutes = Minutes(event_id=event.id, title=words, opened_at=event_now(event), opened_by=by.reference)
    db.session.add(minutes)
    db.session.flush()
    for session in sorted(sessions, key=lambda one: one.starts_at):
        if insert_once(Covered, minutes_id=minutes.id, session_id=session.id) is None:
            raise MinutedAlready(
                N_("“%(session)s” already has minutes. Open those, or choose another session."),
                session=session.title,
            )
    record("minutes.open", by=by, on=f"minutes:{minutes.id}", event_id=event.id, title=words)
    return minutes
