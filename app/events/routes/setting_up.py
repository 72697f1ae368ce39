"""Doors: the settings of an event, one page each."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.create import describe_event, name_days
from app.events.forms import EventForm, LetterheadForm, MarkForm, RulesForm, SignerForm, days_form
from app.events.letterhead import remove_mark, set_mark, write_letterhead
from app.events.models import Event, Signer, SignerTask
from app.events.queries import days_of, venues_of
from app.events.rules import set_rules
from app.events.signers import name_signer, remove_signer
from app.lib.folding import lines_of
from app.services import services

SETTINGS = "/events/<event>/settings"


def open_doors(events: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    events.add_url_rule(SETTINGS, "set_up", overview)
    events.add_url_rule(f"{SETTINGS}/description", "describe", describe, methods=both)
    events.add_url_rule(f"{SETTINGS}/days", "days", days, methods=both)
    events.add_url_rule(f"{SETTINGS}/letterhead", "letterhead", letterhead, methods=both)
    events.add_url_rule(f"{SETTINGS}/letterhead/mark", "mark", mark)
    events.add_url_rule(f"{SETTINGS}/letterhead/mark", "set_mark", upload_mark, methods=["POST"])
    events.add_url_rule(
        f"{SETTINGS}/letterhead/mark/removal", "remove_mark", take_mark_away, methods=["POST"]
    )
    events.add_url_rule(f"{SETTINGS}/signers", "signers", signers)
    events.add_url_rule(f"{SETTINGS}/signers/<task>", "signer", signer, methods=both)
    events.add_url_rule(
        f"{SETTINGS}/signers/<task>/removal", "remove_signer", take_signer_away, methods=["POST"]
    )
    events.add_url_rule(f"{SETTINGS}/rules", "rules", rules, methods=both)


def _saved(event: Event, endpoint: str) -> ResponseReturnValue:
    flash(_("Saved."), "ok")
    return redirect(url_for(f"events.{endpoint}", event=event.slug), HTTPStatus.SEE_OTHER)


@requires(Permission.EVENTS_SET_UP)
def overview(event: Event) -> ResponseReturnValue:
    """Show every part of the settings, and how it stands."""
    return render_template(
        "events/set_up.html",
        days=days_of(event),
        venues=venues_of(event),
        signed={one.task for one in event.signers},
        tasks=SignerTask,
    )


@requires(Permission.EVENTS_SET_UP)
def describe(event: Event) -> ResponseReturnValue:
    """Change title, address, dates and place."""
    form = EventForm(obj=event)
    if form.validate_on_submit():
        with telling(form), transaction():
            describe_event(event, form.details(), by=current_user)
        if not form.errors:
            return _saved(event, "set_up")
    return page("events/describe.html", form)


@requires(Permission.EVENTS_SET_UP)
def days(event: Event) -> ResponseReturnValue:
    """Name the days."""
    listed = days_of(event)
    form = days_form(listed)
    if form.validate_on_submit():
        with transaction():
            name_days(event, {day.id: form[f"day_{day.id}"].data for day in listed}, by=current_user)
        return _saved(event, "set_up")
    return page("events/days.html", form, days=listed)


@requires(Permission.EVENTS_SET_UP)
def letterhead(event: Event) -> ResponseReturnValue:
    """Write the lines of the letterhead."""
    head = event.letterhead
    kept = {"lines": "\n".join(head.lines), "address_lines": "\n".join(head.address_lines)} if head else {}
    form = LetterheadForm(data=kept)
    if form.validate_on_submit():
        with telling(form), transaction():
            write_letterhead(
                event,
                lines=lines_of(form.lines.data),
                address_lines=lines_of(form.address_lines.data),
                by=current_user,
            )
        if not form.errors:
            return _saved(event, "letterhead")
    return page("events/letterhead.html", form, mark_form=MarkForm(formdata=None), head=event.letterhead)


@requires(Permission.EVENTS_SET_UP)
def mark(event: Event) -> ResponseReturnValue:
    """Send the agency's mark."""
    key = event.letterhead.mark_storage_key if event.letterhead else None
    if key is None:
        abort(HTTPStatus.NOT_FOUND)
    return Response(services().storage.read(key), mimetype="image/png")


@requires(Permission.EVENTS_SET_UP)
def upload_mark(event: Event) -> ResponseReturnValue:
    """Keep a new mark."""
    form = MarkForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            set_mark(event, form.mark.data.read(), by=current_user)
        if not form.errors:
            return _saved(event, "letterhead")
    head = event.letterhead
    kept = {"lines": "\n".join(head.lines), "address_lines": "\n".join(head.address_lines)} if head else {}
    lines_form = LetterheadForm(formdata=None, data=kept)
    drawn = render_template("events/letterhead.html", form=lines_form, mark_form=form, head=head)
    return drawn, HTTPStatus.UNPROCESSABLE_ENTITY


@requires(Permission.EVENTS_SET_UP)
def take_mark_away(event: Event) -> ResponseReturnValue:
    """Print without a mark from now on."""
    with transaction():
        remove_mark(event, by=current_user)
    return _saved(event, "letterhead")


@requires(Permission.EVENTS_SET_UP)
def signers(event: Event) -> ResponseReturnValue:
    """List who signs what."""
    by_task = {one.task: one for one in event.signers}
    return render_template("events/signers.html", rows=[(task, by_task.get(task)) for task in SignerTask])


def _task(text: str) -> SignerTask:
    return SignerTask(text) if text in {task.value for task in SignerTask} else abort(HTTPStatus.NOT_FOUND)


def _signer(event: Event, task: SignerTask) -> Signer | None:
    return next((one for one in event.signers if one.task is task), None)


@requires(Permission.EVENTS_SET_UP)
def signer(event: Event, task: str) -> ResponseReturnValue:
    """Name who signs one kind of paper."""
    kind = _task(task)
    form = SignerForm(obj=_signer(event, kind))
    if form.validate_on_submit():
        with transaction():
            name_signer(event, kind, form.signature(), by=current_user)
        return _saved(event, "signers")
    return page("events/signer.html", form, task=kind, there=_signer(event, kind) is not None)


@requires(Permission.EVENTS_SET_UP)
def take_signer_away(event: Event, task: str) -> ResponseReturnValue:
    """Leave a place empty."""
    with transaction():
        remove_signer(event, _task(task), by=current_user)
    return _saved(event, "signers")


@requires(Permission.EVENTS_SET_UP)
def rules(event: Event) -> ResponseReturnValue:
    """Set the rules."""
    form = RulesForm(obj=event.rules)
    if form.validate_on_submit():
        with transaction():
            set_rules(event, form.rules(), by=current_user)
        return _saved(event, "set_up")
    return page("events/rules.html", form)
