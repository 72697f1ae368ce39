"""Doors: mail the passes, to those chosen or to all that match; what one person was sent."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, requires
from app.db import transaction
from app.events.models import Event
from app.i18n import ngettext
from app.lib.codes import random_token
from app.lib.row_numbers import row_number
from app.messages.queries import letters_about, sharings_about
from app.messages.words import STATE_KINDS, STATE_WORDS
from app.participants.pages import Tally
from app.participants.queries import participant_of
from app.participants.refuse_whatsapp import refuses_whatsapp
from app.registration.mail_list import WantedMails, all_wanted, count_mails, page_of_mails
from app.registration.mail_words import MAIL_KINDS, MAIL_WORDS
from app.registration.pass_mail import MailState, pass_mails
from app.registration.send_passes import CHUNK, PassesWritten, send_passes, send_passes_later

LONGEST_SEARCH = 100
LONGEST_KEY = 64
UNTOLD = "no"
MAIL = "/events/<event>/passes-by-mail"
PERSON = "/events/<event>/participants/<int:participant_id>/messages"


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    registration.add_url_rule(MAIL, "pass_mail", pass_mail)
    registration.add_url_rule(MAIL, "write_pass_mail", write_pass_mail, methods=["POST"])
    registration.add_url_rule(PERSON, "person_messages", person_messages)


@requires(Permission.MESSAGES_SEND)
def pass_mail(event: Event) -> ResponseReturnValue:
    """Show who got the mail with the pass and who did not."""
    wanted = _wanted()
    counts = count_mails(event, actor=current_user, wanted=wanted)
    number = request.args.get("page", 1, type=int)
    shown = page_of_mails(event, actor=current_user, wanted=wanted, number=number, counts=counts)
    return render_template(
        "registration/pass_mail.html",
        page=shown,
        mails=pass_mails(event, shown.people),
        wanted=wanted,
        tabs=_tabs(event, counts, wanted),
        mail_words=MAIL_WORDS,
        mail_kinds=MAIL_KINDS,
        key=random_token(),
        address=lambda **changes: _address(event, wanted, **changes),
    )


@requires(Permission.MESSAGES_SEND)
def write_pass_mail(event: Event) -> ResponseReturnValue:
    """Write the mails to those chosen, or to all that match; they wait in the outbox."""
    wanted = _wanted()
    if request.form.get("all"):
        ids = all_wanted(event, actor=current_user, wanted=wanted)
    else:
        ids = request.form.getlist("chosen", type=row_number)
    again = bool(request.form.get("again"))
    if len(ids) > CHUNK:
        key = request.form.get("key", "")[:LONGEST_KEY] or random_token()
        with transaction():
            job = send_passes_later(event, ids, key=key, by=current_user, again=again)
        back = url_for("messages.index", event=event.slug)
        return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)
    with transaction():
        done = send_passes(event, ids, by=current_user, again=again)
    _tell(done)
    if done.written:
        return redirect(url_for("messages.index", event=event.slug, state="held"), HTTPStatus.SEE_OTHER)
    return redirect(_address(event, wanted), HTTPStatus.SEE_OTHER)


def _tell(done: PassesWritten) -> None:
    if done.written:
        waits = ngettext(
            "%(num)s mail is written. It waits here until it is released.",
            "%(num)s mails are written. They wait here until they are released.",
            done.written,
        )
        flash(waits, "ok")
    else:
        flash(_("Nobody of this choice needs a mail now: it waits, is on its way, or has arrived."), "warn")


@requires(Permission.PARTICIPANTS_VIEW)
def person_messages(event: Event, participant_id: int) -> ResponseReturnValue:
    """Show what somebody was sent, and what to do when it did not arrive: a page, or a part of another."""
    person = participant_of(event, participant_id, actor=current_user)
    sends = can(current_user, Permission.MESSAGES_SEND, on=person)
    part = request.args.get("part") == "1"
    mail = next(iter(pass_mails(event, [person])), None)
    drawn = render_template(
        "registration/_person_messages.html" if part else "registration/person_messages.html",
        person=person,
        mail=mail,
        sends=sends,
        letters=letters_about(person.reference) if sends else [],
        sharings=sharings_about(person.reference),
        refuses=refuses_whatsapp(person),
        mail_words=MAIL_WORDS,
        mail_kinds=MAIL_KINDS,
        state_words=STATE_WORDS,
        state_kinds=STATE_KINDS,
    )
    return drawn, {"X-Poll": "stop"} if part else {}


def _wanted() -> WantedMails:
    return WantedMails(
        search=request.args.get("q", "")[:LONGEST_SEARCH],
        state=next((one for one in MailState if one.value == request.args.get("state")), None),
        untold=request.args.get("told") == UNTOLD,
    )


def _address(event: Event, wanted: WantedMails, **changes: Any) -> str:
    kept = {
        "state": wanted.state.value if wanted.state else None,
        "q": wanted.search or None,
        "told": UNTOLD if wanted.untold else None,
    }
    return url_for("registration.pass_mail", event=event.slug, **{**kept, **changes})


def _tabs(event: Event, counts: Tally[MailState], wanted: WantedMails) -> list[dict[str, Any]]:
    return [
        {
            "label": _(MAIL_WORDS[one]) if one else _("All"),
            "url": _address(event, wanted, state=one.value if one else None),
            "current": one is wanted.state,
            "count": counts.of(one),
        }
        for one in (None, *MailState)
    ]
