"""Doors: one's own account."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import signed_in
from app.accounts.forms import ChangePasswordForm, NameForm
from app.accounts.passwords import new_password
from app.accounts.routes.session import begin_session, me
from app.accounts.set_password import (
    PasswordWrong,
    end_other_sessions,
    refuse_wrong_password,
    rename,
    set_password,
)
from app.db import transaction
from app.i18n import sentence
from app.lib.refusals import Refused


def open_doors(accounts: Blueprint) -> None:
    """Put the pages under their addresses."""
    accounts.add_url_rule("/account", "own", own)
    accounts.add_url_rule("/account/name", "change_name", change_name, methods=["POST"])
    accounts.add_url_rule("/account/password", "change_password", change_password, methods=["POST"])
    accounts.add_url_rule("/account/sessions", "end_sessions", end_sessions, methods=["POST"])


@signed_in
def own() -> ResponseReturnValue:
    """Show one's own account."""
    return _show_own()


@signed_in
def change_name() -> ResponseReturnValue:
    """Change one's own name."""
    form = NameForm()
    if not form.validate():
        return _show_own(naming=form)
    with transaction():
        rename(me(), name=(form.name.data or "").strip())
    flash(_("Your name is changed."), "ok")
    return redirect(url_for("accounts.own"), HTTPStatus.SEE_OTHER)


@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other session ends."""
    form, user = ChangePasswordForm(), me()
    if not form.validate():
        return _show_own(changing=form)
    try:
        refuse_wrong_password(user, form.present.data or "")
        password = new_password(form.password.data or "", email=user.email, name=user.name)
    except Refused as refusal:
        field = form.present if isinstance(refusal, PasswordWrong) else form.password
        field.errors = [sentence(refusal)]
        return _show_own(changing=form)
    with transaction():
        set_password(user, password=password, by=user)
    begin_session(user)
    flash(_("Your password is changed. All other sessions have ended."), "ok")
    return redirect(url_for("accounts.own"), HTTPStatus.SEE_OTHER)


@signed_in
def end_sessions() -> ResponseReturnValue:
    """Sign this account out everywhere else."""
    user = me()
    with transaction():
        end_other_sessions(user)
    begin_session(user)
    flash(_("All other sessions have ended."), "ok")
    return redirect(url_for("accounts.own"), HTTPStatus.SEE_OTHER)


def _show_own(
    naming: NameForm | None = None, changing: ChangePasswordForm | None = None
) -> ResponseReturnValue:
    user = me()
    shown = render_template(
        "accounts/own.html",
        user=user,
        naming=naming or NameForm(formdata=None, obj=user),
        changing=changing or ChangePasswordForm(formdata=None),
    )
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if naming or changing else HTTPStatus.OK
