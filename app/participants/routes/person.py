"""Doors: the page of one participant, and what can be done there."""

from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, requires
from app.db import transaction
from app.doors import offer_undo, page, telling
from app.events.models import Event
from app.lib.codes import grouped
from app.lib.employee_numbers import grouped as grouped_nip
from app.lib.employee_numbers import masked
from app.participants.forms import ReasonForm
from app.participants.history import history_of
from app.participants.models import MergedInto, Participant
from app.participants.name_look import papers_hard_to_read
from app.participants.passes import code_of, issue_pass, pass_qr, reissue_pass, valid_pass
from app.participants.personal_links import known_personal_link, personal_link, replace_personal_link
from app.participants.queries import participant_of
from app.participants.roles import ROLE_NAMES
from app.participants.routes.list_address import sees_numbers
from app.participants.same_person import merge_of, refuse_merged
from app.participants.withdraw import restore_participant, who_comes_instead, withdraw_participant

PERSON = "/participants/<int:participant_id>"


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    participants.add_url_rule(PERSON, "show", show)
    participants.add_url_rule(f"{PERSON}/qr.svg", "qr", qr)
    participants.add_url_rule(f"{PERSON}/pass", "new_pass", new_pass, methods=both)
    participants.add_url_rule(f"{PERSON}/link", "make_link", make_link, methods=["POST"])
    participants.add_url_rule(f"{PERSON}/link/replacement", "replace_link", replace_link, methods=both)
    participants.add_url_rule(f"{PERSON}/withdrawal", "withdraw", withdraw, methods=both)
    participants.add_url_rule(f"{PERSON}/withdrawal/removal", "restore", restore, methods=["POST"])


@requires(Permission.PARTICIPANTS_VIEW)
def show(event: Event, participant_id: int) -> ResponseReturnValue:
    """Show one participant, as far as the account may see."""
    person = participant_of(event, participant_id, actor=current_user)
    merged = merge_of(person)
    if merged is not None:
        return _merged(event, merged)
    issued = valid_pass(person)
    issues = can(current_user, Permission.PARTICIPANTS_ISSUE_PASSES, on=person)
    return render_template(
        "participants/show.html",
        person=person,
        nip=_shown_nip(event, person),
        sees_numbers=sees_numbers(event),
        role=ROLE_NAMES[person.role],
        hard_to_read=papers_hard_to_read(person),
        issued=issued,
        code=grouped(code_of(issued)) if issued and issues else None,
        link=known_personal_link(person) if issues else None,
        instead=who_comes_instead(person) if person.withdrawal and person.withdrawal.is_substituted else None,
        history=history_of(person),
        form=ReasonForm(formdata=None),
    )


def _merged(event: Event, merged: MergedInto) -> ResponseReturnValue:
    """Show a row that counts as another person: what it says, as whom it counts, and how to undo that."""
    row = merged.duplicate
    return render_template(
        "participants/merged.html",
        person=row,
        merged=merged,
        nip=_shown_nip(event, row),
        sees_numbers=sees_numbers(event),
        role=ROLE_NAMES[row.role],
        history=history_of(row),
    )


def _shown_nip(event: Event, person: Participant) -> str:
    nip = person.nip or ""
    return grouped_nip(nip) if sees_numbers(event) else masked(nip)


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def qr(event: Event, participant_id: int) -> ResponseReturnValue:
    """Draw the QR of somebody's valid pass."""
    issued = valid_pass(participant_of(event, participant_id, actor=current_user))
    if issued is None:
        return Response(status=HTTPStatus.NOT_FOUND)
    return Response(pass_qr(issued), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def new_pass(event: Event, participant_id: int) -> ResponseReturnValue:
    """Issue the next pass after asking why; the one before ends at once."""
    person = _not_merged(event, participant_id)
    form = ReasonForm()
    if form.validate_on_submit():
        had_one = valid_pass(person) is not None
        with telling(form), transaction():
            if had_one:
                reissue_pass(person, reason=form.reason.data or "", by=current_user)
            else:
                issue_pass(person, by=current_user)
        if not form.errors:
            ended = _("A new pass was issued. The one before no longer admits anywhere.")
            return _back(event, person, ended if had_one else _("A pass was issued."))
    return page("participants/new_pass.html", form, person=person)


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def make_link(event: Event, participant_id: int) -> ResponseReturnValue:
    """Make the personal link, when there is none that still opens."""
    person = _not_merged(event, participant_id)
    with transaction():
        personal_link(person, by=current_user)
    return _back(event, person, _("The personal link is ready to be sent."))


@requires(Permission.PARTICIPANTS_ISSUE_PASSES)
def replace_link(event: Event, participant_id: int) -> ResponseReturnValue:
    """Revoke the personal link and make a new one, after asking."""
    person = _not_merged(event, participant_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            replace_personal_link(person, reason=form.reason.data or "", by=current_user)
        return _back(event, person, _("The old link no longer opens. Send the new one."))
    return page("participants/replace_link.html", form, person=person)


@requires(Permission.PARTICIPANTS_REGISTER)
def withdraw(event: Event, participant_id: int) -> ResponseReturnValue:
    """Take somebody off the list, after asking why."""
    person = _not_merged(event, participant_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            withdraw_participant(person, reason=form.reason.data or "", by=current_user)
        back = url_for("participants.restore", event=event.slug, participant_id=person.id)
        offer_undo(_("Withdrawn. No gate admits this pass now."), address=back)
        return _to(event, person)
    return page("participants/withdraw.html", form, person=person)


@requires(Permission.PARTICIPANTS_REGISTER)
def restore(event: Event, participant_id: int) -> ResponseReturnValue:
    """Put somebody back on the list."""
    person = participant_of(event, participant_id, actor=current_user)
    with transaction():
        restore_participant(person, by=current_user)
    return _back(event, person, _("Back on the list. The pass admits again."))


def _not_merged(event: Event, participant_id: int) -> Participant:
    """Return somebody with whom something can be done, or raise what a merged row refuses."""
    person = participant_of(event, participant_id, actor=current_user)
    refuse_merged(person)
    return person


def _back(event: Event, person: Participant, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    return _to(event, person)


def _to(event: Event, person: Participant) -> ResponseReturnValue:
    address = url_for("participants.show", event=event.slug, participant_id=person.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
