"""Doors: the notice, open to everybody, and its form."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, public, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.privacy.forms import NoticeForm
from app.privacy.notice import BASIS, NEVER, RIGHTS, STAYS, notice_of, told_notice, write_notice


def open_doors(privacy: Blueprint) -> None:
    """Put the pages under their addresses."""
    privacy.add_url_rule("/privacy", "of_accounts", of_accounts)
    privacy.add_url_rule("/events/<event>/privacy", "notice", notice)
    privacy.add_url_rule("/events/<event>/personal-data/notice", "write", write, methods=["GET", "POST"])


@public
def of_accounts() -> ResponseReturnValue:
    """Tell what is kept of those who sign in."""
    return render_template("privacy/of_accounts.html")


@public
def notice(event: Event) -> ResponseReturnValue:
    """Tell why which data is kept for an event, how long, and whom to ask."""
    return render_template(
        "privacy/notice.html", told=told_notice(event), basis=BASIS, rights=RIGHTS, stays=STAYS, never=NEVER
    )


@requires(Permission.EVENTS_SET_UP)
def write(event: Event) -> ResponseReturnValue:
    """Change what the notice says and how long data is kept."""
    form = NoticeForm(obj=notice_of(event))
    if form.validate_on_submit():
        with telling(form), transaction():
            write_notice(event, form.written(), by=current_user)
        if not form.errors:
            flash(_("Saved. The notice counts from now on."), "ok")
            return redirect(url_for("privacy.retention", event=event.slug), HTTPStatus.SEE_OTHER)
    return page("privacy/write_notice.html", form)
