"""Doors: print badges in the background, follow the work, fetch the PDF."""

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, paper, telling
from app.events.models import Event
from app.lib.codes import random_token
from app.lib.row_numbers import row_number
from app.participants.badges import ask_for_badges, people_with_badges, printed_badges
from app.participants.forms import BadgesForm
from app.participants.queries import offices_taking_part
from app.services import services

BADGES = "/badges"
EVERYBODY = 0
LONGEST_KEY = 64


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    participants.add_url_rule(BADGES, "badges", badges, methods=["GET", "POST"])
    participants.add_url_rule(f"{BADGES}/chosen", "chosen_badges", chosen_badges, methods=["POST"])
    participants.add_url_rule(f"{BADGES}/<int:job_id>.pdf", "badges_pdf", badges_pdf)


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def badges(event: Event) -> ResponseReturnValue:
    """Ask whose badges are wanted, and have them printed."""
    form = BadgesForm()
    form.office.choices = [(EVERYBODY, _("Everybody with a valid pass"))] + [
        (office.id, office.short_name) for office in offices_taking_part(event)
    ]
    if form.validate_on_submit():
        office_id = form.office.data or None
        with telling(form):
            people_with_badges(event, office_id=office_id)
        if not form.errors:
            back = url_for("participants.badges", event=event.slug)
            return _printing(event, back=back, key=form.key.data or random_token(), office_id=office_id)
    return page("participants/badges.html", form)


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def chosen_badges(event: Event) -> ResponseReturnValue:
    """Have the badges of the ticked people printed."""
    ids = request.form.getlist("chosen", type=row_number)
    people = people_with_badges(event, ids=ids or [EVERYBODY])
    back = url_for("participants.index", event=event.slug)
    return _printing(event, back=back, key=random_token(), ids=[person.id for person in people])


def _printing(event: Event, *, back: str, key: str, **choice: object) -> ResponseReturnValue:
    services().press.make_ready()
    with transaction():
        job = ask_for_badges(event, key=key[:LONGEST_KEY], by=current_user, **choice)
    return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def badges_pdf(event: Event, job_id: int) -> ResponseReturnValue:
    """Send the badges that were printed."""
    key = printed_badges(event, job_id)
    return paper(services().storage.read(key), filename=f"{_('badges')}-{event.slug}.pdf")
