"""Doors: the list of participants, as one page of it, and how many take part."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access import Permission, requires
from app.events.models import Event
from app.participants.list_columns import COLUMN_NAMES, WHOLE, Column, offered, text_of
from app.participants.models import ParticipantState
from app.participants.pages import Counts, count_people, page_of
from app.participants.queries import offices_taking_part, positions_taking_part
from app.participants.roles import ROLE_NAMES
from app.participants.routes.list_address import (
    address_of,
    asked_with_boxes,
    filters_of,
    shown_from,
    wanted_from,
)
from app.participants.wanted import EVERYBODY, ON_THE_LIST, ListState, Seating

LIST = "/participants"
TAB_NAMES = {
    None: _l("All"),
    ListState.REGISTERED: _l("On the list"),
    ListState.WITHOUT_PASS: _l("Without a pass"),
    ListState.NAME_UNCONFIRMED: _l("Name unconfirmed"),
    ListState.WITHDRAWN: _l("Withdrawn"),
    ListState.SUBSTITUTED: _l("Substituted"),
}
SEATINGS = {
    Seating.HOLDER: _l("Holder of the post"),
    Seating.ACTING: _l("Acting"),
    Seating.REPRESENTING: _l("Representing somebody"),
    Seating.SUBSTITUTE: _l("Came in place of another"),
    Seating.UNSEATED: _l("Without a seat"),
}


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    participants.add_url_rule(LIST, "index", index)
    participants.add_url_rule(f"{LIST}/figures", "figures", figures)


@requires(Permission.PARTICIPANTS_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """Show one page of the list; htmx gets the part that changes while somebody types."""
    wanted, shown = wanted_from(request.args, event), shown_from(request.args, event)
    filters = filters_of(wanted, shown)
    if asked_with_boxes():
        return redirect(address_of(event, filters), HTTPStatus.SEE_OTHER)
    counts = count_people(event, actor=current_user, wanted=wanted)
    offices = offices_taking_part(event, actor=current_user)
    number = request.args.get("page", 1, type=int)
    part = "HX-Request" in request.headers
    page = page_of(event, actor=current_user, wanted=wanted, number=number, counts=counts, offices=offices)
    answer = make_response(
        render_template(
            "participants/_people.html" if part else "participants/index.html",
            page=page,
            wanted=wanted,
            shown=shown,
            filters={name: value for name, value in filters.items() if value is not None},
            tabs=_tabs(event, filters, counts, wanted.state),
            offices=offices,
            positions=[] if part else positions_taking_part(event),
            roles=ROLE_NAMES,
            seatings=SEATINGS,
            columns=offered(numbers=shown.numbers),
            whole=",".join(column.value for column in WHOLE),
            column_names=COLUMN_NAMES,
            Column=Column,
            State=ParticipantState,
            cell=lambda person, column: text_of(person, column, shown),
            address=lambda **changes: address_of(event, filters, **changes),
        )
    )
    answer.vary.add("HX-Request")
    if part:
        answer.headers["HX-Push-Url"] = address_of(event, filters)
    return answer


@requires(Permission.PARTICIPANTS_VIEW)
def figures(event: Event) -> ResponseReturnValue:
    """Return how many take part, as far as one may see them, for the ledger of the home page."""
    rows = count_people(event, actor=current_user, wanted=EVERYBODY).rows
    taking_part = sum(row.people for row in rows if row.state in ON_THE_LIST)
    gone = sum(row.people for row in rows) - taking_part
    return render_template("participants/_figures.html", taking_part=taking_part, withdrawn=gone)


def _tabs(
    event: Event, filters: dict[str, Any], counts: Counts, current: ListState | None
) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": address_of(event, filters, state=state.value if state else None),
            "current": current is state,
            "count": counts.of(state),
        }
        for state, label in TAB_NAMES.items()
    ]
