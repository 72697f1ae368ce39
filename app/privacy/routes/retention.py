"""Doors of the committee: what goes when, and the hold that keeps everything."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.privacy.forms import HoldForm
from app.privacy.retention import hold_of, lift_hold, plan, set_hold
from app.privacy.routes.register_of_requests import REGISTER
from app.privacy.words import ERASED_WORDS

RETENTION = f"{REGISTER}/retention"


def open_doors(privacy: Blueprint) -> None:
    """Put the pages under their addresses."""
    privacy.add_url_rule(RETENTION, "retention", retention)
    privacy.add_url_rule(f"{RETENTION}/hold", "hold", hold, methods=["POST"])
    privacy.add_url_rule(f"{RETENTION}/hold/lifting", "lift", lift, methods=["POST"])


@requires(Permission.PRIVACY_VIEW)
def retention(event: Event) -> ResponseReturnValue:
    """Show what goes when, and how much of it there is now."""
    return _page(event, HoldForm(formdata=None))


@requires(Permission.PRIVACY_ANSWER)
def hold(event: Event) -> ResponseReturnValue:
    """Keep everything until further notice."""
    form = HoldForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            set_hold(event, reason=form.reason.data or "", by=current_user)
        if not form.errors:
            flash(_("On hold. Nothing is erased by date until you lift it."), "ok")
            return redirect(url_for("privacy.retention", event=event.slug), HTTPStatus.SEE_OTHER)
    return _page(event, form)


@requires(Permission.PRIVACY_ANSWER)
def lift(event: Event) -> ResponseReturnValue:
    """Let data be erased by date again."""
    with transaction():
        lift_hold(event, by=current_user)
    flash(_("Lifted. What is due goes with the next daily run."), "ok")
    return redirect(url_for("privacy.retention", event=event.slug), HTTPStatus.SEE_OTHER)


def _page(event: Event, form: HoldForm) -> ResponseReturnValue:
    return page("privacy/retention.html", form, plan=plan(event), hold=hold_of(event), words=ERASED_WORDS)
