"""Put sessions into the agenda, move them, take them out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.agenda.models import WITHOUT_ATTENDANCE, Presenter, Session, SessionKind
from app.audit.record import Doer, record
from app.db import db
from app.events.clock import day_of
from app.events.models import Day, Event
from app.events.queries import days_of
from app.lib.refusals import N_, Conflict, Refused


@dataclass(frozen=True)
class PresenterDetails:
    """Who presents; often only the post is known."""

    post: str = ""
    name: str = ""
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionDetails:
    """What a session is. Times are instants; the day follows from the start in the event's zone."""

    title: str
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    room_id: int | None = None
    presenters: tuple[PresenterDetails, ...] = ()


class TimesImpossible(Refused):
    """The session ends before it starts, or lies outside the event."""


class SessionAttended(Conflict):
    """People were checked in for it, so it stays."""


def add_session(event: Event, details: SessionDetails, *, by: Doer) -> Session:
    """Add a session to the agenda.

    Raises TimesImpossible. Clashes do not stop it: they are warnings, see app.agenda.clashes.
    """
    session = Session(event_id=event.id)
    _write(event, session, details)
    db.session.add(session)
    db.session.flush()
    _note(session, by, "agenda.add")
    return session


def change_session(event: Event, session: Session, details: SessionDetails, *, by: Doer) -> None:
    """Change a session. Once somebody was checked in, its start stays: lateness was told by it.

    And it stays a session with attendance: nobody's coming may vanish with a word in the agenda.

    Raises TimesImpossible and SessionAttended.
    """
    if session.attended_at and details.starts_at != session.starts_at:
        raise SessionAttended(
            N_(
                "People have been checked in for “%(title)s”, so its start stays as it is."
                " The end, the room and the title can still be changed."
            ),
            title=session.title,
        )
    if session.attended_at and details.kind in WITHOUT_ATTENDANCE:
        raise SessionAttended(
            N_(
                "People have been checked in for “%(title)s”,"
                " so it cannot become a session without attendance."
                " Add a session of that kind beside it."
            ),
            title=session.title,
        )
    _write(event, session, details)
    db.session.flush()
    _note(session, by, "agenda.edit")


def delete_session(session: Session, *, by: Doer) -> None:
    """Take a session out of the agenda; raises SessionAttended when people were checked in for it."""
    title = session.title
    _note(session, by, "agenda.delete")
    db.session.delete(session)
    try:
        db.session.flush()
    except IntegrityError as attended:
        raise SessionAttended(
            N_(
                "“%(title)s” cannot be deleted: its attendance or its"
                " minutes are recorded. Rename or move it instead."
            ),
            title=title,
        ) from attended


def _write(event: Event, session: Session, details: SessionDetails) -> None:
    session.day_id = _day(event, details).id
    session.title, session.kind, session.room_id = details.title, details.kind, details.room_id
    session.starts_at, session.ends_at = details.starts_at, details.ends_at
    there = [PresenterDetails(one.post, one.name, one.topic) for one in session.presenters]
    if there != list(details.presenters):
        session.presenters = [
            Presenter(place=place, post=one.post, name=one.name, topic=one.topic)
            for place, one in enumerate(details.presenters, 1)
        ]


def _day(event: Event, details: SessionDetails) -> Day:
    if details.ends_at <= details.starts_at:
        raise TimesImpossible(N_("The session ends before it starts. Correct one of the two times."))
    date = day_of(event, details.starts_at)
    day = next((day for day in days_of(event) if day.date == date), None)
    if day is None:
        raise TimesImpossible(
            N_("%(date)s is not a day of the event. Choose another day, or change the dates of the event."),
            date=date,
        )
    return day


def _note(session: Session, by: Doer, action: str) -> None:
    record(action, by=by, on=f"session:{session.id}", event_id=session.event_id, title=session.title)
