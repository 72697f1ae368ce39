"""Doors of an office: somebody for a seat, somebody taken back, nobody for a reason."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import transaction
from app.doors import page, telling
from app.i18n import sentence
from app.lib.row_numbers import row_number
from app.offices.queries import positions_in_rank_order
from app.participants.models import Seat
from app.registration.forms.office import NobodyForm, NomineeForm
from app.registration.models import Nomination
from app.registration.nominate import (
    edit_nomination,
    mark_of,
    nominate,
    open_nomination_at,
    refuse_under_review,
    send_nobody,
    withdraw_nomination,
)
from app.registration.queries import nomination_of, seat_of
from app.registration.refusals import NominationChanged, TakenMeanwhile
from app.registration.routes.office_page import back_to
from app.registration.routes.own_delegation import OwnDelegation, open_both

PERSON = "/people/<int:nomination_id>"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ("GET", "POST")
    open_both(registration, "/people/new", "add", add, methods=both)
    open_both(registration, PERSON, "edit", edit, methods=both)
    open_both(registration, f"{PERSON}/withdrawal", "take_back", take_back, methods=("POST",))
    open_both(registration, "/seats/<int:seat_id>/nobody", "nobody", nobody, methods=both)


def add(own: OwnDelegation) -> ResponseReturnValue:
    """Propose somebody, for the seat that the address names; a seat with a draft leads to the draft."""
    seat = _seat_asked(own)
    form = NomineeForm()
    if form.is_to_be_saved() and form.validate():
        return _saved(own, form, seat=seat)
    if not form.is_submitted():
        refuse_under_review(own.delegation)
    if not form.is_submitted() and seat is not None:
        there = open_nomination_at(seat)
        if there is not None:
            return redirect(own.url("edit", nomination_id=there.id), HTTPStatus.SEE_OTHER)
        form.position_name.data = seat.position.name if seat.position else ""
    return _drawn(own, form, seat=seat)


def edit(own: OwnDelegation, nomination_id: int) -> ResponseReturnValue:
    """Change a draft; another's change in between is shown beside one's own."""
    nomination = nomination_of(own.delegation, nomination_id)
    form = NomineeForm()
    if form.is_to_be_saved() and form.validate():
        return _saved(own, form, seat=nomination.seat, nomination=nomination)
    if not form.is_submitted():
        refuse_under_review(own.delegation)
        form.show(nomination)
    return _drawn(own, form, seat=nomination.seat, nomination=nomination)


def take_back(own: OwnDelegation, nomination_id: int) -> ResponseReturnValue:
    """Take a proposal back; the seat is empty again."""
    nomination = nomination_of(own.delegation, nomination_id)
    revision = request.form.get("revision", 0, type=row_number)
    try:
        with transaction():
            withdraw_nomination(nomination, revision=revision, by=own.by)
    except TakenMeanwhile as changed:
        flash(sentence(changed), "warn")
        return redirect(own.url("edit", nomination_id=nomination_id), HTTPStatus.SEE_OTHER)
    flash(_("%(name)s was taken back. The seat is empty again.", name=nomination.display_name), "ok")
    return back_to(own)


def nobody(own: OwnDelegation, seat_id: int) -> ResponseReturnValue:
    """Say that nobody comes for a seat, and why."""
    seat = seat_of(own.delegation, seat_id)
    form = NobodyForm()
    if form.validate_on_submit():
        reason, key = form.reason.data or "", form.key.data or ""
        with telling(form), transaction():
            send_nobody(own.delegation, seat, reason=reason, key=key, by=own.by, seen=form.seen.data or "")
        if not form.errors:
            flash(_("Noted: nobody comes for this seat. Fill it later if that changes."), "ok")
            return back_to(own)
    there = open_nomination_at(seat)
    form.seen.data = mark_of(there)  # the page names who stands there: sending it again is meant
    return page("registration/office_nobody.html", form, own=own, seat=seat, there=there)


def _saved(
    own: OwnDelegation, form: NomineeForm, *, seat: Seat | None, nomination: Nomination | None = None
) -> ResponseReturnValue:
    meanwhile: Nomination | None = None
    with telling(form), transaction():
        try:
            nomination = _written(own, form, seat=seat, nomination=nomination)
        except NominationChanged as changed:
            meanwhile = nomination = changed.now
            form.revision.data = str(changed.now.revision)  # seen now: saving again is meant
            raise
    if form.errors or nomination is None:
        return _drawn(own, form, seat=seat, nomination=nomination, meanwhile=meanwhile)
    flash(_("%(name)s is kept as a draft.", name=nomination.display_name), "ok")
    return back_to(own)


def _written(
    own: OwnDelegation, form: NomineeForm, *, seat: Seat | None, nomination: Nomination | None
) -> Nomination:
    if nomination is None:
        return nominate(own.delegation, form.entry(), key=form.key.data or "", by=own.by, seat=seat)
    revision = request.form.get("revision", 0, type=row_number)
    return edit_nomination(nomination, form.entry(), revision=revision, by=own.by)


def _drawn(
    own: OwnDelegation,
    form: NomineeForm,
    *,
    seat: Seat | None,
    nomination: Nomination | None = None,
    meanwhile: Nomination | None = None,
) -> ResponseReturnValue:
    return page(
        "registration/office_person.html",
        form,
        own=own,
        seat=seat,
        nomination=nomination,
        meanwhile=meanwhile,
        posts=positions_in_rank_order(),
    )


def _seat_asked(own: OwnDelegation) -> Seat | None:
    asked = request.args.get("seat", type=row_number)
    return seat_of(own.delegation, asked) if asked else None
