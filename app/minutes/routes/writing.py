"""Doors for those who write: open minutes, write, change, strike and restore entries, close."""

from uuid import uuid4

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.agenda.queries import session_of
from app.db import transaction
from app.doors import offer_undo, page, telling
from app.events.models import Event
from app.minutes.forms import EntryForm, OpenMinutesForm, SummaryForm
from app.minutes.models import Entry, Minutes
from app.minutes.open_minutes import open_minutes
from app.minutes.queries import entry_of, minutes_with_id, sessions_without_minutes
from app.minutes.revise_entry import EntryChanged, revise_entry
from app.minutes.routes.desk import desk, entry_form, to_minutes
from app.minutes.strike_entry import restore_entry, strike_entry
from app.minutes.words import KIND_LETTERS
from app.minutes.write_entry import SentBefore, write_entry
from app.minutes.write_summary import SummaryChanged, write_summary

ENTRY = "/<int:minutes_id>/entries/<int:entry_id>"


def open_doors(minutes: Blueprint) -> None:
    """Put the pages under their addresses."""
    minutes.add_url_rule("/new", "new", new, methods=["GET", "POST"])
    minutes.add_url_rule("/<int:minutes_id>/entries", "write", write, methods=["POST"])
    minutes.add_url_rule(ENTRY, "revise", revise, methods=["GET", "POST"])
    minutes.add_url_rule(f"{ENTRY}/strike", "strike", strike, methods=["POST"])
    minutes.add_url_rule(f"{ENTRY}/restoration", "restore", restore, methods=["POST"])
    minutes.add_url_rule("/<int:minutes_id>/closing", "closing", closing, methods=["GET", "POST"])


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
            flash(_("Minutes opened. Write the first entry."), "ok")
            return to_minutes(event, minutes.id, anchor="text")
    return page("minutes/new.html", form)


@requires(Permission.MINUTES_CAPTURE)
def write(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Write an entry; the form comes back for the next one, with its kind, session and speaker."""
    minutes = minutes_with_id(minutes_id, event=event)
    form = entry_form(event, minutes)
    if form.validate_on_submit():
        with telling(form), transaction():
            try:
                entry = write_entry(minutes, form.wording(), key=form.key.data or "", by=current_user)
            except SentBefore:
                form.key.data = str(uuid4())
                raise
        if not form.errors:
            _offer_undo(event, entry, _("Entry saved."))
            return to_minutes(event, minutes.id, anchor="text", **form.carried())
    return desk(event, minutes, form)


def _offer_undo(event: Event, entry: Entry, words: str) -> None:
    undo = "minutes.restore" if entry.struck_at else "minutes.strike"
    address = url_for(undo, event=event.slug, minutes_id=entry.minutes_id, entry_id=entry.id)
    offer_undo(words, address=address)


@requires(Permission.MINUTES_CAPTURE)
def revise(event: Event, minutes_id: int, entry_id: int) -> ResponseReturnValue:
    """Change an entry, unless somebody else did meanwhile: then both versions are shown."""
    minutes = minutes_with_id(minutes_id, event=event)
    entry = entry_of(minutes, entry_id)
    form = entry_form(event, minutes)
    if not form.is_submitted():
        form.show(entry)
        return _revision_page(minutes, entry, form)
    other = _revised(minutes, entry, form) if form.validate() else None
    if form.errors:
        return _revision_page(minutes, entry, form, other=other)
    flash(_("Entry changed."), "ok")
    return to_minutes(event, minutes.id, anchor=f"entry-{entry.id}")


def _revised(minutes: Minutes, entry: Entry, form: EntryForm) -> Entry | None:
    """Change the entry; return it as somebody else left it when it changed meanwhile."""
    other = None
    with telling(form), transaction():
        try:
            revise_entry(
                minutes, entry, form.wording(), base_revision=form.revision.data or 0, by=current_user
            )
        except EntryChanged:
            other = entry
            form.compare_with(entry)
            raise
    return other


def _revision_page(
    minutes: Minutes, entry: Entry, form: EntryForm, *, other: Entry | None = None
) -> ResponseReturnValue:
    return page("minutes/revise.html", form, minutes=minutes, entry=entry, other=other, letters=KIND_LETTERS)


@requires(Permission.MINUTES_CAPTURE)
def strike(event: Event, minutes_id: int, entry_id: int) -> ResponseReturnValue:
    """Strike an entry; the toast offers to restore it."""
    minutes = minutes_with_id(minutes_id, event=event)
    entry = entry_of(minutes, entry_id)
    with transaction():
        strike_entry(minutes, entry, by=current_user)
    _offer_undo(event, entry, _("Entry struck out."))
    return to_minutes(event, minutes.id, anchor="text")


@requires(Permission.MINUTES_CAPTURE)
def restore(event: Event, minutes_id: int, entry_id: int) -> ResponseReturnValue:
    """Bring a struck entry back."""
    minutes = minutes_with_id(minutes_id, event=event)
    with transaction():
        restore_entry(minutes, entry_of(minutes, entry_id), by=current_user)
    flash(_("Entry restored."), "ok")
    return to_minutes(event, minutes.id, anchor=f"entry-{entry_id}")


@requires(Permission.MINUTES_CAPTURE)
def closing(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Write the closing paragraphs, unless somebody else did meanwhile: then both are shown."""
    minutes = minutes_with_id(minutes_id, event=event)
    form = SummaryForm(obj=minutes)
    if not form.is_submitted():
        form.instead_of.data = minutes.summary
        return render_template("minutes/closing.html", form=form, minutes=minutes, other=None)
    other = _closed(minutes, form) if form.validate() else None
    if form.errors:
        return page("minutes/closing.html", form, minutes=minutes, other=other)
    flash(_("Closing paragraphs saved."), "ok")
    return to_minutes(event, minutes.id)


def _closed(minutes: Minutes, form: SummaryForm) -> str | None:
    """Write the closing paragraphs; return those of somebody else when they changed meanwhile."""
    other = None
    with telling(form), transaction():
        try:
            write_summary(
                minutes, form.summary.data or "", instead_of=form.instead_of.data or "", by=current_user
            )
        except SummaryChanged:
            other = form.instead_of.data = minutes.summary
            raise
    return other
