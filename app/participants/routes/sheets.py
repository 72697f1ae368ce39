"""Doors: the sheets that were registered, the files as they were uploaded, and taking one back."""

from collections.abc import Iterator
from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import Permission, requires
from app.audit.record import record
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.i18n import ngettext, number, sentence
from app.participants.keep_roster import registered_rosters, waiting_rosters
from app.participants.kept_sheets import Roster
from app.participants.queries import participants_by_id, roster_of
from app.participants.roles import ROLE_NAMES
from app.participants.undo_in_background import Outcome, ask_to_undo, changed_many, outcome_of
from app.participants.undo_places import beyond_when_undone
from app.participants.undo_roster import undo_roster, what_stands_in_the_way
from app.services import services

ROSTERS = "/rosters"
ROSTER = f"{ROSTERS}/<int:roster_id>"


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    participants.add_url_rule(ROSTERS, "rosters", rosters)
    participants.add_url_rule(f"{ROSTER}/file", "roster_file", roster_file)
    participants.add_url_rule(f"{ROSTER}/undoing", "undo_roster", undoing, methods=["GET", "POST"])


@requires(Permission.PARTICIPANTS_REGISTER)
def rosters(event: Event) -> ResponseReturnValue:
    """List the sheets that were registered, and above them those that wait for it."""
    return render_template(
        "participants/rosters.html", rosters=registered_rosters(event), waiting=waiting_rosters(event)
    )


@requires(Permission.PARTICIPANTS_REGISTER)
def roster_file(event: Event, roster_id: int) -> ResponseReturnValue:
    """Send a sheet as it was uploaded. The audit trail says who took it."""
    kept = roster_of(event, roster_id)
    with transaction():
        record(
            "participants.download_roster",
            by=current_user,
            on=kept.reference,
            event_id=event.id,
            filename=kept.filename,
        )
    answer = Response(services().storage.read(kept.storage_key), mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=kept.filename)
    return answer


@requires(Permission.PARTICIPANTS_REGISTER)
def undoing(event: Event, roster_id: int) -> ResponseReturnValue:
    """Ask once, then take the whole sheet back: a large one in the background."""
    kept = roster_of(event, roster_id)
    form = FlaskForm()
    if form.validate_on_submit():
        if kept.is_registered and changed_many(kept):
            return _undo_later(event, kept, form)
        with telling(form), transaction():
            done = undo_roster(kept, by=current_user)
        if not form.errors:
            for text, kind in _told(event, Outcome.of(done)):
                flash(text, kind)
            return redirect(url_for("participants.rosters", event=event.slug), HTTPStatus.SEE_OTHER)
    return _drawn(event, kept, form)


def _undo_later(event: Event, kept: Roster, form: FlaskForm) -> ResponseReturnValue:
    with telling(form), transaction():
        job = ask_to_undo(event, kept, by=current_user)
    if form.errors:
        return _drawn(event, kept, form)
    back = url_for("participants.rosters", event=event.slug)
    return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)


def _drawn(event: Event, kept: Roster, form: FlaskForm) -> ResponseReturnValue:
    obstacle = next(what_stands_in_the_way(kept), None) if kept.is_registered else None
    outcome = outcome_of(kept) if kept.undone_at else None
    return page(
        "participants/undo_roster.html",
        form,
        roster=kept,
        obstacle=sentence(obstacle) if obstacle else None,
        beyond=beyond_when_undone(event, kept) if kept.is_registered else {},
        role_names=ROLE_NAMES,
        told=_told(event, outcome) if outcome else [],
    )


def _told(event: Event, done: Outcome) -> Iterator[tuple[str, str]]:
    """Say what came of it; whoever was changed again since is named, for nobody may think it undone."""
    taken_back = _(
        "Taken back. Off the list: %(removed)s; as before: %(restored)s.",
        removed=number(done.removed),
        restored=number(done.restored),
    )
    yield taken_back, "ok"
    if done.kept_newer:
        people = participants_by_id(event, done.kept_newer)
        names = ", ".join(person.display_name for person in people.values())
        told = ngettext(
            "%(num)s person was changed again since, and keeps the newer values (%(names)s).",
            "%(num)s people were changed again since, and keep the newer values (%(names)s).",
            len(done.kept_newer),
            names=names,
        )
        yield told, "warn"
