"""Pages of the minutes: list, open, write, publish."""

from datetime import timedelta
from http import HTTPStatus
from io import BytesIO

from flask import Blueprint, Flask, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.agenda.queries import session_of
from app.db import transaction
from app.documents.queries import printed_bytes
from app.doors import page, telling
from app.events.models import Event
from app.jobs.queries import job_with_key
from app.lib.numbering import safe_filename
from app.minutes.assemble import coded
from app.minutes.forms import EntryForm, OpenMinutesForm, SummaryForm
from app.minutes.models import Minutes
from app.minutes.open_minutes import open_minutes
from app.minutes.print_minutes import ask_for_printing, printing_key
from app.minutes.publish import publish_minutes, what_is_missing
from app.minutes.queries import (
    attendance_by_office,
    entry_of,
    minutes_of,
    minutes_with_id,
    published,
    sessions_without_minutes,
)
from app.minutes.words import KIND_WORDS
from app.minutes.write_entry import (
    EntryChanged,
    restore_entry,
    revise_entry,
    strike_entry,
    write_entry,
    write_summary,
)
from app.offices.queries import offices_in_protocol_order

minutes_pages = Blueprint("minutes", __name__, url_prefix="/events/<event>/minutes")


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(minutes_pages)


@minutes_pages.get("/")
@requires(Permission.MINUTES_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """List the minutes of the event."""
    return render_template("minutes/index.html", listed=minutes_of(event))


@minutes_pages.route("/new", methods=["GET", "POST"])
@requires(Permission.MINUTES_CAPTURE)
def new(event: Event) -> ResponseReturnValue:
    """Open minutes for one or more sessions."""
    form = OpenMinutesForm()
    form.offer(sessions_without_minutes(event), event.zone)
    if form.validate_on_submit():
        chosen = [session_of(event, session_id) for session_id in form.sessions.data or []]
        with telling(form), transaction():
            minutes = open_minutes(event, title=form.title.data or "", sessions=chosen, by=current_user)
        if not form.errors:
            return _to(event, minutes)
    return page("minutes/new.html", form)


@minutes_pages.get("/<int:minutes_id>")
@requires(Permission.MINUTES_VIEW)
def show(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Show minutes: the paper's content, what is missing, and where one writes."""
    return _page(event, minutes_with_id(minutes_id, event=event), EntryForm())


@minutes_pages.post("/<int:minutes_id>/entries")
@requires(Permission.MINUTES_CAPTURE)
def write(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Write an entry; sent twice it is written once."""
    minutes = minutes_with_id(minutes_id, event=event)
    form = _entry_form(minutes)
    if form.validate_on_submit():
        with telling(form), transaction():
            write_entry(minutes, form.wording(), key=form.key.data or "", by=current_user)
        if not form.errors:
            return _to(event, minutes, anchor="write")
    return _page(event, minutes, form)


@minutes_pages.route("/<int:minutes_id>/entries/<int:entry_id>", methods=["GET", "POST"])
@requires(Permission.MINUTES_CAPTURE)
def revise(event: Event, minutes_id: int, entry_id: int) -> ResponseReturnValue:
    """Change an entry, unless somebody else did meanwhile: then both versions are shown."""
    minutes = minutes_with_id(minutes_id, event=event)
    entry = entry_of(minutes, entry_id)
    form = _entry_form(minutes)
    other = None
    if form.validate_on_submit():
        with telling(form), transaction():
            try:
                revise_entry(
                    minutes, entry, form.wording(), base_revision=form.revision.data or 0, by=current_user
                )
            except EntryChanged:
                other = entry
                form.revision.raw_data, form.revision.data = None, entry.revision
                raise
        if not form.errors:
            return _to(event, minutes, anchor=f"entry-{entry.id}")
    elif not form.is_submitted():
        form.show(entry)
    return page("minutes/revise.html", form, minutes=minutes, entry=entry, other=other)


@minutes_pages.post("/<int:minutes_id>/entries/<int:entry_id>/strike")
@requires(Permission.MINUTES_CAPTURE)
def strike(event: Event, minutes_id: int, entry_id: int) -> ResponseReturnValue:
    """Strike an entry; the toast offers to restore it."""
    minutes = minutes_with_id(minutes_id, event=event)
    with transaction():
        strike_entry(minutes, entry_of(minutes, entry_id), by=current_user)
    undo = url_for("minutes.restore", event=event.slug, minutes_id=minutes_id, entry_id=entry_id)
    flash({"text": _("Entry struck out."), "undo": undo}, "ok")  # type: ignore[arg-type]
    return _to(event, minutes)


@minutes_pages.post("/<int:minutes_id>/entries/<int:entry_id>/restoration")
@requires(Permission.MINUTES_CAPTURE)
def restore(event: Event, minutes_id: int, entry_id: int) -> ResponseReturnValue:
    """Bring a struck entry back."""
    minutes = minutes_with_id(minutes_id, event=event)
    with transaction():
        restore_entry(minutes, entry_of(minutes, entry_id), by=current_user)
    flash(_("Entry restored."), "ok")
    return _to(event, minutes)


@minutes_pages.route("/<int:minutes_id>/closing", methods=["GET", "POST"])
@requires(Permission.MINUTES_CAPTURE)
def closing(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Write the closing paragraphs."""
    minutes = minutes_with_id(minutes_id, event=event)
    form = SummaryForm(obj=minutes)
    if form.validate_on_submit():
        with telling(form), transaction():
            write_summary(minutes, form.summary.data or "", by=current_user)
        if not form.errors:
            return _to(event, minutes)
    return page("minutes/closing.html", form, minutes=minutes)


@minutes_pages.route("/<int:minutes_id>/publication", methods=["GET", "POST"])
@requires(Permission.MINUTES_PUBLISH)
def publish(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Ask, then publish. Printing goes on in the background; the page follows it."""
    minutes = minutes_with_id(minutes_id, event=event)
    form = SummaryForm()
    if form.is_submitted():
        with transaction():
            publish_minutes(event, minutes, by=current_user)
        return _to(event, minutes)
    return render_template("minutes/publish.html", minutes=minutes, missing=what_is_missing(minutes))


@minutes_pages.post("/<int:minutes_id>/printing")
@requires(Permission.MINUTES_PUBLISH)
def print_again(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Print once more what could not be printed; the frozen content is the same."""
    minutes = minutes_with_id(minutes_id, event=event)
    publication = published(minutes)
    with transaction():
        ask_for_printing(publication, event_id=event.id, by=current_user)
    return _to(event, minutes)


@minutes_pages.get("/<int:minutes_id>/paper")
@requires(Permission.MINUTES_VIEW)
def paper(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Send the published PDF, byte for byte."""
    document = published(minutes_with_id(minutes_id, event=event)).document
    name = f"{safe_filename(document.number)}.pdf"
    return send_file(
        BytesIO(printed_bytes(document)), "application/pdf", as_attachment=True, download_name=name
    )


def _to(event: Event, minutes: Minutes, *, anchor: str | None = None) -> ResponseReturnValue:
    address = url_for("minutes.show", event=event.slug, minutes_id=minutes.id, _anchor=anchor)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _entry_form(minutes: Minutes) -> EntryForm:
    form = EntryForm()
    form.offer([covered.session for covered in minutes.covered], offices_in_protocol_order())
    return form


def _page(event: Event, minutes: Minutes, form: EntryForm) -> ResponseReturnValue:
    if not form.session.choices:
        form.offer([covered.session for covered in minutes.covered], offices_in_protocol_order())
    counts = attendance_by_office(event.id, [covered.session_id for covered in minutes.covered])
    publication = minutes.publication
    return page(
        "minutes/show.html",
        form,
        minutes=minutes,
        entries=coded(minutes),
        struck=[entry for entry in minutes.entries if entry.struck_at],
        missing=what_is_missing(minutes),
        kinds=KIND_WORDS,
        present=sum(row.present for row in counts),
        invited=sum(row.invited for row in counts),
        printing=job_with_key(printing_key(publication)) if publication else None,
        lead=event.rehearsal.lead if event.rehearsal else timedelta(),
    )
