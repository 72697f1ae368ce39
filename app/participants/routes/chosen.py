"""Doors: what is done to the people chosen in the list, ticked one by one or all that match."""

from collections.abc import Collection, Sequence
from http import HTTPStatus

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.i18n import ngettext
from app.jobs.models import Job
from app.lib.codes import random_token
from app.lib.refusals import N_, Conflict, Refused
from app.lib.row_numbers import row_number
from app.participants.choice import Choice, NobodyChosen, ids_chosen
from app.participants.forms import ReasonForm
from app.participants.many_people import are_few, make_links_later, withdraw_later, withdrawal_asked
from app.participants.models import ParticipantState
from app.participants.pages import listed
from app.participants.personal_links import make_missing_links
from app.participants.routes.list_address import address_of, filters_of, shown_from, wanted_from
from app.participants.wanted import EVERYBODY, LISTED, ON_THE_LIST
from app.participants.withdraw import withdraw_people

CHOSEN = "/participants/chosen"
TWO = 2
SHOWN = 20  # of those about to be withdrawn
LONGEST_KEY = 64
KEPT = ("chosen", "all", "q", "office", "position", "role", "state", "seat", "columns")


class OthersByNow(Conflict):
    """The list has changed since somebody was asked about so many people."""

    def __init__(self) -> None:
        super().__init__(
            N_("The list has changed meanwhile, so these are other people by now. Look at them again.")
        )


class NotTwoChosen(Refused):
    """Comparing takes two."""

    def __init__(self) -> None:
        super().__init__(N_("Tick exactly two people to compare them."))


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


def those_chosen(event: Event, *, states: Collection[ParticipantState] = LISTED) -> Sequence[int]:
    """Return the ids of who was chosen and stands so, in protocol order. Raises NobodyChosen."""
    return ids_chosen(event, choice_of(event), actor=current_user, states=states)


def list_seen(event: Event) -> str:
    """Return the address of the list from which the form came."""
    return address_of(event, filters_of(wanted_from(request.form, event), shown_from(request.form, event)))


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def chosen_links(event: Event) -> ResponseReturnValue:
    """Make the personal links that are missing: of many people in the background."""
    ids = those_chosen(event)
    if not are_few(ids):
        with transaction():
            job = make_links_later(event, ids, by=current_user)
        return _followed(event, job)
    with transaction():
        make_missing_links(event, ids, by=current_user)
    flash(ngettext("%(num)s personal link is ready.", "%(num)s personal links are ready.", len(ids)), "ok")
    return redirect(list_seen(event), HTTPStatus.SEE_OTHER)


@requires(Permission.PARTICIPANTS_REGISTER)
def chosen_withdrawal(event: Event) -> ResponseReturnValue:
    """Ask why the chosen will not come, then withdraw all of them for this reason."""
    if job := withdrawal_asked(event, _key()):  # pressed twice
        return _followed(event, job)
    ids = those_chosen(event, states=ON_THE_LIST)
    asked = "reason" in request.form
    form = ReasonForm(formdata=request.form if asked else None)
    if asked and form.validate():
        with telling(form):
            _refuse_other_number(len(ids))
            answer = _withdraw(event, ids, form.reason.data or "")
        if not form.errors:
            return answer
    return page(
        "participants/withdraw_chosen.html",
        form,
        number=len(ids),
        people=listed(event, actor=current_user, wanted=EVERYBODY, ids=ids[:SHOWN]),
        key=random_token(),
        kept=[(name, value) for name, value in request.form.items(multi=True) if name in KEPT],
        back_to=list_seen(event),
    )


def _refuse_other_number(number: int) -> None:
    """Somebody who agreed to withdraw so many must not withdraw others: the list may have changed."""
    if request.form.get("number", number, type=int) != number:
        raise OthersByNow


def _withdraw(event: Event, ids: Sequence[int], reason: str) -> ResponseReturnValue:
    if not are_few(ids):
        with transaction():
            job = withdraw_later(event, ids, reason=reason, key=_key() or random_token(), by=current_user)
        return _followed(event, job)
    with transaction():
        withdraw_people(event, ids, reason=reason, by=current_user)
    said = ngettext(
        "%(num)s person withdrawn. No gate admits this pass now.",
        "%(num)s people withdrawn. No gate admits these passes now.",
        len(ids),
    )
    flash(said, "ok")
    return redirect(list_seen(event), HTTPStatus.SEE_OTHER)


def _key() -> str:
    return request.form.get("key", "")[:LONGEST_KEY]


def _followed(event: Event, job: Job) -> ResponseReturnValue:
    return redirect(url_for("jobs.show", job_id=job.id, back=list_seen(event)), HTTPStatus.SEE_OTHER)


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
