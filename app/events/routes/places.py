"""Doors: venues and rooms of an event."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.forms import RoomForm, VenueForm
from app.events.models import Event
from app.events.places import add_room, add_venue, change_room, change_venue, remove_room, remove_venue
from app.events.queries import room_of, venue_of, venues_of

PLACES = "/events/<event>/settings/places"


def open_doors(events: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    events.add_url_rule(PLACES, "places", places)
    events.add_url_rule(f"{PLACES}/venues/new", "new_venue", new_venue, methods=both)
    events.add_url_rule(f"{PLACES}/venues/<int:venue_id>", "venue", venue, methods=both)
    events.add_url_rule(
        f"{PLACES}/venues/<int:venue_id>/removal", "remove_venue", drop_venue, methods=["POST"]
    )
    events.add_url_rule(f"{PLACES}/venues/<int:venue_id>/rooms/new", "new_room", new_room, methods=both)
    events.add_url_rule(f"{PLACES}/rooms/<int:room_id>", "room", room, methods=both)
    events.add_url_rule(f"{PLACES}/rooms/<int:room_id>/removal", "remove_room", drop_room, methods=["POST"])


def _back(event: Event) -> ResponseReturnValue:
    flash(_("Saved."), "ok")
    return redirect(url_for("events.places", event=event.slug), HTTPStatus.SEE_OTHER)


@requires(Permission.EVENTS_SET_UP)
def places(event: Event) -> ResponseReturnValue:
    """List venues and rooms."""
    return render_template("events/places.html", venues=venues_of(event))


@requires(Permission.EVENTS_SET_UP)
def new_venue(event: Event) -> ResponseReturnValue:
    """Add a venue."""
    form = VenueForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            add_venue(event, name=form.name.data or "", address=form.address.data or "", by=current_user)
        if not form.errors:
            return _back(event)
    return page("events/venue.html", form, venue=None)


@requires(Permission.EVENTS_SET_UP)
def venue(event: Event, venue_id: int) -> ResponseReturnValue:
    """Change a venue."""
    place = venue_of(event, venue_id)
    form = VenueForm(obj=place)
    if form.validate_on_submit():
        with telling(form), transaction():
            change_venue(place, name=form.name.data or "", address=form.address.data or "", by=current_user)
        if not form.errors:
            return _back(event)
    return page("events/venue.html", form, venue=place)


@requires(Permission.EVENTS_SET_UP)
def drop_venue(event: Event, venue_id: int) -> ResponseReturnValue:
    """Remove a venue with its rooms."""
    with transaction():
        remove_venue(venue_of(event, venue_id), by=current_user)
    return _back(event)


@requires(Permission.EVENTS_SET_UP)
def new_room(event: Event, venue_id: int) -> ResponseReturnValue:
    """Add a room to a venue."""
    place = venue_of(event, venue_id)
    form = RoomForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            add_room(place, name=form.name.data or "", capacity=form.capacity.data, by=current_user)
        if not form.errors:
            return _back(event)
    return page("events/room.html", form, venue=place, room=None)


@requires(Permission.EVENTS_SET_UP)
def room(event: Event, room_id: int) -> ResponseReturnValue:
    """Change a room."""
    hall = room_of(event, room_id)
    form = RoomForm(obj=hall)
    if form.validate_on_submit():
        with telling(form), transaction():
            change_room(hall, name=form.name.data or "", capacity=form.capacity.data, by=current_user)
        if not form.errors:
            return _back(event)
    return page("events/room.html", form, venue=hall.venue, room=hall)


@requires(Permission.EVENTS_SET_UP)
def drop_room(event: Event, room_id: int) -> ResponseReturnValue:
    """Remove a room."""
    with transaction():
        remove_room(room_of(event, room_id), by=current_user)
    return _back(event)
