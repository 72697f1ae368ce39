"""Doors of the committee: the answer to an office that asks for a substitute."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.participants.models import Delegation
from app.registration.answer_substitution import accept_request, return_request
from app.registration.forms.office import AnswerForm
from app.registration.queries import delegation_of_event
from app.registration.requests_of_offices import request_of
from app.registration.routes.review import REVIEW, draw_review

ASKED = f"{REVIEW}/replacements/<int:asked_id>"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    registration.add_url_rule(f"{ASKED}/acceptance", "accept_request", accept, methods=["POST"])
    registration.add_url_rule(f"{ASKED}/return", "return_request", give_back, methods=["GET", "POST"])


@requires(Permission.PARTICIPANTS_REGISTER)
def accept(event: Event, delegation_id: int, asked_id: int) -> ResponseReturnValue:
    """Substitute as the office asked; the old pass is void and the new one admits at once."""
    delegation = delegation_of_event(event, delegation_id)
    asked = request_of(delegation, asked_id)
    form = AnswerForm(formdata=None)
    with telling(form), transaction():
        accept_request(asked, by=current_user)
    if form.errors:
        return draw_review(delegation, form)
    told = _(
        "%(came)s comes instead of %(left)s now. The old pass admits nowhere any more; the new one is ready.",
        came=asked.display_name,
        left=asked.left.display_name,
    )
    flash(told, "ok")
    return _to(event, delegation)


@requires(Permission.PARTICIPANTS_REGISTER)
def give_back(event: Event, delegation_id: int, asked_id: int) -> ResponseReturnValue:
    """Leave the delegation as it is, and say why."""
    delegation = delegation_of_event(event, delegation_id)
    asked = request_of(delegation, asked_id)
    form = AnswerForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            return_request(asked, reason=form.reason.data or "", by=current_user)
        if not form.errors:
            flash(_("Returned. The office reads the reason on its page."), "ok")
            return _to(event, delegation)
    return page("registration/request_return.html", form, delegation=delegation, asked=asked)


def _to(event: Event, delegation: Delegation) -> ResponseReturnValue:
    address = url_for("registration.review", event=event.slug, delegation_id=delegation.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
