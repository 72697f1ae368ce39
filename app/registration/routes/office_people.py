"""Doors of an office: somebody for a seat, somebody taken back, nobody for a reason."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import transaction
from app.doors import page, telling
from app.lib.row_numbers import row_number
from app.offices.queries import positions_in_rank_order
from app.participants.models import Seat
from app.registration.forms.office import NobodyForm, NomineeForm
from app.registration.models import Nomination
from app.registration.nominate import (
    edit_nomination,
    nominate,
    refuse_under_review,
    send_nobody,
    withdraw_nomination,
)
from app.registration.queries import nomination_of, open_nomination_at, seat_of
from app.registration.refusals import NominationChanged
from app.registration.routes.desk import Desk, open_both
from app.registration.routes.office_page import back_to

PERSON = "/people/<int:nomination_id>"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ("GET", "POST")
    open_both(registration, "/people/new", "add", add, methods=both)
    open_both(registration, PERSON, "edit", edit, methods=both)
    open_both(registration, f"{PERSON}/withdrawal", "take_back", take_back, methods=("POST",))
    open_both(registration, "/seats/<int:seat_id>/nobody", "nobody", nobody, methods=both)


def add(desk: Desk) -> ResponseReturnValue:
    """Propose somebody, for the seat that the address names; a seat with a draft leads to the draft."""
    seat = _seat_asked(desk)
    form = NomineeForm()
    if form.is_to_be_saved() and form.validate():
        return _saved(desk, form, seat=seat)
    if not form.is_submitted():
        refuse_under_review(desk.delegation)
    if not form.is_submitted() and seat is not None:
        there = open_nomination_at(seat)
        if there is not None:
            return redirect(desk.url("edit", nomination_id=there.id), HTTPStatus.SEE_OTHER)
        form.position_name.data = seat.position.name if seat.position else ""
    return _drawn(desk, form, seat=seat)


def edit(desk: Desk, nomination_id: int) -> ResponseReturnValue:
    """Change a draft; another's change in between is shown beside one's own."""
    nomination = nomination_of(desk.delegation, nomination_id)
    form = NomineeForm()
    if form.is_to_be_saved() and form.validate():
        return _saved(desk, form, seat=nomination.seat, nomination=nomination)
    if not form.is_submitted():
        refuse_under_review(desk.delegation)
        form.show(nomination)
    return _drawn(desk, form, seat=nomination.seat, nomination=nomination)


def take_back(desk: Desk, nomination_id: int) -> ResponseReturnValue:
    """Take a proposal back; the seat is empty again."""
    nomination = nomination_of(desk.delegation, nomination_id)
    with transaction():
        withdraw_nomination(nomination, by=desk.by)
    flash(_("%(name)s was taken back. The seat is empty again.", name=nomination.display_name), "ok")
    return back_to(desk)


def nobody(desk: Desk, seat_id: int) -> ResponseReturnValue:
    """Say that nobody comes for a seat, and why."""
    seat = seat_of(desk.delegation, seat_id)
    form = NobodyForm()
    if form.validate_on_submit():
        reason, key = form.reason.data or "", form.key.data or ""
        with telling(form), transaction():
            send_nobody(desk.delegation, seat, reason=reason, key=key, by=desk.by)
        if not form.errors:
            flash(_("Noted: nobody comes for this seat. Fill it later if that changes."), "ok")
            return back_to(desk)
    return page("registration/office_nobody.html", form, desk=desk, seat=seat)


def _saved(
    desk: Desk, form: NomineeForm, *, seat: Seat | None, nomination: Nomination | None = None
) -> ResponseReturnValue:
    meanwhile: Nomination | None = None
    with telling(form), transaction():
        try:
            nomination = _written(desk, form, seat=seat, nomination=nomination)
        except NominationChanged as changed:
            meanwhile = nomination = changed.now
            form.revision.data = str(changed.now.revision)  # seen now: saving again is meant
            raise
    if form.errors or nomination is None:
        return _drawn(desk, form, seat=seat, nomination=nomination, meanwhile=meanwhile)
    flash(_("%(name)s is kept as a draft.", name=nomination.display_name), "ok")
    return back_to(desk)


def _written(
    desk: Desk, form: NomineeForm, *, seat: Seat | None, nomination: Nomination | None
) -> Nomination:
    if nomination is None:
        return nominate(desk.delegation, form.entry(), key=form.key.data or "", by=desk.by, seat=seat)
    revision = request.form.get("revision", 0, type=row_number)
    return edit_nomination(nomination, form.entry(), revision=revision, by=desk.by)


def _drawn(
    desk: Desk,
    form: NomineeForm,
    *,
    seat: Seat | None,
    nomination: Nomination | None = None,
    meanwhile: Nomination | None = None,
) -> ResponseReturnValue:
    return page(
        "registration/office_person.html",
        form,
        desk=desk,
        seat=seat,
        nomination=nomination,
        meanwhile=meanwhile,
        posts=positions_in_rank_order(),
    )


def _seat_asked(desk: Desk) -> Seat | None:
    asked = request.args.get("seat", type=row_number)
    return seat_of(desk.delegation, asked) if asked else None
