"""Doors: invite offices by letter, mail and link; look after the link of one office."""

from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, public, requires
from app.accounts.links import link_address
from app.db import transaction
from app.documents.queries import filename, printed_bytes
from app.documents.zip_files import zipped
from app.doors import page, paper, telling
from app.events.models import Event
from app.i18n import ngettext
from app.lib.codes import random_token
from app.lib.refusals import N_
from app.lib.row_numbers import row_number
from app.messages.words import STATE_KINDS, STATE_WORDS
from app.offices.models import OfficeKind
from app.registration.forms.invitations import InvitationTextForm
from app.registration.invitation_letter import SHORT_PREFIX
from app.registration.invitation_text import is_written, letter_text, write_letter_text
from app.registration.invite_offices import invite_offices
from app.registration.invited_offices import (
    InvitedOffice,
    LetterNotPrinted,
    delegation_for,
    invited_office,
    invited_offices,
    letters_to_take,
    note_taken,
)
from app.registration.links import end_office_link, office_link
from app.registration.office_mail import mail_offices, office_address
from app.registration.words import KIND_NAMES
from app.services import services

LIST = "/events/<event>/invitations"
ONE = f"{LIST}/<int:office_id>"
LONGEST_KEY = 64


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    registration.add_url_rule(LIST, "invitations", invitations)
    registration.add_url_rule(LIST, "invite", invite, methods=["POST"])
    registration.add_url_rule(f"{LIST}/text", "invitation_text", invitation_text, methods=both)
    registration.add_url_rule(f"{LIST}.zip", "invitation_bundle", bundle)
    registration.add_url_rule(ONE, "invitation", invitation)
    registration.add_url_rule(f"{ONE}.pdf", "invitation_pdf", invitation_pdf)
    registration.add_url_rule(f"{ONE}/link", "renew_office_link", renew_link, methods=both)
    registration.add_url_rule(f"{ONE}/link/end", "end_office_link", end_link, methods=both)
    registration.add_url_rule(f"/{SHORT_PREFIX}/<token>", "short_office_link", short_link)


@requires(Permission.REGISTRATION_INVITE)
def invitations(event: Event) -> ResponseReturnValue:
    """Show for every office how it is invited, and what is still to do."""
    every = invited_offices(event)
    kind = _kind()
    shown = [one for one in every if one.office.kind is kind]
    counts = Counter(one.office.kind for one in every)
    return render_template(
        "registration/invitations.html",
        invited=shown,
        kind=kind,
        tabs=[
            {
                "label": _(words),
                "url": url_for("registration.invitations", event=event.slug, kind=each.value),
                "current": each is kind,
                "count": counts[each],
            }
            for each, words in KIND_NAMES.items()
        ],
        printed=sum(one.is_printed and not one.is_stale for one in shown),
        reached=sum(one.is_reached for one in shown),
        mailable=sum(bool(office_address(one.office)) and one.delivery is None for one in shown),
        is_written=is_written(event),
        key=random_token(),
        state_words=STATE_WORDS,
        state_kinds=STATE_KINDS,
    )


@requires(Permission.REGISTRATION_INVITE)
def invite(event: Event) -> ResponseReturnValue:
    """Print letters or write mails, for the ticked offices or for all that the list shows."""
    chosen = _chosen(event)
    if request.form.get("way") == "mail":
        with transaction():
            done = mail_offices(event, chosen, by=current_user, again=bool(request.form.get("again")))
        if not done.written:
            flash(_("No office of this choice needs a mail now: it has one, or no address."), "warn")
            return _back(event)
        flash(
            ngettext(
                "%(num)s mail is written. It waits here until it is released.",
                "%(num)s mails are written. They wait here until they are released.",
                done.written,
            ),
            "ok",
        )
        return redirect(url_for("messages.index", event=event.slug, state="held"), HTTPStatus.SEE_OTHER)
    services().press.make_ready()
    key = request.form.get("key", "")[:LONGEST_KEY] or random_token()
    anew = bool(request.form.get("anew"))
    with transaction():
        job = invite_offices(event, [one.office for one in chosen], key=key, by=current_user, anew=anew)
    back = url_for("registration.invitations", event=event.slug, kind=_kind().value)
    return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)


