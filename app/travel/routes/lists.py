"""Doors of the committee's lists: arrivals and departures by the hour, catering, special needs."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, demand, requires
from app.db import transaction
from app.events.models import Event
from app.i18n import DEFAULT_LANGUAGE, force_locale
from app.travel import export
from app.travel.models import Direction
from app.travel.queries import catering, count_unknown, needs_list, travel_days
from app.travel.words import ASSISTANCE_WORDS, DIET_WORDS, MEANS_WORDS

LISTS = "/events/<event>/travel"
TAKEN = "<any(arrival, departure, needs):which>.<any(csv, xlsx, pdf):form>"


@dataclass(frozen=True)
class Form:
    """How a list leaves the house: its media type, and who writes it."""

    media_type: str
    write: Callable[[Event, export.TravelList], bytes]


FORMS = {
    "csv": Form("text/csv; charset=utf-8", lambda _event, taken: export.as_text(taken)),
    "xlsx": Form(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda _event, taken: export.as_sheet(taken),
    ),
    "pdf": Form("application/pdf", export.on_paper),
}


def open_doors(travel: Blueprint) -> None:
    """Put the pages under their addresses."""
    travel.add_url_rule(LISTS, "index", index)
    travel.add_url_rule(f"{LISTS}/departures", "departures", departures)
    travel.add_url_rule(f"{LISTS}/catering", "catering", count_catering)
    travel.add_url_rule(f"{LISTS}/needs", "needs", needs)
    travel.add_url_rule(f"{LISTS}/{TAKEN}", "take", take)


@requires(Permission.TRAVEL_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """Show who arrives at which hour."""
    return _journeys(event, Direction.ARRIVAL)


@requires(Permission.TRAVEL_VIEW)
def departures(event: Event) -> ResponseReturnValue:
    """Show who leaves at which hour."""
    return _journeys(event, Direction.DEPARTURE)


def _journeys(event: Event, direction: Direction) -> ResponseReturnValue:
    return render_template(
        "travel/journeys.html",
        direction=direction.value,
        days=travel_days(event, direction, actor=current_user),
        unknown=count_unknown(event, direction, actor=current_user),
        means=MEANS_WORDS,
        tabs=_tabs(event, direction.value),
    )


@requires(Permission.TRAVEL_VIEW)
def count_catering(event: Event) -> ResponseReturnValue:
    """Show how many people need which food; nobody is named."""
    counted = catering(event, actor=current_user)
    return render_template(
        "travel/catering.html", catering=counted, diets=DIET_WORDS, tabs=_tabs(event, "catering")
    )


@requires(Permission.TRAVEL_SEE_NEEDS)
def needs(event: Event) -> ResponseReturnValue:
    """Show who needs what; the trail says who looked."""
    told = needs_list(event, actor=current_user)
    with transaction():
        export.record_export(event, "needs", rows=len(told), form="page", by=current_user)
    return render_template(
        "travel/needs_list.html",
        told=told,
        in_words=export.in_words,
        diets=DIET_WORDS,
        assistance=ASSISTANCE_WORDS,
        tabs=_tabs(event, "needs"),
    )


@requires(Permission.TRAVEL_VIEW)
def take(event: Event, which: str, form: str) -> ResponseReturnValue:
    """Send a list as a sheet, as plain text or on paper."""
    demand(export.PERMISSIONS[which])
    chosen = FORMS[form]
    with force_locale(DEFAULT_LANGUAGE):
        taken = export.travel_list(event, which, actor=current_user)
        content = chosen.write(event, taken)
    with transaction():
        export.record_export(event, which, rows=len(taken.rows), form=form, by=current_user)
    answer = Response(content, content_type=chosen.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{event.slug}-{which}.{form}")
    return answer


def _tabs(event: Event, here: str) -> list[dict[str, object]]:
    tabs = [
        ("arrival", _("Arrivals"), "travel.index"),
        ("departure", _("Departures"), "travel.departures"),
        ("catering", _("Catering"), "travel.catering"),
    ]
    if can(current_user, Permission.TRAVEL_SEE_NEEDS, event_id=event.id):
        tabs.append(("needs", _("Special needs"), "travel.needs"))
    return [
        {"label": label, "url": url_for(endpoint, event=event.slug), "current": name == here}
        for name, label, endpoint in tabs
    ]
