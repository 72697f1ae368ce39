"""Doors: the list of participants, and the same list as a sheet."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, requires
from app.db import transaction
from app.events.models import Event
from app.lib.row_numbers import row_number
from app.participants.export import export_participants
from app.participants.models import ParticipantRole
from app.participants.queries import PassState, Wanted, count_by_state, offices_taking_part, page_of
from app.participants.roles import ROLE_NAMES

LIST = "/participants"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_SEARCH = 100


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    participants.add_url_rule(LIST, "index", index)
    participants.add_url_rule(f"{LIST}/figures", "figures", figures)
    participants.add_url_rule(f"{LIST}.xlsx", "export", export)


@requires(Permission.PARTICIPANTS_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """Show one page of the list; htmx gets the part that changes while somebody types."""
    wanted = wanted_from_address(event)
    counts = count_by_state(event, actor=current_user, wanted=wanted)
    total = counts[wanted.state] if wanted.state else sum(counts.values())
    number = request.args.get("page", 1, type=int)
    answer = make_response(
        render_template(
            "participants/_people.html" if "HX-Request" in request.headers else "participants/index.html",
            page=page_of(event, actor=current_user, wanted=wanted, number=number, total=total),
            wanted=wanted,
            tabs=_tabs(event, wanted, counts),
            offices=offices_taking_part(event, actor=current_user),
            roles=ROLE_NAMES,
            address=lambda **changes: address_of(event, wanted, **changes),
        )
    )
    answer.vary.add("HX-Request")
    return answer


@requires(Permission.PARTICIPANTS_VIEW)
def figures(event: Event) -> ResponseReturnValue:
    """Return how many take part, as far as one may see them, for the ledger of the home page."""
    counts = count_by_state(event, actor=current_user, wanted=Wanted())
    withdrawn = counts.pop(PassState.WITHDRAWN)
    return render_template(
        "participants/_figures.html", taking_part=sum(counts.values()), withdrawn=withdrawn
    )


@requires(Permission.PARTICIPANTS_VIEW)
def export(event: Event) -> ResponseReturnValue:
    """Send the list as seen here as a sheet."""
    with transaction():
        content = export_participants(
            event,
            actor=current_user,
            wanted=wanted_from_address(event),
            numbers=sees_numbers(event),
            by=current_user,
        )
    answer = Response(content, mimetype=SHEET)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{event.slug}-{_('participants')}.xlsx")
    return answer


def sees_numbers(event: Event) -> bool:
    """Whether this account may see NIPs, telephone numbers and e-mail addresses."""
    return can(current_user, Permission.PARTICIPANTS_REGISTER, event_id=event.id)


def wanted_from_address(event: Event) -> Wanted:
    """Read the filters of the list; what makes no sense is left out."""
    return Wanted(
        search=request.args.get("q", "")[:LONGEST_SEARCH],
        office_id=request.args.get("office", type=row_number),
        role=request.args.get("role", type=ParticipantRole),
        state=request.args.get("state", type=PassState),
        numbers=sees_numbers(event),
    )


def address_of(event: Event, wanted: Wanted, *, endpoint: str = "participants.index", **changes: Any) -> str:
    """Write the address of this list with some filters changed; None takes one away."""
    filters = {
        "q": wanted.search or None,
        "office": wanted.office_id,
        "role": wanted.role.value if wanted.role else None,
        "state": wanted.state.value if wanted.state else None,
    }
    return url_for(endpoint, event=event.slug, **{**filters, **changes})


def _tabs(event: Event, wanted: Wanted, counts: dict[PassState, int]) -> list[dict[str, Any]]:
    words = {
        None: _("All"),
        PassState.VALID: _("Valid pass"),
        PassState.MISSING: _("No valid pass"),
        PassState.WITHDRAWN: _("Withdrawn"),
    }
    return [
        {
            "label": label,
            "url": address_of(event, wanted, state=state.value if state else None),
            "current": wanted.state is state,
            "count": counts[state] if state else sum(counts.values()),
        }
        for state, label in words.items()
    ]
