"""Doors without an account: register oneself by the link of an invitation, and see how it stands."""

from contextlib import suppress
from http import HTTPStatus

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import public
from app.db import db, transaction
from app.documents.count_check import TooManyChecks, count_check, refuse_flood
from app.doors import page, telling
from app.events.clock import is_over
from app.events.models import Event
from app.lib.refusals import N_, Refused
from app.participants.roles import ROLE_NAMES
from app.registration.answer_individual import AnsweredAlready, strike_individual
from app.registration.forms.join import GivingUpForm, JoinForm
from app.registration.links import LinkHolder, closed_sentence, contact_of, quota_by_link
from app.registration.models import Quota, State
from app.registration.own_letters import letter_way
from app.registration.register_oneself import (
    OwnRegistration,
    RegistrationClosed,
    is_closed,
    register_oneself,
    registration_by_key,
)

LINK = "/registration/<token>"
# From one network with one link: a hall of 350 may share the hotel's one address.
MOST_PER_MINUTE = 200
WITHOUT_PLACE = (State.WAITING, State.RETURNED)


class TooManyRegistrations(Refused):
    """One network sends more registrations with a link than people in a hall can type."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, seconds: int) -> None:
        super().__init__(
            N_(
                "Too many registrations came from your network within one minute. "
                "What you typed is still here: send it again in %(seconds)s seconds."
            ),
            seconds=seconds,
        )


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    registration.add_url_rule(LINK, "join", join, methods=["GET", "POST"])
    registration.add_url_rule(f"{LINK}/known", "known", known)
    registration.add_url_rule(f"{LINK}/<key>", "joined", joined)
    registration.add_url_rule(f"{LINK}/<key>/withdrawal", "give_up", give_up, methods=["GET", "POST"])


@public
def join(token: str) -> ResponseReturnValue:
    """Take somebody in, or say since when the registration is closed and whom to call."""
    quota, holder = quota_by_link(token)
    event = _opened(quota)
    if is_over(event):
        raise _closed(quota, event)
    form = JoinForm()
    if form.is_to_be_saved() and form.validate():
        with telling(form):
            done = _register(quota, event, form, holder)
            return redirect(_where_told(done, token), HTTPStatus.SEE_OTHER)
    elif is_closed(quota, event):
        raise _closed(quota, event)
    return page(
        "registration/join.html",
        form,
        quota=quota,
        role=ROLE_NAMES[quota.role],
        token=token,
        closed=is_closed(quota, event),
    )


@public
def joined(token: str, key: str) -> ResponseReturnValue:
    """Show somebody how the registration stands: a place, or the place in the queue."""
    quota, _holder = quota_by_link(token)
    event = _opened(quota)
    own = registration_by_key(quota, key)
    return render_template(
        "registration/join_done.html",
        registration=own,
        contact=quota.contact or contact_of(event.id),
        way=letter_way(own.nomination).value,
        over=is_over(event),
        token=token,
    )


@public
def give_up(token: str, key: str) -> ResponseReturnValue:
    """Ask once, then take back the registration of somebody who has no place yet."""
    quota, holder = quota_by_link(token)
    event = _opened(quota)
    nomination, form = registration_by_key(quota, key).nomination, GivingUpForm()
    if form.validate_on_submit():
        by = LinkHolder(holder.reference, nomination.display_name)
        with suppress(AnsweredAlready), transaction():  # a place came first: the page tells it
            strike_individual(nomination, by=by)
    if form.is_submitted() or nomination.state not in WITHOUT_PLACE:
        return redirect(url_for("registration.joined", token=token, key=key), HTTPStatus.SEE_OTHER)
    contact = quota.contact or contact_of(event.id)
    return page("registration/join_give_up.html", form, nomination=nomination, token=token, contact=contact)


@public
def known(token: str) -> ResponseReturnValue:
    """Say to whoever registers somebody who is registered that a letter went out, and nothing else."""
    quota, _holder = quota_by_link(token)
    event = _opened(quota)
    contact = quota.contact or contact_of(event.id)
    return render_template("registration/join_known.html", contact=contact)


def _where_told(done: OwnRegistration | None, token: str) -> str:
    if done is None:
        return url_for("registration.known", token=token)
    return url_for("registration.joined", token=token, key=done.nomination.key)


def _register(quota: Quota, event: Event, form: JoinForm, holder: LinkHolder) -> OwnRegistration | None:
    _count_try(holder)
    entry = form.entry()
    by = LinkHolder(holder.reference, entry.display_name)
    try:
        with transaction():
            return register_oneself(
                quota, entry, organisation=form.organisation.data or "", key=form.key.data or "", by=by
            )
    except RegistrationClosed:
        raise _closed(quota, event) from None


def _count_try(holder: LinkHolder) -> None:
    """Count one try with this link from this network, in the database, whichever process answers."""
    address = f"{holder.reference} {request.remote_addr or ''}"
    try:
        refuse_flood(address, most=MOST_PER_MINUTE)
        with transaction():
            count_check(address, most=MOST_PER_MINUTE)
    except TooManyChecks as flood:
        raise TooManyRegistrations(flood.seconds) from flood


def _closed(quota: Quota, event: Event) -> Refused:
    return closed_sentence(event, since=quota.closes_at, contact=quota.contact or contact_of(event.id))


def _opened(quota: Quota) -> Event:
    g.private = True
    g.event = event = db.session.get_one(Event, quota.event_id)
    return event
