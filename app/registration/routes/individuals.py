"""Doors of the committee: the registration link of a role, and who came by it."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.clock import is_over
from app.events.models import Event
from app.participants.roles import ROLE_NAMES
from app.registration.answer_individual import (
    confirm_individual,
    individual_of,
    individuals_of,
    queue_again,
    return_individual,
    strike_individual,
)
from app.registration.forms.office import AnswerForm
from app.registration.links import (
    address_of,
    end_registration_link,
    known_registration_link,
    registration_link,
)
from app.registration.models import Quota, State
from app.registration.own_letters import failed_letters
from app.registration.place_words import words_of_individual
from app.registration.register_oneself import is_closed
from app.registration.steps import reasons_of
from app.registration.waiting_list import quota_of, taken_places

QUOTA = "/events/<event>/individuals/<int:quota_id>"
PERSON = f"{QUOTA}/<int:nomination_id>"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    post, both = ["POST"], ["GET", "POST"]
    registration.add_url_rule(QUOTA, "individuals", individuals)
    registration.add_url_rule(f"{QUOTA}/link", "make_registration_link", make_link, methods=post)
    registration.add_url_rule(f"{QUOTA}/link/end", "end_registration_link", end_link, methods=post)
    registration.add_url_rule(f"{PERSON}/confirmation", "confirm_individual", confirm, methods=post)
    registration.add_url_rule(f"{PERSON}/return", "return_individual", give_back, methods=both)
    registration.add_url_rule(f"{PERSON}/queue", "queue_individual", queue, methods=post)
    registration.add_url_rule(f"{PERSON}/withdrawal", "withdraw_individual", withdraw, methods=post)


@requires(Permission.PARTICIPANTS_REGISTER)
def individuals(event: Event, quota_id: int) -> ResponseReturnValue:
    """Show the link of a role, how many places are taken, and everybody who registered by it."""
    return _drawn(event, quota_of(event, quota_id), AnswerForm(formdata=None))


@requires(Permission.PARTICIPANTS_REGISTER)
def make_link(event: Event, quota_id: int) -> ResponseReturnValue:
    """Make the registration link."""
    quota = quota_of(event, quota_id)
    with transaction():
        registration_link(quota, by=current_user)
    return _back(event, quota, _("The registration link is ready to be sent."))


@requires(Permission.PARTICIPANTS_REGISTER)
def end_link(event: Event, quota_id: int) -> ResponseReturnValue:
    """Let the registration link open nothing any more."""
    quota = quota_of(event, quota_id)
    with transaction():
        end_registration_link(quota, by=current_user)
    return _back(event, quota, _("The link no longer opens. Who registered by it keeps the place."))


@requires(Permission.PARTICIPANTS_REGISTER)
def confirm(event: Event, quota_id: int, nomination_id: int) -> ResponseReturnValue:
    """Give somebody a free place out of turn."""
    quota = quota_of(event, quota_id)
    nomination, form = individual_of(quota, nomination_id), AnswerForm(formdata=None)
    with telling(form), transaction():
        confirm_individual(nomination, by=current_user)
    if form.form_errors:
        return _drawn(event, quota, form)
    return _back(event, quota, _("%(name)s is confirmed and has a pass.", name=nomination.display_name))


@requires(Permission.PARTICIPANTS_REGISTER)
def give_back(event: Event, quota_id: int, nomination_id: int) -> ResponseReturnValue:
    """Take somebody out of the queue, with a reason that is mailed."""
    quota = quota_of(event, quota_id)
    nomination, form = individual_of(quota, nomination_id), AnswerForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            return_individual(nomination, reason=form.reason.data or "", by=current_user)
        if not form.errors:
            return _back(event, quota, _("Returned. The reason goes out by mail."))
    return page("registration/join_return.html", form, quota=quota, nomination=nomination)


@requires(Permission.PARTICIPANTS_REGISTER)
def queue(event: Event, quota_id: int, nomination_id: int) -> ResponseReturnValue:
    """Put somebody back into the queue."""
    quota = quota_of(event, quota_id)
    nomination = individual_of(quota, nomination_id)
    with transaction():
        queue_again(nomination, by=current_user)
    name = nomination.display_name
    if nomination.state is State.CONFIRMED:
        return _back(event, quota, _("%(name)s is confirmed and has a pass.", name=name))
    return _back(event, quota, _("%(name)s stands in the queue again.", name=name))


@requires(Permission.PARTICIPANTS_REGISTER)
def withdraw(event: Event, quota_id: int, nomination_id: int) -> ResponseReturnValue:
    """Strike a registration that has no place yet."""
    quota = quota_of(event, quota_id)
    nomination = individual_of(quota, nomination_id)
    with transaction():
        strike_individual(nomination, by=current_user)
    return _back(event, quota, _("The registration of %(name)s was struck.", name=nomination.display_name))


def _drawn(event: Event, quota: Quota, form: AnswerForm) -> ResponseReturnValue:
    people = individuals_of(quota)
    return page(
        "registration/join_list.html",
        form,
        quota=quota,
        role=ROLE_NAMES[quota.role],
        people=people,
        reasons=reasons_of(people),
        taken=taken_places(quota),
        waiting=sum(each.state is State.WAITING for each in people),
        words_of=words_of_individual,
        failed=failed_letters(people),
        over=is_over(event),
        closed=is_closed(quota, event),
        link=address_of(known_registration_link(quota)),
    )


def _back(event: Event, quota: Quota, told: str) -> ResponseReturnValue:
    flash(told, "ok")
    address = url_for("registration.individuals", event=event.slug, quota_id=quota.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
