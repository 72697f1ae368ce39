"""Doors: sign in, sign out, ask for a link."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from app.access import public
from app.accounts.forms import ForgottenPasswordForm, SignInForm
from app.accounts.invite import ask_for_password_link
from app.accounts.routes.session import begin_session, me
from app.accounts.sign_in import (
    TooManyTries,
    begin_sign_in,
    complete_sign_in,
    record_sign_out,
    refuse_sign_in,
)
from app.db import transaction
from app.doors import page
from app.i18n import sentence
from app.lib.own_pages import own_page


def open_doors(accounts: Blueprint) -> None:
    """Put the pages under their addresses."""
    accounts.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    accounts.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    accounts.add_url_rule(
        "/forgotten-password", "forgotten_password", forgotten_password, methods=["GET", "POST"]
    )


@public
def sign_in() -> ResponseReturnValue:
    """Let somebody in, or say what did not fit."""
    form = SignInForm(next=request.args.get("next", ""))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(_page_after(form), HTTPStatus.SEE_OTHER)
    if not form.validate_on_submit():
        return page("accounts/sign_in.html", form)
    try:
        with transaction():
            attempt = begin_sign_in(form.email.data or "", address=request.remote_addr or "")
    except TooManyTries as refusal:
        form.password.errors = [sentence(refusal)]
        return render_template("accounts/sign_in.html", form=form), refusal.status
    if not attempt.fits(form.password.data or ""):
        with transaction():
            refuse_sign_in(attempt)
        form.password.errors = [
            _("This password does not fit this e-mail. Check capital letters, or ask for a link.")
        ]
        return page("accounts/sign_in.html", form)
    with transaction():
        user = complete_sign_in(attempt, password=form.password.data or "")
    begin_session(user)
    return redirect(_page_after(form), HTTPStatus.SEE_OTHER)


@public
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    if current_user.is_authenticated:
        with transaction():
            record_sign_out(me())
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), HTTPStatus.SEE_OTHER)


@public
def forgotten_password() -> ResponseReturnValue:
    """Send a link to an e-mail address; the answer is the same whether it has an account or not."""
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return page("accounts/forgotten_password.html", form)
    with transaction():
        ask_for_password_link(form.email.data or "", address=request.remote_addr or "")
    flash(_("If this e-mail has an account, a link is on its way. It works for one day."), "ok")
    return redirect(url_for("accounts.sign_in"), HTTPStatus.SEE_OTHER)


def _page_after(form: SignInForm) -> str:
    """Return the page that was asked for, when it is one of ours; else the home page."""
    return own_page(form.next.data or "") or "/"
