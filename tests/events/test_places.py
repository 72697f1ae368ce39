"""Venues and rooms."""

import pytest

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.events.places import (
    NameTaken,
    PlaceInUse,
    add_room,
    add_venue,
    change_room,
    remove_room,
    remove_venue,
)
from app.events.queries import PlaceNotThere, room_of, venues_of


def test_a_venue_gets_rooms(app, cast):
    event = cast.event
    with transaction():
        venue = add_venue(event, name="Taman Budaya", by=COMMAND_LINE)
        add_room(venue, name="Panggung", capacity=500, by=COMMAND_LINE)
    assert [room.name for room in venues_of(cast.event)[1].rooms] == ["Panggung"]


def test_a_name_is_given_once(app, cast):
    venue = cast.event.venues[0]
    with pytest.raises(NameTaken), transaction():
        add_venue(cast.event, name=venue.name, by=COMMAND_LINE)
    with pytest.raises(NameTaken), transaction():
        add_room(venue, name="Ballroom", by=COMMAND_LINE)
    with pytest.raises(NameTaken), transaction():
        change_room(venue.rooms[1], name="Ballroom", capacity=None, by=COMMAND_LINE)


def test_a_room_in_the_agenda_stays(app, cast):
    session = cast.session()
    room = room_of(cast.event, session.room_id)
    with pytest.raises(PlaceInUse, match="Ballroom"), transaction():
        remove_room(room, by=COMMAND_LINE)
    with pytest.raises(PlaceInUse), transaction():
        remove_venue(room.venue, by=COMMAND_LINE)


def test_an_unused_room_goes(app, cast):
    room = cast.event.venues[0].rooms[1]
    with transaction():
        remove_room(room, by=COMMAND_LINE)
    assert [room.name for room in venues_of(cast.event)[0].rooms] == ["Ballroom"]


def test_a_room_of_another_event_is_not_there(app, cast):
    other = cast.make_event("lain")
    with pytest.raises(PlaceNotThere):
        room_of(cast.event, other.venues[0].rooms[0].id)
