"""Doors of the personal link: one's own journeys and needs."""

from http import HTTPStatus

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import public
from app.db import transaction
from app.doors import page, telling
from app.participants.consents import Purpose, words_of
from app.participants.own_link import oneself, opened
from app.travel.forms import NeedsForm, shown_needs
from app.travel.models import Direction
from app.travel.queries import needs_of
from app.travel.routes.journeys import JourneyPage, answer, draw
from app.travel.tell_needs import tell_needs, withdraw_needs

MINE = "/me/<token>/travel"
NEEDS = "/me/<token>/needs"
WAYS = "<any(arrival, departure):direction>"
TEMPLATE = "travel/mine.html"


def open_doors(travel: Blueprint) -> None:
    """Put the pages under their addresses."""
    travel.add_url_rule(MINE, "mine", mine)
    travel.add_url_rule(f"{MINE}/{WAYS}", "write_mine", write_mine, methods=["POST"])
    travel.add_url_rule(NEEDS, "my_needs", my_needs, methods=["GET", "POST"])
    travel.add_url_rule(f"{NEEDS}/withdrawal", "withdraw_my_needs", withdraw_my_needs, methods=["POST"])


@public
def mine(token: str) -> ResponseReturnValue:
    """Show one's own journeys."""
    return draw(TEMPLATE, _page_of(token), token=token)


@public
def write_mine(token: str, direction: str) -> ResponseReturnValue:
    """Write or cross out one of the own journeys."""
    return answer(TEMPLATE, _page_of(token), Direction(direction), token=token)


@public
def my_needs(token: str) -> ResponseReturnValue:
    """Show and take what somebody needs; nothing is kept without the ticked box."""
    person = opened(token)
    needs = needs_of(person)
    form = NeedsForm(data=shown_needs(needs))
    words = words_of(Purpose.NEEDS)
    if form.validate_on_submit():
        with telling(form), transaction():
            agreed_to = words if form.agree.data else None
            tell_needs(person, form.told(), agreed_to=agreed_to, by=oneself(person))
        if not form.errors:
            flash(_("Saved."), "ok")
            return redirect(url_for("travel.mine", token=token), HTTPStatus.SEE_OTHER)
    return page("travel/needs.html", form, person=person, token=token, needs=needs, words=words)


@public
def withdraw_my_needs(token: str) -> ResponseReturnValue:
    """Delete one's own needs at once, and end the consent."""
    person = opened(token)
    with transaction():
        withdraw_needs(person, by=oneself(person))
    flash(_("What you had written is deleted."), "ok")
    return redirect(url_for("travel.mine", token=token), HTTPStatus.SEE_OTHER)


def _page_of(token: str) -> JourneyPage:
    person = opened(token)
    return JourneyPage(
        event=g.event,
        person=person,
        by=oneself(person),
        address=lambda direction: url_for("travel.write_mine", token=token, direction=direction.value),
        back=url_for("travel.mine", token=token),
    )
