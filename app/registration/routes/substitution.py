"""Doors: let somebody come instead of somebody else."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.offices.queries import positions_in_rank_order
from app.participants.models import Participant
from app.participants.queries import participant_of
from app.participants.same_person import refuse_merged
from app.registration.forms.substitute import SubstituteForm
from app.registration.letter_files import LetterFile, read_letter
from app.registration.letters import keep_letter
from app.registration.models import Letter, State, Substitution
from app.registration.requests_of_offices import last_request
from app.registration.substitute import came_instead_of, substitute

SUBSTITUTION = "/events/<event>/participants/<int:participant_id>/substitution"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    registration.add_url_rule(SUBSTITUTION, "substitute", substitution, methods=["GET", "POST"])


@requires(Permission.PARTICIPANTS_REGISTER)
def substitution(event: Event, participant_id: int) -> ResponseReturnValue:
    """Ask who comes instead and why; the old pass is void and the new one admits at once."""
    left = participant_of(event, participant_id, actor=current_user)
    refuse_merged(left)
    asked, form = last_request(left), SubstituteForm()
    if not form.is_submitted():
        form.begin(left)
    elif form.is_to_be_saved() and form.validate():
        done = _done(left, form)
        if done is not None:
            flash(
                _(
                    "%(came)s comes instead of %(left)s now. The old pass admits nowhere any more; "
                    "the new one is ready.",
                    came=done.came.display_name,
                    left=left.display_name,
                ),
                "ok",
            )
            return redirect(
                url_for("participants.show", event=event.slug, participant_id=done.came_id),
                HTTPStatus.SEE_OTHER,
            )
    return page(
        "registration/substitute.html",
        form,
        person=left,
        before=came_instead_of(left) if left.withdrawal else None,
        asked=asked if asked and asked.state is State.SUBMITTED else None,
        posts=positions_in_rank_order(),
    )


def _done(left: Participant, form: SubstituteForm) -> Substitution | None:
    with telling(form):
        file = read_letter(form.letter_file.data.read()) if form.letter_file.data else None
        with transaction():
            letter = _letter(left, form, file) if file else None
            return substitute(
                left,
                form.entry(),
                reason=form.reason.data or "",
                letter=letter,
                by=current_user,
                namesake_allowed=bool(form.is_another.data),
                beyond=bool(form.over_quota.data),
            )
    return None


def _letter(left: Participant, form: SubstituteForm, file: LetterFile) -> Letter:
    return keep_letter(
        left.delegation,
        number=form.letter_number.data or "",
        dated=form.letter_dated.data,
        filename=form.letter_file.data.filename or "",
        file=file,
        by=current_user,
    )
