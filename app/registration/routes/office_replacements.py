"""Doors of an office: it asks that somebody comes instead of one of its people, or takes that back."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import transaction
from app.doors import page, telling
from app.offices.queries import positions_in_rank_order
from app.participants.models import Participant
from app.registration.ask_substitution import ask_for_substitute, refuse_to_ask, take_request_back
from app.registration.forms.office import ReplaceForm
from app.registration.kept_requests import SubstitutionRequest
from app.registration.letter_files import LetterFile, read_letter
from app.registration.letters import keep_letter
from app.registration.models import Letter, State
from app.registration.queries import person_of
from app.registration.requests_of_offices import last_request, request_of
from app.registration.routes.office_page import back_to
from app.registration.routes.own_delegation import OwnDelegation, open_both


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ("GET", "POST")
    open_both(registration, "/participants/<int:participant_id>/replacement", "replace", replace_person, both)
    open_both(
        registration, "/replacements/<int:asked_id>/withdrawal", "take_request", take_request, ("POST",)
    )


def replace_person(own: OwnDelegation, participant_id: int) -> ResponseReturnValue:
    """Ask who comes instead and why; nothing changes before the committee answers."""
    left = person_of(own.delegation, participant_id)
    form = ReplaceForm()
    before = last_request(left)
    if not form.is_submitted():
        refuse_to_ask(left)
        form.begin(left, before if before and before.state is State.RETURNED else None)
    elif form.is_to_be_saved() and form.validate():
        asked = _asked(own, left, form)
        if asked is not None:
            flash(_("The committee has your request. This page says what it answers."), "ok")
            return back_to(own)
    return page(
        "registration/office_replace.html",
        form,
        own=own,
        left=left,
        before=before,
        posts=positions_in_rank_order(),
    )


def take_request(own: OwnDelegation, asked_id: int) -> ResponseReturnValue:
    """Take a request back that is not answered yet."""
    asked = request_of(own.delegation, asked_id)
    with transaction():
        take_request_back(asked, by=own.by)
    flash(_("Taken back. %(name)s stays on the list.", name=asked.left.display_name), "ok")
    return back_to(own)


def _asked(own: OwnDelegation, left: Participant, form: ReplaceForm) -> SubstitutionRequest | None:
    with telling(form):
        file = read_letter(form.letter_file.data.read()) if form.letter_file.data else None
        with transaction():
            return ask_for_substitute(
                left,
                form.entry(),
                reason=form.reason.data or "",
                letter=_letter(own, form, file) if file else None,
                key=form.key.data or "",
                by=own.by,
            )
    return None


def _letter(own: OwnDelegation, form: ReplaceForm, file: LetterFile) -> Letter:
    return keep_letter(
        own.delegation,
        number=form.letter_number.data or "",
        dated=form.letter_dated.data,
        filename=form.letter_file.data.filename or "",
        file=file,
        by=own.by,
    )
