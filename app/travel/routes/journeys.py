"""The two forms of somebody's journeys, wherever they are filled in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.audit.record import Doer
from app.db import transaction
from app.doors import telling
from app.events.models import Event
from app.participants.models import Participant
from app.travel.forms import JourneyForm, shown
from app.travel.models import Direction, Journey
from app.travel.queries import journeys_of
from app.travel.words import DIRECTION_WORDS
from app.travel.write_journey import NOT_WRITTEN, JourneyChanged, cross_out_journey, write_journey

Address = Callable[[Direction], str]


@dataclass(frozen=True)
class Way:
    """One of the two journeys as the page draws it: its words, what is kept, the form and where it goes."""

    words: str
    journey: Journey | None
    form: JourneyForm
    address: str


@dataclass(frozen=True, kw_only=True)
class JourneyPage:
    """Where journeys are filled in: whose, by whom, and where the forms lead."""

    event: Event
    person: Participant
    by: Doer
    address: Address
    back: str


def draw(
    template: str, page: JourneyPage, *, wrong: dict[Direction, JourneyForm] | None = None, **values: object
) -> ResponseReturnValue:
    """Draw a page with both journeys; with 422 when something in one was refused."""
    kept, refused = journeys_of(page.person), wrong or {}
    ways = [_way(page, each, kept.get(each), refused.get(each)) for each in Direction]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render_template(template, person=page.person, ways=ways, **values), status


def answer(template: str, page: JourneyPage, direction: Direction, **values: object) -> ResponseReturnValue:
    """Write or cross out the journey that was sent, then lead back; or show what is wrong beside it."""
    if request.form.get("step") == "cross_out":
        return _cross_out(template, page, direction, **values)
    form = JourneyForm(prefix=direction.value)
    if form.validate_on_submit():
        with telling(form), _winning_next_time(form, page.person, direction), transaction():
            entry = form.entry(page.event.zone)
            write_journey(page.person, direction, entry, revision=form.shown_revision, by=page.by)
        if not form.errors:
            flash(_("Saved."), "ok")
            return redirect(page.back, HTTPStatus.SEE_OTHER)
    return draw(template, page, wrong={direction: form}, **values)


def _cross_out(
    template: str, page: JourneyPage, direction: Direction, **values: object
) -> ResponseReturnValue:
    form = JourneyForm(prefix=direction.value)
    revision = form.shown_revision if form.revision.name in request.form else None
    with telling(form), _winning_next_time(form, page.person, direction), transaction():
        cross_out_journey(page.person, direction, revision=revision, by=page.by)
    if form.errors:
        return draw(template, page, wrong={direction: form}, **values)
    flash(_("Crossed out."), "ok")
    return redirect(page.back, HTTPStatus.SEE_OTHER)


@contextmanager
def _winning_next_time(form: JourneyForm, person: Participant, direction: Direction) -> Iterator[None]:
    """Let a second press of the button win over the change that was just told about, and over no other."""
    try:
        yield
    except JourneyChanged:
        _show_newest_revision(form, person, direction)
        raise


def _show_newest_revision(form: JourneyForm, person: Participant, direction: Direction) -> None:
    newest = journeys_of(person).get(direction)
    form.revision.data = str(newest.revision if newest else NOT_WRITTEN)


def _way(page: JourneyPage, direction: Direction, journey: Journey | None, wrong: JourneyForm | None) -> Way:
    form = wrong or JourneyForm(formdata=None, prefix=direction.value, data=shown(journey, page.event.zone))
    return Way(_(DIRECTION_WORDS[direction]), journey, form, page.address(direction))
