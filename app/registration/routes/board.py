"""Doors: the board of all delegations, the page of one, and how its seats are filled."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access import Permission, can, requires
from app.db import transaction
from app.events.models import Event
from app.i18n import ngettext
from app.lib.row_numbers import row_number
from app.offices.models import OfficeKind
from app.offices.queries import position_by_id, positions_in_rank_order
from app.participants.models import Delegation
from app.participants.queries import participant_of
from app.participants.seats import free_seat, seat_people, take_seat
from app.registration.adjust_seats import add_seat, remove_seat
from app.registration.board import Owed, SeatState, Shown, board_of, state_of
from app.registration.delegation_history import told_of
from app.registration.queries import DelegationNotThere, delegation_of_event, office_page, seat_of
from app.registration.words import KIND_NAMES, SEAT_WORDS, STANDINGS

BOARD = "/events/<event>/delegations"
DELEGATION = f"{BOARD}/<int:delegation_id>"
SEAT = f"{DELEGATION}/seats/<int:seat_id>"
LONGEST_SEARCH = 100
OWED_WORDS = {
    Owed.PEOPLE: _l("Incomplete only"),
    Owed.SUBMISSION: _l("Not handed in"),
    Owed.LETTER: _l("Without a letter"),
}


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    post = ["POST"]
    registration.add_url_rule(BOARD, "board", board)
    registration.add_url_rule(f"{BOARD}/figures", "figures", figures)
    registration.add_url_rule(f"{BOARD}/seating", "seat_people", seating, methods=post)
    registration.add_url_rule(DELEGATION, "delegation", delegation)
    registration.add_url_rule(f"{DELEGATION}/seats", "add_seat", one_seat_more, methods=post)
    registration.add_url_rule(f"{SEAT}/removal", "remove_seat", one_seat_less, methods=post)
    registration.add_url_rule(f"{SEAT}/person", "take_seat", sitting_down, methods=post)
    registration.add_url_rule(f"{SEAT}/person/removal", "free_seat", standing_up, methods=post)


@requires(Permission.PARTICIPANTS_VIEW)
def board(event: Event) -> ResponseReturnValue:
    """Show for each office, in protocol order, how its seats are filled."""
    shown = shown_from_address()
    drawn = board_of(event, actor=current_user, shown=shown)
    return render_template(
        "registration/board.html",
        board=drawn,
        shown=shown,
        tabs=_tabs(event, drawn.kinds, drawn.kind, shown),
        owed=OWED_WORDS,
        words=SEAT_WORDS,
        standings=STANDINGS,
        SeatState=SeatState,
        address=lambda **changes: address_of(event, shown, **changes),
    )


@requires(Permission.PARTICIPANTS_VIEW)
def figures(event: Event) -> ResponseReturnValue:
    """Return how many delegations are complete, for the ledger of the home page."""
    return render_template("registration/_figures.html", board=board_of(event, actor=current_user))


@requires(Permission.PARTICIPANTS_REGISTER)
def seating(event: Event) -> ResponseReturnValue:
    """Seat everybody who has no seat, also whose seat was freed, and finds one of the post or the staff."""
    with transaction():
        seated = seat_people(event, by=current_user)
    if seated:
        flash(ngettext("%(num)s person has a seat now.", "%(num)s people have a seat now.", seated), "ok")
    else:
        flash(_("Nobody could be seated: the free seats and the people do not match."), "ok")
    return redirect(url_for("registration.board", event=event.slug), HTTPStatus.SEE_OTHER)


@requires(Permission.PARTICIPANTS_VIEW)
def delegation(event: Event, delegation_id: int) -> ResponseReturnValue:
    """Show one delegation: its seats with their people, who has none, its letters and what happened."""
    one = _within_reach(event, delegation_id)
    drawn = office_page(one)
    edits = can(current_user, Permission.PARTICIPANTS_REGISTER, on=one)
    return render_template(
        "registration/delegation.html",
        drawn=drawn,
        words=SEAT_WORDS,
        state_of=state_of,
        standing=STANDINGS.get(drawn.step.state) if drawn.step else None,
        posts=positions_in_rank_order() if edits else [],
        edits=edits,
        history=told_of(one),
    )


@requires(Permission.PARTICIPANTS_REGISTER)
def one_seat_more(event: Event, delegation_id: int) -> ResponseReturnValue:
    """Give one delegation a seat more than the plan."""
    one = delegation_of_event(event, delegation_id)
    post_id = request.form.get("post", type=row_number)
    with transaction():
        add_seat(one, position_by_id(post_id) if post_id else None, by=current_user)
    return _back(event, one, _("One seat more. The plan of the other offices stays as it is."))


@requires(Permission.PARTICIPANTS_REGISTER)
def one_seat_less(event: Event, delegation_id: int, seat_id: int) -> ResponseReturnValue:
    """Take an empty seat away from one delegation."""
    one = delegation_of_event(event, delegation_id)
    with transaction():
        remove_seat(one, seat_id, by=current_user)
    return _back(event, one, _("The seat was removed. The plan of the other offices stays as it is."))


@requires(Permission.PARTICIPANTS_REGISTER)
def sitting_down(event: Event, delegation_id: int, seat_id: int) -> ResponseReturnValue:
    """Put somebody of the delegation into a free seat."""
    one = delegation_of_event(event, delegation_id)
    seat = seat_of(one, seat_id)
    person = participant_of(event, request.form.get("person", type=row_number) or 0)
    with transaction():
        take_seat(person, seat, by=current_user)
    return _back(event, one, _("%(name)s has the seat now.", name=person.display_name))


@requires(Permission.PARTICIPANTS_REGISTER)
def standing_up(event: Event, delegation_id: int, seat_id: int) -> ResponseReturnValue:
    """Free a seat; the person stays on the list."""
    one = delegation_of_event(event, delegation_id)
    seat = seat_of(one, seat_id)
    with transaction():
        if seat.holder is not None:
            free_seat(seat.holder, by=current_user)
    return _back(event, one, _("The seat is free. The person stays on the list, with the same pass."))


def shown_from_address() -> Shown:
    """Read the filters of the board; what makes no sense is left out."""
    return Shown(
        kind=request.args.get("kind", type=OfficeKind),
        zone=request.args.get("zone", ""),
        search=request.args.get("q", "")[:LONGEST_SEARCH],
        owed=request.args.get("show", type=Owed),
    )


def address_of(event: Event, shown: Shown, **changes: Any) -> str:
    """Write the address of the board with some filters changed; None takes one away."""
    filters = {
        "kind": shown.kind.value if shown.kind else None,
        "zone": shown.zone or None,
        "q": shown.search or None,
        "show": shown.owed.value if shown.owed else None,
    }
    return url_for("registration.board", event=event.slug, **{**filters, **changes})


def _tabs(
    event: Event, kinds: dict[OfficeKind, int], here: OfficeKind | None, shown: Shown
) -> list[dict[str, Any]]:
    owed = shown.owed.value if shown.owed else None
    return [
        {
            "label": _(KIND_NAMES[kind]),
            "url": url_for("registration.board", event=event.slug, kind=kind.value, show=owed),
            "current": kind is here,
            "count": count,
        }
        for kind, count in kinds.items()
        if count
    ]


def _within_reach(event: Event, delegation_id: int) -> Delegation:
    one = delegation_of_event(event, delegation_id)
    if not can(current_user, Permission.PARTICIPANTS_VIEW, on=one):
        raise DelegationNotThere
    return one


def _back(event: Event, one: Delegation, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    address = url_for("registration.delegation", event=event.slug, delegation_id=one.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
