"""Venues and rooms of an event."""

from sqlalchemy.exc import IntegrityError

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.models import Event, Room, Venue
from app.lib.refusals import N_, Conflict


class NameTaken(Conflict):
    """There is a venue, or a room in it, of this name."""


class PlaceInUse(Conflict):
    """Sessions take place there."""


def add_venue(event: Event, *, name: str, address: str = "", by: Doer) -> Venue:
    """Add a place; raises NameTaken when the event has one of this name."""
    venue_id = insert_once(Venue, event_id=event.id, name=name, address=address)
    if venue_id is None:
        raise _venue_taken(name)
    _note(event, by, f"venue:{venue_id}", name)
    return db.session.get_one(Venue, venue_id)


def change_venue(venue: Venue, *, name: str, address: str, by: Doer) -> None:
    """Rename a place or correct its address; raises NameTaken."""
    venue.name, venue.address = name, address
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise _venue_taken(name) from clash
    _note(venue.event, by, f"venue:{venue.id}", name)


def remove_venue(venue: Venue, *, by: Doer) -> None:
    """Remove a place with its rooms; raises PlaceInUse when a session takes place there."""
    event, name = venue.event, venue.name
    db.session.delete(venue)
    _give_up(name)
    _note(event, by, "venue", name)


def add_room(venue: Venue, *, name: str, capacity: int | None = None, by: Doer) -> Room:
    """Add a room; raises NameTaken when the venue has one of this name."""
    room_id = insert_once(Room, venue_id=venue.id, name=name, capacity=capacity)
    if room_id is None:
        raise _room_taken(name)
    _note(venue.event, by, f"room:{room_id}", name)
    return db.session.get_one(Room, room_id)


def change_room(room: Room, *, name: str, capacity: int | None, by: Doer) -> None:
    """Rename a room or correct its seats; raises NameTaken."""
    room.name, room.capacity = name, capacity
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise _room_taken(name) from clash
    _note(room.venue.event, by, f"room:{room.id}", name)


def remove_room(room: Room, *, by: Doer) -> None:
    """Remove a room; raises PlaceInUse when a session takes place there."""
    event, name = room.venue.event, room.name
    db.session.delete(room)
    _give_up(name)
    _note(event, by, "room", name)


def _give_up(name: str) -> None:
    try:
        db.session.flush()
    except IntegrityError as in_use:
        raise PlaceInUse(
            N_("%(name)s is still in the agenda. Move those sessions to another room first."), name=name
        ) from in_use


def _venue_taken(name: str) -> NameTaken:
    return NameTaken(N_("The event already has a venue called %(name)s. Choose a different name."), name=name)


def _room_taken(name: str) -> NameTaken:
    return NameTaken(N_("This venue already has a room called %(name)s. Choose a different name."), name=name)


def _note(event: Event, by: Doer, place: str, name: str) -> None:
    record("events.set_up", by=by, on=place, event_id=event.id, changed=["places"], name=name)
