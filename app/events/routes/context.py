"""The event of an address, for views and templates.

A view below `/events/<event>/…` receives the Event itself; `g.event` is the same. Templates get
event, sections, rehearsal, can, language and other_language_url.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, has_request_context, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from app.access import NoPartInEvent, Permission, SignInNeeded, plays_a_part
from app.access import can as may
from app.errors import show_refusal
from app.events.clock import event_now
from app.events.models import Event
from app.events.queries import event_called, no_event_called
from app.events.sections import OF_AN_EVENT, OF_THE_ADMINISTRATION, Section, sections_for, shown_on_a_phone
from app.i18n import COOKIE, LANGUAGES, language

ARGUMENT = "event"
WORK = "jobs.show"
SHARES_A_SECTION = {"checkin": "attendance"}  # devices and screens stand under what they are for


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """A section as the layouts draw it; `later`: on a phone it stands under "More"."""

    label: str
    url: str
    icon: str
    current: bool
    later: bool


@dataclass(frozen=True)
class RehearsalRibbon:
    """What the ribbon says: the event's own time."""

    now: datetime


def register(app: Flask) -> None:
    """Let every room have the event of its address."""
    app.url_value_preprocessor(fetch_event)
    app.context_processor(events_context)
    app.register_error_handler(NoPartInEvent, _say_there_is_none)


def fetch_event(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Put the event of the address in the place of its slug, or answer that there is none.

    Whoever has not signed in is asked to do so first, so that an address tells nobody which events there are.
    """
    if values and ARGUMENT in values:
        event = event_called(values[ARGUMENT])
        if event is None:
            raise no_event_called(values[ARGUMENT]) if current_user.is_authenticated else SignInNeeded
        values[ARGUMENT] = g.event = event
    elif endpoint in {None, WORK} and current_user.is_authenticated:
        g.event = _event_around(request.args.get("back", "") if endpoint else request.path)


def _event_around(address: str) -> Event | None:
    """Return the event an address lies in, for those who play a part in it.

    It is that of an address that leads nowhere, or of the page where the work on a job's page was asked for.
    """
    before, _, rest = address.removeprefix("/").partition("/")
    event = event_called(rest.partition("/")[0]) if before == "events" else None
    return event if event and plays_a_part(current_user, event.id) else None


def _say_there_is_none(_refused: NoPartInEvent) -> ResponseReturnValue:
    return show_refusal(no_event_called(g.event.slug))


def events_context() -> dict[str, object]:
    """Give templates what every page shows around its content; letters and papers need none of it."""
    if not has_request_context():
        return {}
    event: Event | None = g.get("event")
    return {
        "event": event,
        "sections": shown_sections(event),
        "rehearsal": RehearsalRibbon(event_now(event)) if event and event.rehearsal else None,
        "can": permitted_in(event),
        "has_page": lambda endpoint: endpoint in current_app.view_functions,
        "language": language(),
        "other_language_url": other_language_url(),
    }


def account() -> Any:
    """Return the account that asks, itself: `current_user` would look it up dozens of times a page."""
    return current_user._get_current_object()  # noqa: SLF001 - how Werkzeug calls what a proxy stands for


def permitted_in(event: Event | None) -> Callable[..., bool]:
    """Return the question templates ask: can("area.verb"), perhaps on an object."""
    actor, event_id = account(), event.id if event else None

    def can(permission: str, on: object = None) -> bool:
        return may(actor, Permission(permission), on=on, event_id=event_id)

    return can


def shown_sections(event: Event | None) -> list[ShownSection]:
    """List the sections of the event, or of the administration, that this account may open."""
    actor, event_id = account(), event.id if event else None
    known = OF_AN_EVENT if event else OF_THE_ADMINISTRATION
    sections = sections_for(actor, known, event_id=event_id, pages=current_app.view_functions)
    if not event and len(sections) == 1:
        return []
    on_a_phone = shown_on_a_phone(actor, sections, event_id=event_id)
    addresses = {section: _address(section, event) for section in sections}
    current = _current(addresses)
    return [
        ShownSection(
            label=gettext(section.label),
            url=address,
            icon=section.icon,
            current=section is current,
            later=section.endpoint not in on_a_phone,
        )
        for section, address in addresses.items()
    ]


def _address(section: Section, event: Event | None) -> str:
    return url_for(section.endpoint, event=event.slug) if event else url_for(section.endpoint)


def _current(addresses: dict[Section, str]) -> Section | None:
    """Return the section of this page: the nearest above it in the address, or else one of its room."""
    room = _room(request.endpoint)
    above = [section for section, address in addresses.items() if request.path.startswith(address)]
    nearest = max(above, key=lambda section: len(addresses[section]), default=None)
    if nearest and _room(nearest.endpoint) == room:
        return nearest
    return next((section for section in addresses if _room(section.endpoint) == room), nearest)


def _room(endpoint: str | None) -> str:
    room = (endpoint or "").partition(".")[0]
    return SHARES_A_SECTION.get(room, room)


def other_language_url() -> str | None:
    """Return the address of this page in the other language; None where there is no page to return to."""
    if request.method != "GET" or request.endpoint is None:
        return None
    other = next(code for code in LANGUAGES if code != language())
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != COOKIE]
    return f"{request.path}?{urlencode([*kept, (COOKIE, other)])}"
