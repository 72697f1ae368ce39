"""Doors: write somebody onto the list by hand, and change what it says."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import SelectChoice, page, telling
from app.events.models import Event
from app.offices.models import Office
from app.offices.queries import office_by_id, offices_in_protocol_order, positions_in_rank_order
from app.participants.edit_person import ChangedMeanwhile, Shown, edit_person, revision_of, shown_of
from app.participants.forms import OUTSIDE, PersonForm
from app.participants.models import Participant
from app.participants.queries import participant_of
from app.participants.register_person import register_person
from app.participants.same_person import refuse_merged
from app.participants.sending_bodies import add_outside_body, outside_body

LIST = "/participants"


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    participants.add_url_rule(f"{LIST}/new", "add", add, methods=both)
    participants.add_url_rule(f"{LIST}/<int:participant_id>/edit", "edit", edit, methods=both)


@requires(Permission.PARTICIPANTS_REGISTER)
def add(event: Event) -> ResponseReturnValue:
    """Write one person onto the list; the pass is issued at once."""
    form = _prepared(PersonForm())
    if form.is_to_be_saved() and form.validate():
        person = _registered(event, form)
        if person is not None:
            flash(_("%(name)s is on the list, and the pass is issued.", name=person.display_name), "ok")
            return _to(event, person)
    return _drawn(form)


def _registered(event: Event, form: PersonForm) -> Participant | None:
    with telling(form), transaction():
        return register_person(
            event,
            form.entry(),
            office=_office(form),
            by=current_user,
            namesake_allowed=bool(form.is_another.data),
            beyond=bool(form.over_quota.data),
        )
    return None


@requires(Permission.PARTICIPANTS_REGISTER)
def edit(event: Event, participant_id: int) -> ResponseReturnValue:
    """Change what the list says of somebody; another's change in between is shown, never overwritten."""
    person = participant_of(event, participant_id, actor=current_user)
    refuse_merged(person)
    form = _prepared(PersonForm())
    if not form.is_submitted():
        form.show(shown_of(person))
    elif form.is_to_be_saved() and form.validate():
        meanwhile = _changed(person, form)
        if not form.errors:
            flash(_("What the list says of %(name)s is changed.", name=person.display_name), "ok")
            return _to(event, person)
        return _drawn(form, person=person, meanwhile=meanwhile)
    return _drawn(form, person=person)


def _changed(person: Participant, form: PersonForm) -> Shown | None:
    """Save; return what the list says by now when somebody else has changed it since the form was opened."""
    meanwhile: Shown | None = None
    with telling(form), transaction():
        try:
            edit_person(
                person,
                form.entry(),
                office=_office(form),
                revision=form.revision.data or None,
                by=current_user,
                beyond=bool(form.over_quota.data),
            )
        except ChangedMeanwhile as changed:
            meanwhile = changed.now
            form.revision.data = revision_of(changed.now)  # seen now: saving again is meant
            raise
    return meanwhile


def _prepared(form: PersonForm) -> PersonForm:
    form.office.choices = [
        *(SelectChoice(office.id, office.short_name) for office in offices_in_protocol_order()),
        SelectChoice(OUTSIDE, _("A body that is in no list")),
    ]
    return form


def _office(form: PersonForm) -> Office:
    """The office that was chosen; a body that is in no list is added to it."""
    if form.office.data == OUTSIDE:
        return office_by_id(add_outside_body(outside_body(form.body.data or "")))
    return office_by_id(form.office.data)


def _drawn(form: PersonForm, **values: Any) -> ResponseReturnValue:
    return page(
        "participants/person_form.html",
        form,
        posts=positions_in_rank_order(),
        **values,
    )


def _to(event: Event, person: Participant) -> ResponseReturnValue:
    address = url_for("participants.show", event=event.slug, participant_id=person.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
