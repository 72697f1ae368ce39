"""Doors of the personal link: what one agrees to, and no longer."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import public
from app.db import transaction
from app.doors import page
from app.participants.consents import (
    PURPOSE_NAMES,
    Purpose,
    consents_now,
    consents_of,
    give_consent,
    words_of,
)
from app.participants.own_link import oneself, opened
from app.participants.refuse_whatsapp import refused_since
from app.privacy.forms import ConsentForm
from app.privacy.withdraw_consent import withdraw_consent

MINE = "/me/<token>/consents"
WHICH = "<any(photo, whatsapp, needs, sharing):purpose>"


def open_doors(privacy: Blueprint) -> None:
    """Put the pages under their addresses."""
    privacy.add_url_rule(MINE, "consents", consents, methods=["GET", "POST"])
    privacy.add_url_rule(f"{MINE}/{WHICH}/withdrawal", "withdraw", withdraw, methods=["POST"])


@public
def consents(token: str) -> ResponseReturnValue:
    """Show and take what one agrees to: nothing is ticked, nothing is needed to take part."""
    person = opened(token)
    form = ConsentForm()
    given = consents_now(person)
    offered = form.offer(given)
    if form.validate_on_submit():
        chosen = [one for one in offered if one.value in (form.purposes.data or ())]
        with transaction():
            for purpose in chosen:
                text = words_of(purpose)
                give_consent(person, purpose, text=text, channel="personal_page", by=oneself(person))
        if chosen:
            flash(_("Thank you. You can withdraw it here at any time."), "ok")
        return redirect(url_for("privacy.consents", token=token), HTTPStatus.SEE_OTHER)
    given_now = [one for one in consents_of(person) if one.withdrawn_at is None]
    names = {purpose.value: words for purpose, words in PURPOSE_NAMES.items()}
    shown = {"person": person, "token": token, "given": given_now, "offered": offered, "names": names}
    shown["refused_at"] = refused_since(person)
    return page("privacy/consents.html", form, **shown)


@public
def withdraw(token: str, purpose: str) -> ResponseReturnValue:
    """Withdraw a consent, with its consequences, at once."""
    person = opened(token)
    with transaction():
        withdraw_consent(person, Purpose(purpose), by=oneself(person))
    flash(_("Withdrawn. It counts at once."), "ok")
    return redirect(url_for("privacy.consents", token=token), HTTPStatus.SEE_OTHER)
