"""Doors: what is done to the people chosen in the list, ticked one by one or all that match."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.i18n import ngettext
from app.lib.refusals import N_, Refused
from app.lib.row_numbers import row_number
from app.participants.forms import ReasonForm
from app.participants.models import Participant, ParticipantState
from app.participants.pages import listed
from app.participants.personal_links import personal_links
from app.participants.routes.list_address import address_of, filters_of, shown_from, wanted_from
from app.participants.wanted import Wanted
from app.participants.withdraw import withdraw_people

CHOSEN = "/participants/chosen"
TWO = 2
KEPT = ("chosen", "all", "q", "office", "position", "role", "state", "seat", "columns")


class NobodyChosen(Refused):
    """Something was to be done, but to nobody."""

    def __init__(self) -> None:
        super().__init__(
            N_("Nobody was chosen. Tick people in the list, or choose all that match, then try again.")
        )


class NotTwoChosen(Refused):
    """Comparing takes two."""

    def __init__(self) -> None:
        super().__init__(N_("Tick exactly two people to compare them."))


@dataclass(frozen=True)
class Choice:
    """Who was chosen: these ids, or with None everybody the filters leave."""

    wanted: Wanted
    ids: tuple[int, ...] | None


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    participants.add_url_rule(f"{CHOSEN}/links", "chosen_links", chosen_links, methods=["POST"])
    participants.add_url_rule(
        f"{CHOSEN}/withdrawal", "chosen_withdrawal", chosen_withdrawal, methods=["POST"]
    )
    participants.add_url_rule(
        f"{CHOSEN}/comparison", "chosen_comparison", chosen_comparison, methods=["POST"]
    )


def choice_of(event: Event) -> Choice:
    """Read from the form who was chosen. Raises NobodyChosen."""
    wanted = wanted_from(request.form, event)
    if request.form.get("all"):
        return Choice(wanted, None)
    ids = request.form.getlist("chosen", type=row_number)
    if not ids:
        raise NobodyChosen
    return Choice(wanted, tuple(ids))


def people_chosen(event: Event) -> list[Participant]:
    """Return who was chosen, in protocol order. Raises NobodyChosen."""
    choice = choice_of(event)
    people = listed(event, actor=current_user, wanted=choice.wanted, ids=choice.ids)
    if not people:
        raise NobodyChosen
    return list(people)


def list_seen(event: Event) -> str:
    """Return the address of the list from which the form came."""
    return address_of(event, filters_of(wanted_from(request.form, event), shown_from(request.form, event)))


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def chosen_links(event: Event) -> ResponseReturnValue:
    """Make the personal links that are missing."""
    people = people_chosen(event)
    with transaction():
        ready = len(personal_links(event, people, by=current_user))
    flash(ngettext("%(num)s personal link is ready.", "%(num)s personal links are ready.", ready), "ok")
    return redirect(list_seen(event), HTTPStatus.SEE_OTHER)


@requires(Permission.PARTICIPANTS_REGISTER)
def chosen_withdrawal(event: Event) -> ResponseReturnValue:
    """Ask why the chosen will not come, then withdraw all of them for this reason."""
    gone = (ParticipantState.WITHDRAWN, ParticipantState.SUBSTITUTED)
    people = [person for person in people_chosen(event) if person.state not in gone]
    if not people:
        raise NobodyChosen
    asked = "reason" in request.form
    form = ReasonForm(formdata=request.form if asked else None)
    if asked and form.validate():
        with telling(form), transaction():
            withdraw_people(people, reason=form.reason.data or "", by=current_user)
        if not form.errors:
            said = ngettext(
                "%(num)s person withdrawn. No gate admits this pass now.",
                "%(num)s people withdrawn. No gate admits these passes now.",
                len(people),
            )
            flash(said, "ok")
            return redirect(list_seen(event), HTTPStatus.SEE_OTHER)
    return page(
        "participants/withdraw_chosen.html",
        form,
        people=people,
        kept=[(name, value) for name, value in request.form.items(multi=True) if name in KEPT],
        back_to=list_seen(event),
    )


@requires(Permission.PARTICIPANTS_REGISTER)
def chosen_comparison(event: Event) -> ResponseReturnValue:
    """Lead to the page that compares two people."""
    ids = request.form.getlist("chosen", type=row_number)
    if len(set(ids)) != TWO:
        raise NotTwoChosen
    one, other = ids
    return redirect(
        url_for("participants.compare", event=event.slug, participant_id=one, other_id=other),
        HTTPStatus.SEE_OTHER,
    )
