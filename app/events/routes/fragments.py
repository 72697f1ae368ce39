"""Other rooms' live numbers on the home page: shown by their addresses, never imported."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, make_response, url_for
from flask_login import current_user
from markupsafe import Markup

from app.access import Permission, can
from app.events.models import Event


@dataclass(frozen=True)
class Fragment:
    """A fragment another room draws at `endpoint`, asked for again every `every` seconds."""

    endpoint: str
    permission: Permission
    every: int


@dataclass(frozen=True)
class Shown:
    """A fragment as the page includes it: complete from the start, then kept fresh from its address."""

    url: str
    every: int
    content: Markup


IN_THE_MIDDLE = (Fragment("agenda.now", Permission.AGENDA_VIEW, 20),)
# In one ledger above all else, which is asked for again as a whole.
IN_THE_LEDGER = (
    Fragment("registration.figures", Permission.PARTICIPANTS_VIEW, 0),
    Fragment("participants.figures", Permission.PARTICIPANTS_VIEW, 0),
    Fragment("attendance.today", Permission.CHECKIN_VIEW, 0),
    Fragment("certificates.figures", Permission.CERTIFICATES_VIEW, 0),
)
AT_THE_SIDE = (
    Fragment("attendance.summary", Permission.CHECKIN_VIEW, 10),
    Fragment("reports.summary", Permission.REPORTS_VIEW, 60),
)


def live_fragments(event: Event) -> dict[str, list[Shown]]:
    """Draw the fragments that exist and that the account may see, for the middle and the side."""
    return {"middle": _drawn(IN_THE_MIDDLE, event), "side": _drawn(AT_THE_SIDE, event)}


def ledger_figures(event: Event) -> Markup:
    """Draw the figures of all rooms that the account may see, for one ledger; empty when there are none."""
    return Markup("").join(shown.content for shown in _drawn(IN_THE_LEDGER, event)).strip()


def _drawn(fragments: Iterable[Fragment], event: Event) -> list[Shown]:
    return [
        Shown(url_for(fragment.endpoint, event=event.slug), fragment.every, _content(fragment, event))
        for fragment in fragments
        if fragment.endpoint in current_app.view_functions
        and can(current_user, fragment.permission, event_id=event.id)
    ]


def _content(fragment: Fragment, event: Event) -> Markup:
    response = make_response(current_app.view_functions[fragment.endpoint](event=event))
    return Markup(response.get_data(as_text=True))  # noqa: S704 - drawn by another room's template, escaped there
