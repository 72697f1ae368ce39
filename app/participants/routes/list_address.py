"""The address of the list of participants: every filter and every column stands in it."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.access import Permission, can
from app.events.models import Event
from app.lib.row_numbers import row_number
from app.participants.list_columns import USUAL, ShownColumns, chosen_columns
from app.participants.models import ParticipantRole
from app.participants.wanted import ListState, Seating, Wanted

LONGEST_SEARCH = 100


def sees_numbers(event: Event) -> bool:
    """Whether this account may see NIPs, telephone numbers and e-mail addresses."""
    return can(current_user, Permission.PARTICIPANTS_REGISTER, event_id=event.id)


def wanted_from(values: MultiDict[str, str], event: Event) -> Wanted:
    """Read the filters of the list from an address or a form; what makes no sense is left out."""
    return Wanted(
        search=values.get("q", "")[:LONGEST_SEARCH],
        office_id=values.get("office", type=row_number),
        position_id=values.get("position", type=row_number),
        role=values.get("role", type=ParticipantRole),
        state=values.get("state", type=ListState),
        seating=values.get("seat", type=Seating),
        numbers=sees_numbers(event),
    )


def shown_from(values: MultiDict[str, str], event: Event) -> ShownColumns:
    """Read the columns: from `columns`, with commas, or from the boxes of the form, `column`."""
    words = [*values.get("columns", "").split(","), *values.getlist("column")]
    numbers = sees_numbers(event)
    return ShownColumns(chosen_columns(words, numbers=numbers), numbers, event.zone)


def filters_of(wanted: Wanted, shown: ShownColumns) -> dict[str, Any]:
    """Write filters and columns as the arguments of an address; None for those that narrow nothing."""
    usual = shown.columns == USUAL
    return {
        "q": wanted.search or None,
        "office": wanted.office_id,
        "position": wanted.position_id,
        "role": wanted.role.value if wanted.role else None,
        "state": wanted.state.value if wanted.state else None,
        "seat": wanted.seating.value if wanted.seating else None,
        "columns": None if usual else ",".join(column.value for column in shown.columns),
    }


def address_of(
    event: Event, filters: Mapping[str, Any], *, endpoint: str = "participants.index", **changes: Any
) -> str:
    """Write the address of a list with some filters changed; None takes one away."""
    return url_for(endpoint, event=event.slug, **{**filters, **changes}).replace("%2C", ",")


def asked_with_boxes() -> bool:
    """Whether the columns were ticked in the form: the address then is written anew, with commas."""
    return "column" in request.args
