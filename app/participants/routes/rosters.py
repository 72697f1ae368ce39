"""Doors: upload a sheet, look at what it would change, register its people."""

from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.clock import event_moment
from app.events.models import Event
from app.i18n import number, sentence, write
from app.lib.row_numbers import row_number
from app.lib.sheets import refuse_at_sight
from app.participants.columns import COLUMN_NAMES
from app.participants.examine_in_background import ask_to_examine, see_roster
from app.participants.examine_roster import Change
from app.participants.explain_roster import columns_of, explain_roster, reading_of
from app.participants.export import SheetKind, roster_template
from app.participants.forms import RosterForm
from app.participants.free_places import beyond_places
from app.participants.keep_roster import keep_roster
from app.participants.kept_sheets import Roster
from app.participants.large_sheets import is_large
from app.participants.plan_mark import OtherThanShown
from app.participants.queries import roster_of
from app.participants.read_roster import read_roster
from app.participants.reading import MEANINGS
from app.participants.register_in_background import ask_to_register, refused_lately
from app.participants.register_roster import RegisteredMeanwhile, Registration, register_roster
from app.participants.roles import ROLE_NAMES
from app.services import services

ROSTERS = "/rosters"
ROSTER = f"{ROSTERS}/<int:roster_id>"
UNNAMED = "peserta"
COLUMN = "column-"
LONGEST_MARK = 64


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    participants.add_url_rule(f"{ROSTERS}/new", "new_roster", new_roster)
    participants.add_url_rule(ROSTERS, "upload_roster", upload_roster, methods=["POST"])
    participants.add_url_rule(f"{ROSTERS}/template.xlsx", "roster_template", template)
    participants.add_url_rule(ROSTER, "roster", roster)
    participants.add_url_rule(f"{ROSTER}/reading", "explain_roster", explain, methods=["POST"])
    participants.add_url_rule(f"{ROSTER}/progress", "roster_progress", roster_progress)
    participants.add_url_rule(f"{ROSTER}/examination", "examine_roster", examination, methods=["POST"])
    participants.add_url_rule(f"{ROSTER}/registration", "register_roster", registration, methods=["POST"])


@requires(Permission.PARTICIPANTS_REGISTER)
def new_roster(event: Event) -> ResponseReturnValue:  # noqa: ARG001 - it is in the address
    """Ask for a sheet."""
    return page("participants/new_roster.html", RosterForm(formdata=None))


