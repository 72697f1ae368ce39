"""Doors: where one starts, the list of events, a new event, and the home of one event."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, public, requires, signed_in
from app.db import transaction
from app.doors import page, telling
from app.events.clock import event_now
from app.events.create import create_event, create_rehearsal
from app.events.forms import NewEventForm
from app.events.home import ROADS, day_heading, next_steps
from app.events.models import Event
from app.events.queries import days_of, events_of
from app.events.routes.fragments import ledger_figures, live_fragments
from app.services import services

REHEARSALS_BEGIN_AT = time(8)


def open_doors(events: Blueprint) -> None:
    """Put the pages under their addresses."""
    events.add_url_rule("/", "start", start)
    events.add_url_rule("/events/", "index", index)
    events.add_url_rule("/events/new", "new", new, methods=["GET", "POST"])
    events.add_url_rule("/events/<event>/", "home", home)
    events.add_url_rule("/events/<event>/figures", "figures", figures)


@public
def start() -> ResponseReturnValue:
    """Lead to the sign-in page, straight to the only event, or to the list of one's events."""
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"), 303)
    mine = events_of(current_user)
    if len(mine) == 1:
        return redirect(url_for("events.home", event=mine[0].slug), 303)
    return redirect(url_for("events.index"), 303)


@signed_in
def index() -> ResponseReturnValue:
    """List the events of whoever asks."""
    return render_template("events/index.html", events=events_of(current_user))


@requires(Permission.EVENTS_CREATE)
def new() -> ResponseReturnValue:
    """Create an event."""
    form = NewEventForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            event = _create(form)
        if not form.errors:
            flash(_("The event was created. Set up its venues, letterhead and rules now."), "ok")
            return redirect(url_for("events.set_up", event=event.slug), 303)
    return page("events/new.html", form)


def _create(form: NewEventForm) -> Event:
    details = form.details()
    if not form.is_rehearsal.data:
        return create_event(details, by=current_user)
    begins = form.clock_starts_at.data or datetime.combine(details.starts_on, REHEARSALS_BEGIN_AT)
    return create_rehearsal(
        details,
        clock_starts_at=begins.replace(tzinfo=ZoneInfo(details.zone)),
        now=services().clock.now(),
        by=current_user,
    )


@requires(Permission.EVENTS_VIEW)
def home(event: Event) -> ResponseReturnValue:
    """Show what happens now, the live numbers, and what to do next."""
    now = event_now(event)
    may_set_up = can(current_user, Permission.EVENTS_SET_UP, event_id=event.id)
    return render_template(
        "events/home.html",
        now=now,
        heading=day_heading(event, days_of(event), now),
        steps=next_steps(event) if may_set_up else [],
        roads=[
            road
            for road in ROADS
            if road.endpoint in current_app.view_functions
            and can(current_user, road.permission, event_id=event.id)
        ],
        figures=ledger_figures(event),
        **live_fragments(event),
    )


@requires(Permission.EVENTS_VIEW)
def figures(event: Event) -> ResponseReturnValue:
    """Return the ledger of the home page; unchanged figures are not sent again."""
    answer = make_response(render_template("events/_figures.html", figures=ledger_figures(event)))
    answer.add_etag()
    return answer.make_conditional(request)
