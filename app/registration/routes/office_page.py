"""Doors of an office: its delegation, the assignment letter, and handing both in."""

from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.audit.record import Doer
from app.db import transaction
from app.doors import page, telling
from app.events.clock import is_over
from app.i18n import write
from app.participants.models import Delegation
from app.registration.forms.office import LetterForm
from app.registration.letter_files import read_letter
from app.registration.letters import keep_letter, letter_of, note_opened
from app.registration.links import contact_of
from app.registration.models import Letter
from app.registration.place_words import PLACE_WORDS, REQUEST_WORDS
from app.registration.queries import office_page
from app.registration.refusals import UnderReview
from app.registration.routes.own_delegation import OwnDelegation, open_both
from app.registration.submit_delegation import DelegationIncomplete, submit_delegation, what_is_missing
from app.services import services

# A letter is shown, never run: it may load nothing, and a picture not even that.
LETTER_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    open_both(registration, "", "page", show)
    open_both(registration, "/letter", "letter", upload, methods=("POST",))
    open_both(registration, "/letters/<int:letter_id>", "letter_file", letter_file)
    open_both(registration, "/submission", "submit", submit, methods=("POST",))


def show(own: OwnDelegation) -> ResponseReturnValue:
    """Show an office its seats, its letter, and what is still missing."""
    return drawn(own, LetterForm(formdata=None))


def upload(own: OwnDelegation) -> ResponseReturnValue:
    """Keep the assignment letter; only what really is a PDF or a picture."""
    form = LetterForm()
    if form.validate_on_submit() and keep_uploaded(own.delegation, form, by=own.by):
        return back_to(own)
    return drawn(own, form)


def letter_file(own: OwnDelegation, letter_id: int) -> ResponseReturnValue:
    """Send a letter of this office as it was uploaded."""
    return sent_letter(letter_of(own.delegation, letter_id), by=own.by)


def submit(own: OwnDelegation) -> ResponseReturnValue:
    """Hand the delegation in, or say what is missing."""
    try:
        with transaction():
            submit_delegation(own.delegation, by=own.by)
    except DelegationIncomplete:
        flash(_("Not handed in yet. Below stands what is missing."), "bad")
    except UnderReview:  # a second tap on the button
        flash(_("It is handed in. The committee has it; this page says when it is confirmed."), "ok")
    else:
        flash(_("Handed in. The committee looks at it now; this page says when it is confirmed."), "ok")
    return back_to(own)


def drawn(own: OwnDelegation, form: LetterForm) -> ResponseReturnValue:
    """Draw the page of an office."""
    shown = office_page(own.delegation)
    lacks = [] if shown.is_locked else what_is_missing(own.delegation, shown.letters)
    return page(
        "registration/office.html",
        form,
        own=own,
        shown=shown,
        office=own.delegation.office,
        lacks=[(write(lack.msgid, lack.values), lack.nomination_id) for lack in lacks],
        names={
            place.nomination.id: place.nomination.display_name for place in shown.places if place.nomination
        },
        words=PLACE_WORDS,
        request_words=REQUEST_WORDS,
        is_over=is_over(own.event),
        contact=contact_of(own.event.id),
    )


def back_to(own: OwnDelegation) -> ResponseReturnValue:
    """Lead back to the page of the office."""
    return redirect(own.url("page"), HTTPStatus.SEE_OTHER)


def keep_uploaded(delegation: Delegation, form: LetterForm, *, by: Doer) -> bool:
    """Keep the letter of a form that is filled in; what is wrong with it is told at its fields."""
    with telling(form):
        file = read_letter(form.file.data.read())
        with transaction():
            keep_letter(
                delegation,
                number=form.number.data or "",
                dated=form.dated.data,
                filename=form.file.data.filename or "",
                file=file,
                by=by,
            )
    if not form.errors:
        flash(_("The letter is kept."), "ok")
    return not form.errors


def sent_letter(letter: Letter, *, by: Doer) -> Response:
    """Send the file of a letter so that a browser shows it and does nothing else; the trail says to whom."""
    with transaction():
        note_opened(letter, by=by)
    answer = Response(services().storage.read(letter.storage_key), mimetype=letter.media_type)
    answer.headers.set("Content-Disposition", "inline", filename=letter.filename)
    sandbox = "; sandbox" if letter.media_type.startswith("image/") else ""
    answer.headers["Content-Security-Policy"] = LETTER_POLICY + sandbox
    answer.headers["Cache-Control"] = "no-store"
    return answer
