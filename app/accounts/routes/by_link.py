"""Doors: what a link opens that sets a password."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import public
from app.accounts.first_administrator import become_first_administrator
from app.accounts.forms import FirstAdministratorForm, NewPasswordForm
from app.accounts.links import open_link
from app.accounts.models import LinkKind
from app.accounts.open_account import EmailTaken, EmailUnreadable
from app.accounts.passwords import PasswordRefused, new_password
from app.accounts.routes.session import begin_session
from app.accounts.set_password import owner_of, set_password_by_link
from app.db import transaction
from app.doors import page
from app.i18n import sentence

BOTH = ["GET", "POST"]


def open_doors(accounts: Blueprint) -> None:
    """Put the pages under their addresses; app/accounts/links.py writes them into letters."""
    for kind, address in ((LinkKind.INVITATION, "/invitation"), (LinkKind.PASSWORD, "/links/password")):
        accounts.add_url_rule(
            f"{address}/<token>", "password_by_link", password_by_link, methods=BOTH, defaults={"kind": kind}
        )
    accounts.add_url_rule(
        "/links/first-administrator/<token>", "first_administrator", first_administrator, methods=BOTH
    )


@public
def password_by_link(kind: LinkKind, token: str) -> ResponseReturnValue:
    """Let the owner of a link set a password; opening the page does not use the link up."""
    g.private = True
    link, form = open_link(kind, token), NewPasswordForm()
    owner = owner_of(link)
    if not form.validate_on_submit():
        return page("accounts/set_password.html", form, owner=owner)
    try:
        password = new_password(form.password.data or "", email=owner.email, name=owner.name)
    except PasswordRefused as refusal:
        form.password.errors = [sentence(refusal)]
        return page("accounts/set_password.html", form, owner=owner)
    with transaction():
        user = set_password_by_link(link, password=password)
    begin_session(user)
    flash(_("Your password is set. You are signed in."), "ok")
    return redirect("/", HTTPStatus.SEE_OTHER)


@public
def first_administrator(token: str) -> ResponseReturnValue:
    """Let the first administrator open an account, and go on to create the event."""
    g.private = True
    link, form = open_link(LinkKind.FIRST_ADMINISTRATOR, token), FirstAdministratorForm()
    if not form.validate_on_submit():
        return page("accounts/first_administrator.html", form)
    email, name = form.email.data or "", form.name.data or ""
    try:
        password = new_password(form.password.data or "", email=email, name=name)
        with transaction():
            user = become_first_administrator(link, email=email, name=name, password=password)
    except PasswordRefused as refusal:
        form.password.errors = [sentence(refusal)]
        return page("accounts/first_administrator.html", form)
    except (EmailTaken, EmailUnreadable) as refusal:
        form.email.errors = [sentence(refusal)]
        return page("accounts/first_administrator.html", form)
    begin_session(user)
    there = "events.new" in current_app.view_functions
    return redirect(url_for("events.new") if there else "/", HTTPStatus.SEE_OTHER)