@requires(Permission.PARTICIPANTS_REGISTER)
def template(event: Event) -> ResponseReturnValue:  # noqa: ARG001 - it is in the address
    """Send an empty sheet to fill in."""
    answer = Response(roster_template(), mimetype=SheetKind.XLSX.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{_('participants')}.xlsx")
    return answer


@requires(Permission.PARTICIPANTS_REGISTER)
def upload_roster(event: Event) -> ResponseReturnValue:
    """Keep a sheet that can be read, and lead to what it would change; a large one is read later."""
    form = RosterForm()
    if not form.validate_on_submit():
        return page("participants/new_roster.html", form)
    content, filename = form.file.data.read(), form.file.data.filename or UNNAMED
    with telling(form):
        if is_large(content):
            refuse_at_sight(content)
        else:
            read_roster(content, filename=filename, today=event.starts_on)
    if form.errors:
        return page("participants/new_roster.html", form)
    with transaction():
        kept = keep_roster(event, filename=filename, content=content, by=current_user)
        ask_to_examine(event, kept, by=current_user)
    return _back(event, kept)


@requires(Permission.PARTICIPANTS_REGISTER)
def roster(event: Event, roster_id: int) -> ResponseReturnValue:
    """Show what registering a sheet would change, every problem, and how its columns are understood."""
    kept = roster_of(event, roster_id)
    seen = see_roster(event, kept)
    if seen.preview is None:
        return render_template("participants/roster_unseen.html", roster=kept, seen=seen)
    reading = reading_of(kept)
    sheet = seen.preview.sheet
    return render_template(
        "participants/roster.html",
        roster=kept,
        preview=seen.preview,
        refused=refused_lately(event, kept),
        moment=lambda at: event_moment(event, at),
        sheet=sheet,
        seen_at=seen.job.finished_at if seen.job else None,
        Change=Change,
        beyond=beyond_places(event, seen.preview.coming),
        role_names=ROLE_NAMES,
        columns=COLUMN_NAMES,
        meanings=MEANINGS,
        explained_columns=[(header, columns_of(sheet, header, reading)) for header in sheet.headers],
        header_rows={header.sheet: header.row for header in sheet.headers},
        translated=lambda fields: ", ".join(str(_(COLUMN_NAMES[name])) for name in fields),
        points_at_row=not sheet.headers or reading.row is not None or seen.preview.doubts_header,
        sentence=lambda problem: write(problem.msgid, dict(problem.values)),
    )


@requires(Permission.PARTICIPANTS_REGISTER)
def roster_progress(event: Event, roster_id: int) -> ResponseReturnValue:
    """Return how far the reading of a large sheet is; when it is over the whole page is drawn anew."""
    kept = roster_of(event, roster_id)
    seen = see_roster(event, kept)
    drawn = render_template("participants/_examining.html", roster=kept, seen=seen)
    return drawn, {} if seen.is_awaited else {"X-Poll": "reload"}


@requires(Permission.PARTICIPANTS_REGISTER)
def examination(event: Event, roster_id: int) -> ResponseReturnValue:
    """Look at a large sheet once more: the list may have changed since."""
    kept = roster_of(event, roster_id)
    with transaction():
        ask_to_examine(event, kept, by=current_user, again=True)
    return _back(event, kept)


@requires(Permission.PARTICIPANTS_REGISTER)
def explain(event: Event, roster_id: int) -> ResponseReturnValue:
    """Take what somebody says about the columns and the header, and show the sheet read anew."""
    kept = roster_of(event, roster_id)
    seen = see_roster(event, kept)
    if seen.preview is None:
        return _back(event, kept)
    said = {key.removeprefix(COLUMN): value for key, value in request.form.items() if key.startswith(COLUMN)}
    with transaction():
        explain_roster(
            event,
            kept,
            seen.preview.sheet,
            sheet=request.form.get("sheet", ""),
            row=request.form.get("row", type=row_number),
            meanings={int(index): meaning for index, meaning in said.items() if index.isdecimal()},
            by=current_user,
        )
        ask_to_examine(event, kept, by=current_user)
    return _back(event, kept)


@requires(Permission.PARTICIPANTS_REGISTER)
def registration(event: Event, roster_id: int) -> ResponseReturnValue:
    """Do what the page showed of a sheet; when something must be mended first or has changed, show what."""
    kept = roster_of(event, roster_id)
    content = services().storage.read(kept.storage_key)
    seen = request.form.get("seen", "")[:LONGEST_MARK]
    if is_large(content):
        with transaction():
            job = ask_to_register(event, kept, by=current_user, seen=seen)
        back = url_for("participants.roster", event=event.slug, roster_id=kept.id)
        return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)
    reading, filename = reading_of(kept), kept.filename
    sheet = read_roster(content, filename=filename, today=event.starts_on, reading=reading)
    try:
        with transaction():
            done = register_roster(
                event, sheet, by=current_user, filename=filename, content=content, seen=seen
            )
    except (OtherThanShown, RegisteredMeanwhile) as refusal:
        flash(sentence(refusal), "warn")
        return _back(event, kept)
    if done.blocked:
        return _back(event, kept)
    flash(told(done), "ok")
    return redirect(url_for("participants.index", event=event.slug), HTTPStatus.SEE_OTHER)


def _back(event: Event, kept: Roster) -> ResponseReturnValue:
    return redirect(url_for("participants.roster", event=event.slug, roster_id=kept.id), HTTPStatus.SEE_OTHER)


def told(done: Registration) -> str:
    """Say what came of a sheet in one sentence."""
    if not done.created and not done.updated:
        sentence = _("Nothing changed: everybody of this sheet was registered already.")
    else:
        sentence = _(
            "%(created)s new, %(updated)s changed, %(unchanged)s as they were.",
            created=number(done.created),
            updated=number(done.updated),
            unchanged=number(done.unchanged),
        )
    return str(sentence)
