"""Doors: print badges in the background, follow the work, fetch the PDF."""

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import SelectChoice, page, paper, telling
from app.events.models import Event
from app.i18n import number
from app.lib.codes import random_token
from app.participants.badges import (
    NobodyToPrint,
    ask_for_badges,
    lines_printed_last,
    printed_badges,
    refuse_nobody,
)
from app.participants.choice import NobodyChosen
from app.participants.forms.lists import BadgesForm
from app.participants.models import ParticipantState
from app.participants.name_look import names_hard_to_read
from app.participants.printed_badges import WhichBadges, count_badges
from app.participants.queries import offices_taking_part
from app.participants.routes.chosen import list_seen, those_chosen
from app.services import services
from app.services.paper.legible import NamePaper

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
    form = _form(event)
    if form.validate_on_submit():
        choice = {
            "office_id": form.office.data or None,
            "which": form.which.data,
            "layout": form.layout.data,
            "help_lines": form.help_lines,
        }
        with telling(form):
            refuse_nobody(event, office_id=form.office.data or None, which=WhichBadges(form.which.data))
        if not form.errors:
            back = url_for("participants.badges", event=event.slug)
            return _printing(event, back=back, key=form.key.data or random_token(), **choice)
    return page("participants/badges.html", form, small_names=names_hard_to_read(event, NamePaper.BADGE))


def _form(event: Event) -> BadgesForm:
    form = BadgesForm()
    counts = {which: number(count) for which, count in count_badges(event).items()}
    form.which.choices = [
        SelectChoice(
            WhichBadges.MISSING.value, _("Never printed: %(count)s", count=counts[WhichBadges.MISSING])
        ),
        SelectChoice(
            WhichBadges.CHANGED.value,
            _("Changed since printing: %(count)s", count=counts[WhichBadges.CHANGED]),
        ),
        SelectChoice(
            WhichBadges.ALL.value, _("All with a valid pass: %(count)s", count=counts[WhichBadges.ALL])
        ),
    ]
    asked = request.args.get("which", WhichBadges.ALL, type=WhichBadges)
    form.which.data = form.which.data or asked.value
    form.office.choices = [SelectChoice(EVERYBODY, _("All offices"))] + [
        SelectChoice(office.id, office.short_name) for office in offices_taking_part(event)
    ]
    if not form.is_submitted():
        form.lines.data = "\n".join(lines_printed_last(event))
    return form


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def chosen_badges(event: Event) -> ResponseReturnValue:
    """Have the badges of the chosen people printed."""
    try:
        ids = those_chosen(event, states=(ParticipantState.REGISTERED,))
    except NobodyChosen:
        those_chosen(event)  # tells who chose nobody at all
        raise NobodyToPrint from None
    lines = lines_printed_last(event)
    return _printing(event, back=list_seen(event), key=random_token(), ids=list(ids), help_lines=lines)


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
