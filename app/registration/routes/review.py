"""Doors of the committee: what offices have handed in, and the answer to it."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.i18n import ngettext
from app.lib.row_numbers import row_number
from app.participants.models import Delegation, Participant
from app.participants.queries import participants_by_id
from app.registration.compare import compare
from app.registration.forms.office import AnswerForm
from app.registration.letters import letters_of
from app.registration.models import Nomination
from app.registration.queries import delegation_of_event, nomination_of, waiting_for_the_committee
from app.registration.requests_of_offices import open_requests_of
from app.registration.review_delegation import (
    confirm_delegation,
    confirm_nomination,
    return_delegation,
    return_nomination,
    submitted_of,
)
from app.registration.steps import last_step

BOARD = "/events/<event>/delegations"
REVIEW = f"{BOARD}/<int:delegation_id>/review"
PERSON = f"{REVIEW}/people/<int:nomination_id>"
SAME = "same-"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    post = ["POST"]
    registration.add_url_rule(f"{BOARD}/review", "reviews", reviews)
    registration.add_url_rule(REVIEW, "review", review)
    registration.add_url_rule(f"{REVIEW}/confirmation", "confirm", confirm, methods=post)
    registration.add_url_rule(f"{REVIEW}/return", "give_back", give_back, methods=["GET", "POST"])
    registration.add_url_rule(f"{PERSON}/confirmation", "confirm_one", confirm_one, methods=post)
    registration.add_url_rule(f"{PERSON}/return", "give_one_back", give_one_back, methods=["GET", "POST"])


@requires(Permission.PARTICIPANTS_REGISTER)
def reviews(event: Event) -> ResponseReturnValue:
    """List what waits for an answer, the oldest first."""
    return render_template("registration/reviews.html", waiting=waiting_for_the_committee(event))


@requires(Permission.PARTICIPANTS_REGISTER)
def review(event: Event, delegation_id: int) -> ResponseReturnValue:
    """Show what one office has handed in, beside what is known already."""
    return draw_review(delegation_of_event(event, delegation_id), AnswerForm(formdata=None))


@requires(Permission.PARTICIPANTS_REGISTER)
def confirm(event: Event, delegation_id: int) -> ResponseReturnValue:
    """Register everybody whom an office has handed in; each gets a pass."""
    delegation = delegation_of_event(event, delegation_id)
    form = AnswerForm(formdata=None)
    same = _same(event, submitted_of(delegation))
    people: list[Participant] = []
    with telling(form), transaction():
        people = confirm_delegation(delegation, by=current_user, same=same)
    if form.form_errors:
        return draw_review(delegation, form)
    if not people:
        return _next(event, _("The delegation is confirmed."))
    told = ngettext(
        "%(num)s person is confirmed and has a pass.",
        "%(num)s people are confirmed and have a pass.",
        len(people),
    )
    return _next(event, told)


@requires(Permission.PARTICIPANTS_REGISTER)
def confirm_one(event: Event, delegation_id: int, nomination_id: int) -> ResponseReturnValue:
    """Register one of those who were handed in."""
    delegation = delegation_of_event(event, delegation_id)
    nomination = nomination_of(delegation, nomination_id)
    form = AnswerForm(formdata=None)
    same = _same(event, [nomination]).get(nomination.id)
    with telling(form), transaction():
        confirm_nomination(nomination, by=current_user, same=same)
    if form.form_errors:
        return draw_review(delegation, form)
    flash(_("%(name)s is confirmed and has a pass.", name=nomination.display_name), "ok")
    return _to(event, delegation)


@requires(Permission.PARTICIPANTS_REGISTER)
def give_back(event: Event, delegation_id: int) -> ResponseReturnValue:
    """Return everything to the office, with the reason."""
    delegation = delegation_of_event(event, delegation_id)
    form = AnswerForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            return_delegation(delegation, reason=form.reason.data or "", by=current_user)
        if not form.errors:
            return _next(event, _("Returned. The office reads the reason on its page."))
    return page("registration/review_return.html", form, delegation=delegation, nomination=None)


@requires(Permission.PARTICIPANTS_REGISTER)
def give_one_back(event: Event, delegation_id: int, nomination_id: int) -> ResponseReturnValue:
    """Return one person to the office, with the reason."""
    delegation = delegation_of_event(event, delegation_id)
    nomination = nomination_of(delegation, nomination_id)
    form = AnswerForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            return_nomination(nomination, reason=form.reason.data or "", by=current_user)
        if not form.errors:
            flash(_("Returned. The office reads the reason on its page."), "ok")
            return _to(event, delegation)
    return page("registration/review_return.html", form, delegation=delegation, nomination=nomination)


def draw_review(delegation: Delegation, form: AnswerForm) -> ResponseReturnValue:
    """Draw what waits of one office; `form` tells what was refused."""
    return page(
        "registration/review.html",
        form,
        delegation=delegation,
        compared=[compare(each, delegation) for each in submitted_of(delegation)],
        asked=[(each, compare(each, delegation)) for each in open_requests_of(delegation)],
        letters=letters_of(delegation),
        step=last_step(delegation),
        SAME=SAME,
    )


def _same(event: Event, nominations: Sequence[Nomination]) -> dict[int, Participant]:
    """Read which nominations mean somebody who is on the list already."""
    said = {each.id: request.form.get(f"{SAME}{each.id}", type=row_number) for each in nominations}
    people = participants_by_id(event, [number for number in said.values() if number])
    return {each: people[number] for each, number in said.items() if number in people}


def _next(event: Event, told: str) -> ResponseReturnValue:
    flash(told, "ok")
    return redirect(url_for("registration.reviews", event=event.slug), HTTPStatus.SEE_OTHER)


def _to(event: Event, delegation: Delegation) -> ResponseReturnValue:
    address = url_for("registration.review", event=event.slug, delegation_id=delegation.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
