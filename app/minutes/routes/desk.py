"""The page on which a draft is written, as several doors draw it."""

from http import HTTPStatus
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.doors import page
from app.events.models import Event
from app.minutes.assemble import coded
from app.minutes.forms import EntryForm
from app.minutes.models import Minutes
from app.minutes.publish import what_is_missing, what_to_mind
from app.minutes.queries import attendance_by_office
from app.minutes.words import KIND_LETTERS, KIND_WORDS
from app.offices.queries import offices_in_protocol_order


def entry_form(event: Event, minutes: Minutes) -> EntryForm:
    """Return a form that offers the sessions of these minutes and the offices there are at the event."""
    form = EntryForm()
    offices = offices_in_protocol_order(during=(event.starts_on, event.ends_on))
    form.offer([covered.session for covered in minutes.covered], offices)
    return form


def desk(event: Event, minutes: Minutes, form: EntryForm) -> ResponseReturnValue:
    """Draw what was written so far, what is missing, and the form for the next entry."""
    counts = attendance_by_office(event.id, [covered.session_id for covered in minutes.covered])
    return page(
        "minutes/desk.html",
        form,
        minutes=minutes,
        entries=coded(minutes),
        struck=[entry for entry in minutes.entries if entry.struck_at],
        missing=what_is_missing(minutes),
        minded=what_to_mind(event, counts),
        kinds=KIND_WORDS,
        letters=KIND_LETTERS,
        counts=counts,
    )


def to_minutes(
    event: Event, minutes_id: int, *, anchor: str | None = None, **carried: Any
) -> ResponseReturnValue:
    """Go back to the minutes; what is `carried` fills the form for the next entry."""
    address = url_for("minutes.show", event=event.slug, minutes_id=minutes_id, _anchor=anchor, **carried)
    return redirect(address, HTTPStatus.SEE_OTHER)
