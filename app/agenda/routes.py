"""Doors of the agenda: the days, one session, and the forms that change them."""

from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus

from flask import Blueprint, Flask, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.access import Permission, requires
from app.agenda.clashes import clashes
from app.agenda.forms import SessionForm, written
from app.agenda.models import Session, SessionKind
from app.agenda.queries import Lack, following, lacking, running, session_of, sessions_of
from app.agenda.schedule import add_session, change_session, delete_session
from app.agenda.timetable import timetable
from app.agenda.words import KIND_WORDS, LACK_WORDS
from app.db import transaction
from app.doors import page, telling
from app.events.clock import day_of, event_now
from app.events.models import Day, Event
from app.events.queries import days_of, venues_of

AGENDA = "/events/<event>/agenda"


def register(app: Flask) -> None:
    """Open the pages of the agenda."""
    agenda = Blueprint("agenda", __name__)
    both = ["GET", "POST"]
    agenda.add_url_rule(AGENDA, "index", index)
    agenda.add_url_rule(f"{AGENDA}/now", "now", now)
    agenda.add_url_rule(f"{AGENDA}/hours", "hours", hours)
    agenda.add_url_rule(f"{AGENDA}/new", "new", new, methods=both)
    agenda.add_url_rule(f"{AGENDA}/<int:session_id>", "session", session)
    agenda.add_url_rule(f"{AGENDA}/<int:session_id>/change", "change", change, methods=both)
    agenda.add_url_rule(f"{AGENDA}/<int:session_id>/deletion", "delete", delete, methods=both)
    app.register_blueprint(agenda)
    app.jinja_env.filters["kind_word"] = kind_word


def kind_word(kind: SessionKind) -> str:
    """Write what happens in a session."""
    return str(_(KIND_WORDS[kind]))


@requires(Permission.AGENDA_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """Show one day of the agenda: today's, or the one asked for; or what something is lacking for."""
    lack = request.args.get("lacking", type=Lack)
    if lack is not None:
        found = lacking(sessions_of(event), lack)
        return render_template("agenda/lacking.html", heading=_(LACK_WORDS[lack]), sessions=found)
    days, sessions, moment = days_of(event), sessions_of(event), event_now(event)
    today = day_of(event, moment)
    day = _chosen(days, request.args.get("day", ""), today)
    return render_template(
        "agenda/index.html",
        days=[(one, sum(session.day_id == one.id for session in sessions)) for one in days],
        day=day,
        is_today=day.date == today,
        sessions=[session for session in sessions if session.day_id == day.id],
        clashes=[clash for clash in clashes(sessions) if clash.first.day_id == day.id],
        now=moment,
        now_shown=_now(sessions, moment),
        day_shown=_day(event, day, sessions, moment),
    )


@requires(Permission.AGENDA_VIEW)
def hours(event: Event) -> ResponseReturnValue:
    """Draw the rooms and hours of one day, for its page to follow the clock."""
    moment = event_now(event)
    day = _chosen(days_of(event), request.args.get("day", ""), day_of(event, moment))
    response = make_response(_day(event, day, sessions_of(event), moment))
    response.add_etag()
    return response.make_conditional(request)


def _day(event: Event, day: Day, sessions: list[Session], moment: datetime) -> Markup:
    those = [session for session in sessions if session.day_id == day.id]
    grid = timetable(those, on=day.date, zone=event.zone)
    drawn = render_template(
        "agenda/_day.html", sessions=those, grid=grid, line=grid.at(moment) if grid else None, now=moment
    )
    return Markup(drawn)  # noqa: S704 - our own template, escaped there


def _chosen(days: Sequence[Day], asked: str, today: date) -> Day:
    wanted = {day.date.isoformat(): day for day in days}
    return wanted.get(asked) or wanted.get(today.isoformat()) or days[0]


@requires(Permission.AGENDA_VIEW)
def now(event: Event) -> ResponseReturnValue:
    """Draw what is under way and what comes next, for other pages to show."""
    response = make_response(_now(sessions_of(event), event_now(event)))
    response.add_etag()
    return response.make_conditional(request)


def _now(sessions: list[Session], moment: datetime) -> Markup:
    drawn = render_template(
        "agenda/_now.html",
        running=[(one, _minutes_gone(one, moment)) for one in running(sessions, moment)],
        following=following(sessions, moment),
        now=moment,
    )
    return Markup(drawn)  # noqa: S704 - our own template, escaped there


def _minutes_gone(session: Session, moment: datetime) -> tuple[int, int]:
    length = session.ends_at - session.starts_at
    return int((moment - session.starts_at).total_seconds() // 60), int(length.total_seconds() // 60)


@requires(Permission.AGENDA_VIEW)
def session(event: Event, session_id: int) -> ResponseReturnValue:
    """Show one session."""
    one = session_of(event, session_id)
    moment = event_now(event)
    involved = [clash for clash in clashes(sessions_of(event)) if one.id in {clash.first.id, clash.second.id}]
    return render_template("agenda/session.html", session=one, now=moment, clashes=involved)


@requires(Permission.AGENDA_EDIT)
def new(event: Event) -> ResponseReturnValue:
    """Add a session."""
    form = SessionForm(on=request.args.get("day"))
    form.offer(days_of(event), venues_of(event))
    if form.validate_on_submit():
        with telling(form), transaction():
            added = add_session(event, form.details(event), by=current_user)
        if not form.errors:
            return _saved(event, added.id)
    return page("agenda/form.html", form, session=None)


@requires(Permission.AGENDA_EDIT)
def change(event: Event, session_id: int) -> ResponseReturnValue:
    """Change a session."""
    one = session_of(event, session_id)
    form = SessionForm(data=written(one, event.zone))
    form.offer(days_of(event), venues_of(event))
    if form.validate_on_submit():
        with telling(form), transaction():
            change_session(event, one, form.details(event), by=current_user)
        if not form.errors:
            return _saved(event, one.id)
    return page("agenda/form.html", form, session=session_of(event, session_id))


def _saved(event: Event, session_id: int) -> ResponseReturnValue:
    involved = [c for c in clashes(sessions_of(event)) if session_id in {c.first.id, c.second.id}]
    if involved:
        flash(_("Saved, but something clashes: see the warnings below."), "warn")
    else:
        flash(_("Saved."), "ok")
    return redirect(url_for("agenda.session", event=event.slug, session_id=session_id), HTTPStatus.SEE_OTHER)


@requires(Permission.AGENDA_EDIT)
def delete(event: Event, session_id: int) -> ResponseReturnValue:
    """Ask, then delete a session."""
    one = session_of(event, session_id)
    day = one.day.date.isoformat()
    if request.method == "GET":
        return render_template("agenda/delete.html", session=one)
    with transaction():
        delete_session(session_of(event, session_id), by=current_user)
    flash(_("“%(title)s” was deleted.", title=one.title), "ok")
    return redirect(url_for("agenda.index", event=event.slug, day=day), HTTPStatus.SEE_OTHER)
