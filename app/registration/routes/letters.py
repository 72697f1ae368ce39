"""Doors of the committee to an office's assignment letters: to open one, to add one that came another way."""

from http import HTTPStatus

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, demand, requires
from app.doors import page
from app.events.models import Event
from app.registration.forms.office import LetterForm
from app.registration.letters import letter_of, letters_of
from app.registration.queries import delegation_of_event
from app.registration.routes.office_page import keep_uploaded, sent_letter

LETTERS = "/events/<event>/delegations/<int:delegation_id>/letters"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    registration.add_url_rule(LETTERS, "letters", letters, methods=["GET", "POST"])
    registration.add_url_rule(f"{LETTERS}/<int:letter_id>", "letter", letter)


@requires(Permission.PARTICIPANTS_REGISTER)
def letters(event: Event, delegation_id: int) -> ResponseReturnValue:
    """List the letters of an office; keep one that it handed over or sent by other means."""
    delegation, form = delegation_of_event(event, delegation_id), LetterForm()
    if form.validate_on_submit() and keep_uploaded(delegation, form, by=current_user):
        address = url_for("registration.delegation", event=event.slug, delegation_id=delegation.id)
        return redirect(address, HTTPStatus.SEE_OTHER)
    return page("registration/letters.html", form, delegation=delegation, letters=letters_of(delegation))


@requires(Permission.PARTICIPANTS_VIEW)
def letter(event: Event, delegation_id: int, letter_id: int) -> ResponseReturnValue:
    """Send an assignment letter to the committee, or to an account of the own office."""
    delegation = delegation_of_event(event, delegation_id)
    demand(Permission.PARTICIPANTS_VIEW, on=delegation)
    return sent_letter(letter_of(delegation, letter_id), by=current_user)
