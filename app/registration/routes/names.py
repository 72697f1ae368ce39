"""Doors: the person confirms how the name is written or asks for a correction, and the desk answers."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, public, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.lib.employee_numbers import grouped
from app.participants.models import Participant
from app.participants.name_look import look_of, look_of_name
from app.participants.own_link import oneself, opened
from app.registration.correct_name import (
    answer_correction,
    ask_for_correction,
    confirm_name,
    correction_of,
    last_correction,
    open_corrections,
)
from app.registration.forms.names import AnswerForm, ConfirmationForm, CorrectionForm

MINE = "/me/<token>/name"
DESK = "/events/<event>/names"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    registration.add_url_rule(MINE, "my_name", my_name, methods=["GET", "POST"])
    registration.add_url_rule(f"{MINE}/confirmation", "confirm_my_name", confirm_my_name, methods=["POST"])
    registration.add_url_rule(DESK, "names", names)
    registration.add_url_rule(
        f"{DESK}/<int:correction_id>/answer", "answer_name", answer_name, methods=["POST"]
    )


@public
def my_name(token: str) -> ResponseReturnValue:
    """Show how papers print one's own name, and take a request to write it otherwise."""
    person = opened(token)
    form = CorrectionForm()
    if not form.is_submitted():
        _fill(form, person)
    elif form.is_to_be_saved() and form.validate():
        with telling(form), transaction():
            ask_for_correction(person, form.wanted(), note=form.note.data or "", by=oneself(person))
        if not form.errors:
            flash(_("The desk has your request. You will read the answer on this page."), "ok")
            return _to_mine(token)
    return _drawn_mine(token, person, form)


@public
def confirm_my_name(token: str) -> ResponseReturnValue:
    """Keep that the person says the name is right."""
    person = opened(token)
    form = ConfirmationForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            confirm_name(person, shown=form.shown.data or "", by=oneself(person))
    if form.errors:
        correction = CorrectionForm(formdata=None)
        correction.form_errors = form.form_errors
        _fill(correction, person)
        return _drawn_mine(token, person, correction)
    flash(_("Thank you. Your papers will carry the name like this."), "ok")
    return _to_mine(token)


@requires(Permission.PARTICIPANTS_REGISTER)
def names(event: Event) -> ResponseReturnValue:
    """List the requests of people whose names are to be written otherwise."""
    return _drawn_desk(event, AnswerForm(formdata=None))


@requires(Permission.PARTICIPANTS_REGISTER)
def answer_name(event: Event, correction_id: int) -> ResponseReturnValue:
    """Write the name as asked, or say why it stays."""
    correction, form = correction_of(event, correction_id), AnswerForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            answer_correction(
                correction,
                accept=form.accepts,
                answer=form.answer.data or "",
                shown=form.shown.data or None,
                by=current_user,
            )
    if form.errors:
        return _drawn_desk(event, form, answered_id=correction.id)
    name = correction.participant.display_name
    told = _("The name is written “%(name)s” now, as asked.", name=name) if form.accepts else _("Answered.")
    flash(told, "ok")
    return redirect(url_for("registration.names", event=event.slug), HTTPStatus.SEE_OTHER)


def _fill(form: CorrectionForm, person: Participant) -> None:
    form.front_titles.data, form.name.data = person.front_titles, person.name
    form.back_titles.data = person.back_titles


def _drawn_mine(token: str, person: Participant, form: CorrectionForm) -> ResponseReturnValue:
    return page(
        "registration/my_name.html",
        form,
        token=token,
        person=person,
        look=look_of(person),
        correction=last_correction(person),
    )


def _drawn_desk(event: Event, form: AnswerForm, answered_id: int | None = None) -> ResponseReturnValue:
    waiting = [
        (
            one,
            look_of_name(one.front_titles, one.name, one.back_titles, one.participant.rank),
            grouped(one.participant.nip or ""),
        )
        for one in open_corrections(event)
    ]
    return page("registration/names.html", form, waiting=waiting, answered_id=answered_id)


def _to_mine(token: str) -> ResponseReturnValue:
    return redirect(url_for("registration.my_name", token=token), HTTPStatus.SEE_OTHER)
