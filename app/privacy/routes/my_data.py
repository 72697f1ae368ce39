"""Doors of the personal link: everything kept about oneself, behind a code."""

import json
from http import HTTPStatus

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import public
from app.db import end_read, transaction
from app.doors import page, paper, telling
from app.i18n import DEFAULT_LANGUAGE, force_locale, sentence
from app.lib.refusals import N_, Refused
from app.participants.models import Participant
from app.participants.own_link import oneself, opened
from app.participants.refuse_whatsapp import allow_whatsapp, refused_since
from app.privacy.ask import ask
from app.privacy.everything import everything_about
from app.privacy.forms import CodeForm, RequestForm
from app.privacy.kept import as_json, in_text, on_paper, record_copy
from app.privacy.notice import STAYS
from app.privacy.open_data import begin_try, close_data, complete_try, is_open, mail_code, refuse_try
from app.privacy.queries import requests_of
from app.privacy.withdraw_consent import refuse_messages
from app.privacy.words import ANSWER_WORDS, REQUEST_WORDS

MINE = "/me/<token>/data"
WHATSAPP = "/me/<token>/whatsapp"
OPENED = "my_data"


class DataClosed(Refused):
    """The code was not entered, or too long ago."""

    status = HTTPStatus.FORBIDDEN


def open_doors(privacy: Blueprint) -> None:
    """Put the pages under their addresses."""
    post = ["POST"]
    privacy.add_url_rule(MINE, "my_data", my_data)
    privacy.add_url_rule(f"{MINE}/code", "mail_my_code", mail_my_code, methods=post)
    privacy.add_url_rule(f"{MINE}/opening", "open_my_data", open_my_data, methods=post)
    privacy.add_url_rule(f"{MINE}/closing", "close_my_data", close_my_data, methods=post)
    privacy.add_url_rule(f"{MINE}/requests", "ask", ask_something, methods=post)
    privacy.add_url_rule(f"{WHATSAPP}/refusal", "refuse_whatsapp", refuse, methods=post)
    privacy.add_url_rule(f"{WHATSAPP}/permission", "allow_whatsapp", allow, methods=post)
    privacy.add_url_rule(f"{MINE}.json", "my_json", my_json)
    privacy.add_url_rule(f"{MINE}.pdf", "my_paper", my_paper)


@public
def my_data(token: str) -> ResponseReturnValue:
    """Ask for the code, or show everything."""
    person = opened(token)
    if _is_open(person):
        return _everything(person, token, RequestForm(formdata=None))
    return _private(page("privacy/code.html", CodeForm(formdata=None), person=person, token=token))


@public
def mail_my_code(token: str) -> ResponseReturnValue:
    """Send a code to the registered address; which one it is, is only hinted at."""
    person = opened(token)
    try:
        with transaction():
            mail_code(person, by=oneself(person))
    except Refused as refusal:
        flash(sentence(refusal), "warn")
    else:
        flash(_("The code is on its way. It is valid for 10 minutes."), "ok")
    return redirect(url_for("privacy.my_data", token=token), HTTPStatus.SEE_OTHER)


@public
def open_my_data(token: str) -> ResponseReturnValue:
    """Open "my data" for half an hour when the code is right: the try is counted before it is judged."""
    person = opened(token)
    form = CodeForm()
    if form.validate_on_submit():
        with telling(form):
            _enter(person, form.code.data or "")
        if not form.errors:
            return redirect(url_for("privacy.my_data", token=token), HTTPStatus.SEE_OTHER)
    return _private(page("privacy/code.html", form, person=person, token=token))


def _enter(person: Participant, typed: str) -> None:
    with transaction():
        attempt = begin_try(person)
    if not attempt.fits(typed):
        with transaction():
            refusal = refuse_try(attempt, person, by=oneself(person))
        raise refusal
    with transaction():
        complete_try(attempt, person, by=oneself(person))
    session[OPENED] = attempt.code.id


@public
def close_my_data(token: str) -> ResponseReturnValue:
    """Close "my data" in this browser."""
    opened(token)
    code_id = session.pop(OPENED, None)
    if code_id is not None:
        with transaction():
            close_data(code_id)
    return redirect(url_for("portal.me", token=token), HTTPStatus.SEE_OTHER)


@public
def ask_something(token: str) -> ResponseReturnValue:
    """Take a request about one's own data."""
    person = _only_open(token)
    form = RequestForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            ask(person, form.chosen, words=form.words.data or "", by=oneself(person))
        if not form.errors:
            flash(_("Written down. The committee answers within 3 × 24 hours."), "ok")
            return redirect(url_for("privacy.my_data", token=token), HTTPStatus.SEE_OTHER)
    return _everything(person, token, form)


@public
def refuse(token: str) -> ResponseReturnValue:
    """Let nobody write to this person by WhatsApp from now on; it needs no code, as consent needs none."""
    person = opened(token)
    with transaction():
        refuse_messages(person, by=oneself(person))
    flash(_("Noted. Nobody of the committee is offered to write to you by WhatsApp any more."), "ok")
    return _back(person, token)


@public
def allow(token: str) -> ResponseReturnValue:
    """Take that back."""
    person = opened(token)
    with transaction():
        allow_whatsapp(person, by=oneself(person))
    flash(_("Noted. The committee may write to you by WhatsApp again."), "ok")
    return _back(person, token)


@public
def my_json(token: str) -> ResponseReturnValue:
    """Send everything as JSON, for other programs."""
    person = _only_open(token)
    content = json.dumps(as_json(everything_about(person)), ensure_ascii=False, indent=2)
    with transaction():
        record_copy(person, form="json", by=oneself(person))
    answer = Response(content, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename="data-saya.json")
    return _private(answer)


@public
def my_paper(token: str) -> ResponseReturnValue:
    """Send everything on paper."""
    person = _only_open(token)
    with force_locale(DEFAULT_LANGUAGE):
        sections = everything_about(person)
        end_read()
        content = on_paper(g.event, person, sections)
    with transaction():
        record_copy(person, form="pdf", by=oneself(person))
    return _private(paper(content, filename="data-saya.pdf"))


def _everything(person: Participant, token: str, form: RequestForm) -> ResponseReturnValue:
    drawn = render_template(
        "privacy/my_data.html",
        person=person,
        token=token,
        form=form,
        sections=everything_about(person),
        in_text=lambda cell: in_text(cell, g.event.zone),
        requests=requests_of(person),
        request_words=REQUEST_WORDS,
        answer_words=ANSWER_WORDS,
        stays=STAYS,
        refused_at=refused_since(person),
    )
    return _private((drawn, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK))


def _back(person: Participant, token: str) -> ResponseReturnValue:
    """Lead back to where the button is: "my data" while it is open, else the consents."""
    there = "privacy.my_data" if _is_open(person) else "privacy.consents"
    return redirect(url_for(there, token=token), HTTPStatus.SEE_OTHER)


def _only_open(token: str) -> Participant:
    person = opened(token)
    if not _is_open(person):
        raise DataClosed(N_("Your data is closed. Open your personal page and enter a code first."))
    return person


def _is_open(person: Participant) -> bool:
    return is_open(session.get(OPENED), person)


def _private(answer: ResponseReturnValue) -> Response:
    made = make_response(answer)
    made.headers["Cache-Control"] = "no-store"
    made.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return made
