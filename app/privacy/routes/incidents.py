"""Doors of the committee: incidents with personal data, from the first note to the last letter."""

from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import end_read, transaction
from app.doors import page, paper, telling
from app.events.clock import event_now
from app.events.models import Event
from app.i18n import DEFAULT_LANGUAGE, force_locale, ngettext
from app.lib.codes import random_token
from app.participants.queries import offices_taking_part
from app.privacy.forms import AuthorityForm, ConcernedForm, IncidentForm
from app.privacy.models import Incident
from app.privacy.notify import CHUNK, compose_notices, compose_notices_later, people_to_write_to
from app.privacy.queries import affected_by, count_untold, incident_of, incidents, letters_about_incident
from app.privacy.report import add_affected, record_authority_told, report_incident
from app.privacy.routes.register_of_requests import REGISTER
from app.privacy.tell import notice_to_authority, recipients, record_paper, record_taken

INCIDENTS = f"{REGISTER}/incidents"
LONGEST_KEY = 64
ONE = f"{INCIDENTS}/<int:incident_id>"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_doors(privacy: Blueprint) -> None:
    """Put the pages under their addresses."""
    post = ["POST"]
    privacy.add_url_rule(INCIDENTS, "incidents", index)
    privacy.add_url_rule(f"{INCIDENTS}/new", "new_incident", new, methods=["GET", "POST"])
    privacy.add_url_rule(ONE, "incident", show)
    privacy.add_url_rule(f"{ONE}/affected", "add_affected", add, methods=post)
    privacy.add_url_rule(f"{ONE}/letters", "compose_notices", compose, methods=post)
    privacy.add_url_rule(f"{ONE}/authority", "tell_authority", tell_authority, methods=post)
    privacy.add_url_rule(f"{ONE}/recipients.xlsx", "recipients", take_recipients)
    privacy.add_url_rule(f"{ONE}/notice.pdf", "authority_paper", authority_paper)


@requires(Permission.PRIVACY_REPORT)
def index(event: Event) -> ResponseReturnValue:
    """List the incidents of the event."""
    listed = incidents(event)
    return render_template(
        "privacy/incidents.html", incidents=listed, untold=count_untold(listed), now=event_now(event)
    )


@requires(Permission.PRIVACY_REPORT)
def new(event: Event) -> ResponseReturnValue:
    """Write down an incident."""
    form = IncidentForm()
    _offer(event, form)
    if form.validate_on_submit():
        incident = None
        with telling(form), transaction():
            incident = report_incident(event, form.report(event.zone), form.chosen(), by=current_user)
        if incident is not None:
            flash(_("Written down. The clock runs: tell those affected and the authority."), "ok")
            return _back(event, incident)
    return page("privacy/new_incident.html", form)


@requires(Permission.PRIVACY_REPORT)
def show(event: Event, incident_id: int) -> ResponseReturnValue:
    """Show an incident, whom it concerns, and what is still to do."""
    return _page(event, incident_of(event, incident_id), AuthorityForm(formdata=None))


@requires(Permission.PRIVACY_REPORT)
def add(event: Event, incident_id: int) -> ResponseReturnValue:
    """Add people to those affected."""
    incident = incident_of(event, incident_id)
    form = ConcernedForm()
    _offer(event, form)
    if form.validate_on_submit():
        with transaction():
            added = add_affected(event, incident, form.chosen(), by=current_user)
        flash(ngettext("%(num)s person added.", "%(num)s people added.", added), "ok")
    return _back(event, incident)


@requires(Permission.PRIVACY_REPORT)
def compose(event: Event, incident_id: int) -> ResponseReturnValue:
    """Put the letters that are missing into the outbox, where they wait for review."""
    incident = incident_of(event, incident_id)
    ids = people_to_write_to(incident)
    if len(ids) > CHUNK:
        key = request.form.get("key", "")[:LONGEST_KEY] or random_token()
        with transaction():
            job = compose_notices_later(event, incident, ids, key=key, by=current_user)
        back = url_for("privacy.incident", event=event.slug, incident_id=incident.id)
        return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)
    with transaction():
        written = compose_notices(event, incident, ids, by=current_user)
    if written:
        flash(ngettext("%(num)s letter waits for review.", "%(num)s letters wait for review.", written), "ok")
    else:
        flash(
            _("Nobody lacks a letter: each waits, is on its way, or has gone to the present address."), "warn"
        )
    return _back(event, incident)


@requires(Permission.PRIVACY_REPORT)
def tell_authority(event: Event, incident_id: int) -> ResponseReturnValue:
    """Write down how the authority was told."""
    incident = incident_of(event, incident_id)
    form = AuthorityForm()
    if form.validate_on_submit():
        with transaction():
            record_authority_told(event, incident, how=form.how.data or "", by=current_user)
        flash(_("Written down."), "ok")
        return _back(event, incident)
    return _page(event, incident, form)


@requires(Permission.PRIVACY_REPORT)
def take_recipients(event: Event, incident_id: int) -> ResponseReturnValue:
    """Send the list of those affected as a sheet."""
    incident = incident_of(event, incident_id)
    people = affected_by(incident)
    with transaction():
        record_taken(incident, people=len(people), by=current_user)
    answer = Response(recipients(people), mimetype=SHEET)
    name = f"{event.slug}-insiden-{incident.id}.xlsx"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@requires(Permission.PRIVACY_REPORT)
def authority_paper(event: Event, incident_id: int) -> ResponseReturnValue:
    """Print the notice to the authority."""
    incident = incident_of(event, incident_id)
    people = affected_by(incident)
    with force_locale(DEFAULT_LANGUAGE):
        end_read()
        content = notice_to_authority(event, incident, people=len(people))
    with transaction():
        record_paper(incident, by=current_user)
    return paper(content, filename=f"pemberitahuan-insiden-{incident.id}.pdf")


def _page(event: Event, incident: Incident, form: AuthorityForm) -> ResponseReturnValue:
    concerned = ConcernedForm(formdata=None)
    _offer(event, concerned)
    return page(
        "privacy/incident.html",
        form,
        incident=incident,
        people=affected_by(incident),
        letters=letters_about_incident(incident),
        untold=count_untold([incident])[incident.id],
        concerned=concerned,
        key=random_token(),
        now=event_now(event),
    )


def _offer(event: Event, form: ConcernedForm) -> None:
    form.offer([(office.id, office.short_name) for office in offices_taking_part(event)])


def _back(event: Event, incident: Incident) -> ResponseReturnValue:
    there = url_for("privacy.incident", event=event.slug, incident_id=incident.id)
    return redirect(there, HTTPStatus.SEE_OTHER)
