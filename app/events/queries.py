"""Questions about events: which there are, and what belongs to one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.access import Permission, holdings
from app.db import db
from app.events.models import Day, Event, Room, Venue
from app.lib.refusals import N_, NotThere


class EventNotThere(NotThere):
    """No event has this short name."""


class PlaceNotThere(NotThere):
    """The event has no such venue or room."""


def event_by_slug(slug: str) -> Event:
    """Return the event of this slug, with its rules and its rehearsal.

    Raises EventNotThere when there is none.
    """
    event = event_called(slug)
    if event is None:
        raise no_event_called(slug)
    return event


def event_called(slug: str) -> Event | None:
    """Return the event of this slug, if there is one."""
    return db.session.scalars(select(Event).where(Event.slug == slug)).one_or_none()


def no_event_called(slug: str) -> EventNotThere:
    """Word that there is no event of this slug, also to those who play no part in it."""
    return EventNotThere(
        N_("There is no event called %(slug)s. Check the address, or choose from your events."), slug=slug
    )


def events_of(user: Any) -> list[Event]:
    """List the events in which an account plays a part, the newest first; administrators see all."""
    held = [role.event_id for _, role in holdings(user, Permission.EVENTS_VIEW, None)]
    everywhere = None in held
    question = select(Event).order_by(Event.starts_on.desc(), Event.id.desc())
    if not everywhere:
        question = question.where(Event.id.in_(held))
    return list(db.session.scalars(question)) if held else []


def all_events() -> Sequence[Event]:
    """List every event, the oldest first."""
    return db.session.scalars(select(Event).order_by(Event.id)).all()


def days_of(event: Event) -> Sequence[Day]:
    """List the days of an event in order."""
    return db.session.scalars(select(Day).where(Day.event_id == event.id).order_by(Day.date)).all()


def venues_of(event: Event) -> Sequence[Venue]:
    """List the venues of an event with their rooms."""
    return db.session.scalars(
        select(Venue)
        .where(Venue.event_id == event.id)
        .options(selectinload(Venue.rooms))
        .order_by(Venue.id)
        .execution_options(populate_existing=True)
    ).all()


def venue_of(event: Event, venue_id: int) -> Venue:
    """Return a venue of this event with its rooms, or raise PlaceNotThere."""
    for venue in venues_of(event):
        if venue.id == venue_id:
            return venue
    raise PlaceNotThere(N_("This venue does not belong to the event. Open the list of venues again."))


def room_of(event: Event, room_id: int) -> Room:
    """Return a room of this event, or raise PlaceNotThere."""
    for venue in venues_of(event):
        for room in venue.rooms:
            if room.id == room_id:
                return room
    raise PlaceNotThere(N_("This room does not belong to the event. Open the list of venues again."))
