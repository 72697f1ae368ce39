"""Arrivals, departures and needs as a sheet, as plain text or on paper; the trail says who took which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from app.access import Permission
from app.audit.record import Doer, record
from app.db import end_read
from app.events.clock import event_now
from app.events.models import Event
from app.events.on_paper import place_and_range, printed_letterhead
from app.i18n import date_and_time, gettext, zone_label
from app.lib.refusals import N_
from app.participants.export import text_file, text_sheet
from app.services import services
from app.services.paper import Columns, Statement, StatementPart, printable
from app.travel.models import Direction
from app.travel.queries import journeys, needs_list
from app.travel.words import ASSISTANCE_WORDS, DIET_WORDS, MEANS_WORDS

JOURNEY_HEADINGS = (
    N_("Number"),
    N_("Day"),
    N_("Time"),
    N_("Name"),
    N_("Office"),
    N_("How"),
    N_("Flight"),
    N_("Place"),
    N_("Note"),
)
NEEDS_HEADINGS = (N_("Number"), N_("Name"), N_("Office"), N_("Food"), N_("Assistance"), N_("Note"))
TITLES = {
    "arrival": N_("Arrivals"),
    "departure": N_("Departures"),
    "needs": N_("Special needs"),
}
PERMISSIONS = {
    "arrival": Permission.TRAVEL_VIEW,
    "departure": Permission.TRAVEL_VIEW,
    "needs": Permission.TRAVEL_SEE_NEEDS,
}


@dataclass(frozen=True)
class TravelList:
    """A list as it leaves the house: its title, its headings and its rows, all in words."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def travel_list(event: Event, which: str, *, actor: Any) -> TravelList:
    """Gather a list: "arrival", "departure" or "needs", as far as the actor may see."""
    rows = _needs(event, actor) if which == "needs" else _journeys(event, Direction(which), actor)
    headings = NEEDS_HEADINGS if which == "needs" else JOURNEY_HEADINGS
    return TravelList(gettext(TITLES[which]), tuple(gettext(one) for one in headings), tuple(rows))


def record_export(event: Event, which: str, *, rows: int, form: str, by: Doer) -> None:
    """Write into the trail that a list left the house."""
    on = f"event:{event.id}"
    record("travel.export", by=by, on=on, event_id=event.id, list=which, people=rows, form=form)


def as_sheet(taken: TravelList) -> bytes:
    """Write a list as .xlsx; every cell is text."""
    return text_sheet(taken.title, taken.headings, taken.rows)


def as_text(taken: TravelList) -> bytes:
    """Write a list as .csv; a cell that a spreadsheet would calculate stays text."""
    return text_file(taken.headings, taken.rows)


def on_paper(event: Event, taken: TravelList) -> bytes:
    """Print a list."""
    rows = tuple(tuple(map(printable, row)) for row in taken.rows)
    end_read()
    return services().press.print_statement(
        Statement(
            letterhead=printed_letterhead(event),
            heading=taken.title.upper(),
            subheading=(event.title, place_and_range(event)),
            parts=(StatementPart(columns=Columns(taken.headings, rows)),),
            as_of=date_and_time(event_now(event), event.zone),
        )
    )


def _journeys(event: Event, direction: Direction, actor: Any) -> list[tuple[str, ...]]:
    here = ZoneInfo(event.zone)
    label = zone_label(event.zone)
    return [
        (
            str(place),
            f"{one.journey.at.astimezone(here):%d-%m-%Y}",
            f"{one.journey.at.astimezone(here):%H.%M} {label}",
            one.person.display_name,
            one.person.office.short_name,
            gettext(MEANS_WORDS[one.journey.means]),
            one.journey.number,
            one.journey.place,
            one.journey.note,
        )
        for place, one in enumerate(journeys(event, direction, actor=actor), start=1)
    ]


def _needs(event: Event, actor: Any) -> list[tuple[str, ...]]:
    return [
        (
            str(place),
            one.person.display_name,
            one.person.office.short_name,
            in_words(one.needs.diets, DIET_WORDS),
            in_words(one.needs.assistance, ASSISTANCE_WORDS),
            one.needs.note,
        )
        for place, one in enumerate(needs_list(event, actor=actor), start=1)
    ]


def in_words(codes: Sequence[str], words: dict[str, str]) -> str:
    """Write codes of food or assistance in words."""
    return "; ".join(gettext(words[code]) for code in codes if code in words)
