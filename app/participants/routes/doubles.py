"""Doors: who may be twice on the list, compare two, merge them, and take that back."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import SelectChoice, offer_undo, page, telling
from app.events.models import Event
from app.i18n import gettext
from app.participants.doubles import Likeness, merges_of, possible_doubles
from app.participants.forms.lists import MergeForm
from app.participants.list_columns import COLUMN_NAMES, Column, ShownColumns, seat_of, text_of
from app.participants.merge import NotTwoPeople, merge_people, unmerge
from app.participants.models import Participant
from app.participants.queries import participant_of
from app.participants.take_over import leaves_seat_empty, taken_over

DOUBLES = "/participants/doubles"
PERSON = "/participants/<int:participant_id>"
TAKEN_NAMES = {
    "nip": COLUMN_NAMES[Column.NIP],
    "rank": COLUMN_NAMES[Column.RANK],
    "position_name": COLUMN_NAMES[Column.POSITION],
    "seat_id": COLUMN_NAMES[Column.SEAT],
    "email": COLUMN_NAMES[Column.EMAIL],
    "phone": COLUMN_NAMES[Column.PHONE],
}


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    participants.add_url_rule(DOUBLES, "doubles", doubles)
    compared = f"{PERSON}/comparison/<int:other_id>"
    participants.add_url_rule(compared, "compare", compare, methods=["GET", "POST"])
    participants.add_url_rule(f"{PERSON}/merge/removal", "unmerge", take_apart, methods=["POST"])


@requires(Permission.PARTICIPANTS_REGISTER)
def doubles(event: Event) -> ResponseReturnValue:
    """Show who may be twice on the list, and which rows were merged."""
    return render_template(
        "participants/doubles.html",
        pairs=possible_doubles(event),
        merges=merges_of(event),
        Likeness=Likeness,
    )


@requires(Permission.PARTICIPANTS_REGISTER)
def compare(event: Event, participant_id: int, other_id: int) -> ResponseReturnValue:
    """Show two people side by side; choose who stays, and merge them."""
    one = participant_of(event, participant_id, actor=current_user)
    other = participant_of(event, other_id, actor=current_user)
    if one.id == other.id:
        raise NotTwoPeople
    form = MergeForm()
    form.stays.choices = [
        SelectChoice(stays.id, _if_stays(stays, goes)) for stays, goes in ((one, other), (other, one))
    ]
    if form.validate_on_submit():
        stays, goes = (one, other) if form.stays.data == one.id else (other, one)
        with telling(form), transaction():
            merge_people(goes, stays, reason=form.reason.data or "", by=current_user)
        if not form.errors:
            offer_undo(
                _("Merged: %(name)s is on the list once.", name=stays.display_name),
                address=url_for("participants.unmerge", event=event.slug, participant_id=goes.id),
            )
            return redirect(url_for("participants.doubles", event=event.slug), HTTPStatus.SEE_OTHER)
    if form.stays.data is None:
        form.stays.data = min((one, other), key=_likely_to_stay).id
    seen = ShownColumns(tuple(Column), numbers=True, zone=event.zone)
    return page(
        "participants/compare.html",
        form,
        people=(one, other),
        facts=[
            (COLUMN_NAMES[column], text_of(one, column, seen), text_of(other, column, seen))
            for column in Column
        ],
    )


def _if_stays(stays: Participant, goes: Participant) -> str:
    """Say who would stay, what that row takes over from the other, and which seat nobody would have."""
    said = [f"{stays.display_name}, {stays.office.short_name}."]
    taken = taken_over(goes, stays)
    if names := [gettext(word) for column, word in TAKEN_NAMES.items() if column in taken]:
        said.append(_("Takes over from the other row: %(columns)s.", columns=", ".join(names)))
    if leaves_seat_empty(goes, stays):
        said.append(_("The seat of the other row becomes empty: %(seat)s.", seat=seat_of(goes)))
    return " ".join(said)


def _likely_to_stay(person: Participant) -> tuple[bool, bool, bool, int]:
    """Whoever comes stays, then whoever has a seat, then who has a NIP, then who was registered first."""
    return (person.withdrawal is not None, person.seat_id is None, person.nip is None, person.id)


@requires(Permission.PARTICIPANTS_REGISTER)
def take_apart(event: Event, participant_id: int) -> ResponseReturnValue:
    """Let a row that was merged stand for itself again."""
    person = participant_of(event, participant_id, actor=current_user)
    with transaction():
        unmerge(person, by=current_user)
    if person.withdrawal is None:
        flash(_("Taken apart: %(name)s is on the list again.", name=person.display_name), "ok")
    else:
        gone = _("Taken apart: %(name)s has left the list and stays away.", name=person.display_name)
        flash(gone, "warn")
    return redirect(url_for("participants.doubles", event=event.slug), HTTPStatus.SEE_OTHER)