@requires(Permission.REGISTRATION_INVITE)
def invitation_text(event: Event) -> ResponseReturnValue:
    """Write what the letter says."""
    text = letter_text(event)
    form = InvitationTextForm(data={**vars(text), "copies": "\n".join(text.copies)})
    if form.validate_on_submit():
        with telling(form), transaction():
            write_letter_text(event, form.text(), by=current_user)
        if not form.errors:
            flash(_("Saved. Letters printed from now on say this."), "ok")
            return _back(event)
    return page("registration/invitation_text.html", form)


@requires(Permission.REGISTRATION_INVITE)
def invitation(event: Event, office_id: int) -> ResponseReturnValue:
    """Show how one office is invited, its link, and what can be done about it."""
    g.private = True
    one = invited_office(event, office_id)
    return render_template(
        "registration/invitation.html",
        one=one,
        address=link_address(one.link) if one.link else None,
        mail_address=office_address(one.office),
        key=random_token(),
        state_words=STATE_WORDS,
        state_kinds=STATE_KINDS,
    )


@requires(Permission.REGISTRATION_INVITE)
def invitation_pdf(event: Event, office_id: int) -> ResponseReturnValue:
    """Send the newest letter of an office; it carries the office's link, so the trail says who took it."""
    g.private = True
    one = invited_office(event, office_id)
    if one.invitation is None or not one.is_printed:
        raise LetterNotPrinted(N_("This office has no printed letter yet. Print it first."))
    with transaction():
        note_taken(event, letters=1, on=f"office:{office_id}", by=current_user)
    document = one.invitation.document
    return paper(printed_bytes(document), filename=filename(document))


@requires(Permission.REGISTRATION_INVITE)
def bundle(event: Event) -> ResponseReturnValue:
    """Send the letters of all offices of a kind as one ZIP."""
    g.private = True
    entries = letters_to_take(invited_offices(event, kind=_kind()))
    with transaction():
        note_taken(event, letters=len(entries), on=f"event:{event.id}", by=current_user)
    answer = Response(zipped(entries, services().storage), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{event.slug}-{_('invitations')}.zip")
    return answer


@requires(Permission.REGISTRATION_INVITE)
def renew_link(event: Event, office_id: int) -> ResponseReturnValue:
    """Make the link of an office, or replace it after asking: the one before opens nothing any more."""
    one = invited_office(event, office_id)
    if request.method == "GET":
        return render_template("registration/office_link.html", one=one, ends=False)
    with transaction():
        delegation = delegation_for(event, one.office)
        end_office_link(delegation, by=current_user)
        office_link(delegation, by=current_user)
    flash(_("The office has a new link. Print its letter anew, or send the link again."), "ok")
    return _to(event, office_id)


@requires(Permission.REGISTRATION_INVITE)
def end_link(event: Event, office_id: int) -> ResponseReturnValue:
    """End the link of an office, after asking."""
    one = invited_office(event, office_id)
    if request.method == "GET":
        return render_template("registration/office_link.html", one=one, ends=True)
    if one.delegation is not None:
        with transaction():
            end_office_link(one.delegation, by=current_user)
    flash(_("The link no longer opens. Until there is a new one the office can fill in nothing."), "ok")
    return _to(event, office_id)


@public
def short_link(token: str) -> ResponseReturnValue:
    """Lead from the short address on paper to the office's page; whether it opens is told there."""
    g.private = True
    return redirect(f"/delegation/{token}")


def _chosen(event: Event) -> Sequence[InvitedOffice]:
    every = invited_offices(event)
    if request.form.get("all"):
        return [one for one in every if one.office.kind is _kind()]
    ticked = set(request.form.getlist("chosen", type=row_number))
    return [one for one in every if one.office.id in ticked]


def _kind() -> OfficeKind:
    asked: Any = request.values.get("kind")
    return next((kind for kind in OfficeKind if kind.value == asked), OfficeKind.REGIONAL)


def _back(event: Event) -> ResponseReturnValue:
    there = url_for("registration.invitations", event=event.slug, kind=_kind().value)
    return redirect(there, HTTPStatus.SEE_OTHER)


def _to(event: Event, office_id: int) -> ResponseReturnValue:
    there = url_for("registration.invitation", event=event.slug, office_id=office_id)
    return redirect(there, HTTPStatus.SEE_OTHER)
