"""Doors of the committee: the register of requests with their clock, their answers, and codes at the desk."""

from http import HTTPStatus

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import db, transaction
from app.doors import page, telling
from app.events.clock import event_moment, event_now
from app.events.models import Event
from app.lib.phone_numbers import NumberImpossible, international, whatsapp_address
from app.participants.consents import Purpose, has_consent
from app.participants.models import Participant
from app.participants.queries import participant_of
from app.privacy.answer import answer_request
from app.privacy.forms import GRANTED, AnswerForm, IdentityForm
from app.privacy.letters import digits_of
from app.privacy.models import DataCode, RequestKind
from app.privacy.open_data import AT_THE_DESK, is_valid, show_code
from app.privacy.queries import count_requests, request_of, requests
from app.privacy.words import ANSWER_WORDS, REQUEST_WORDS

REGISTER = "/events/<event>/personal-data"
CODE = "/events/<event>/participants/<int:participant_id>/data-code"


def open_doors(privacy: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    privacy.add_url_rule(REGISTER, "index", index)
    privacy.add_url_rule(f"{REGISTER}/requests/<int:request_id>", "answer", answer, methods=both)
    privacy.add_url_rule(CODE, "make_code", make_code, methods=both)
    privacy.add_url_rule(f"{CODE}/<int:code_id>", "code", code)


@requires(Permission.PRIVACY_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """Show all requests: the open ones first, with the time that is left."""
    now = event_now(event)
    return render_template(
        "privacy/index.html",
        requests=requests(event, actor=current_user),
        counted=count_requests(event, now=now),
        now=now,
        request_words=REQUEST_WORDS,
        answer_words=ANSWER_WORDS,
    )


@requires(Permission.PRIVACY_ANSWER)
def answer(event: Event, request_id: int) -> ResponseReturnValue:
    """Read a request and answer it."""
    asked = request_of(event, request_id)
    form = AnswerForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            granted = form.outcome.data == GRANTED
            answer_request(asked, granted=granted, words=form.words.data or "", by=current_user)
        if not form.errors:
            flash(_("Answered."), "ok")
            return redirect(url_for("privacy.index", event=event.slug), HTTPStatus.SEE_OTHER)
    return page(
        "privacy/answer.html",
        form,
        asked=asked,
        person=participant_of(event, asked.participant_id),
        now=event_now(event),
        words=REQUEST_WORDS[asked.kind],
        erases=asked.kind is RequestKind.ERASURE,
        answer_words=ANSWER_WORDS,
    )


@requires(Permission.PRIVACY_SHOW_CODE)
def make_code(event: Event, participant_id: int) -> ResponseReturnValue:
    """Ask whether the person has shown who they are, then make a code."""
    person = participant_of(event, participant_id, actor=current_user)
    form = IdentityForm()
    if form.validate_on_submit():
        with transaction():
            made = show_code(person, by=current_user)
        there = url_for("privacy.code", event=event.slug, participant_id=person.id, code_id=made.id)
        return redirect(there, HTTPStatus.SEE_OTHER)
    return page("privacy/make_code.html", form, person=person)


@requires(Permission.PRIVACY_SHOW_CODE)
def code(event: Event, participant_id: int, code_id: int) -> ResponseReturnValue:
    """Show a code made at the desk while it is valid; one that was mailed is never shown."""
    person = participant_of(event, participant_id, actor=current_user)
    made = db.session.get(DataCode, code_id)
    if made is None or made.participant_id != person.id or made.channel != AT_THE_DESK:
        abort(HTTPStatus.NOT_FOUND)
    digits = digits_of(made) if is_valid(made) else None
    shown = render_template(
        "privacy/desk_code.html",
        person=person,
        digits=digits,
        until=event_moment(event, made.expires_at),
        whatsapp=_whatsapp(person, digits),
    )
    answer = make_response(shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _whatsapp(person: Participant, digits: str | None) -> str | None:
    """Return the address that opens WhatsApp with the code, for those who agreed to be written to there."""
    if digits is None or not person.phone or not has_consent(person, Purpose.WHATSAPP):
        return None
    try:
        number = international(person.phone)
    except NumberImpossible:
        return None
    return whatsapp_address(number, _("Your code for your data: %(code)s", code=digits))
