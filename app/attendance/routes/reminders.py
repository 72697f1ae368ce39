"""Door: ask somebody who is missing by WhatsApp."""

from http import HTTPStatus

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, can, requires
from app.agenda.queries import session_of
from app.attendance.remind import masked_phone, remind_by_whatsapp, reminder_of, reminder_text
from app.db import transaction
from app.events.models import Event
from app.headers import allow_forms_to
from app.i18n import sentence
from app.lib.refusals import Refused
from app.messages.queries import sharings_about
from app.messages.share import WHATSAPP, SharedMeanwhile
from app.participants.queries import participant_of
from app.participants.refuse_whatsapp import refuses_whatsapp

REMINDER = "/events/<event>/sessions/<int:session_id>/attendance/people/<int:participant_id>/reminder"


def open_doors(attendance: Blueprint) -> None:
    """Put the page under its address."""
    attendance.add_url_rule(REMINDER, "reminder", reminder)
    attendance.add_url_rule(REMINDER, "remind", remind, methods=["POST"])


@requires(Permission.MESSAGES_SEND)
def reminder(event: Event, session_id: int, participant_id: int) -> ResponseReturnValue:
    """Show what would be written to somebody, to which number, and who has asked already."""
    allow_forms_to(*WHATSAPP)
    session = session_of(event, session_id)
    person = participant_of(event, participant_id, actor=current_user)
    whole = can(current_user, Permission.PARTICIPANTS_REGISTER, event_id=event.id)
    refused = refuses_whatsapp(person)
    return render_template(
        "attendance/reminder.html",
        session=session,
        person=person,
        number="" if refused else person.phone if whole else masked_phone(person.phone),
        refused=refused,
        text=reminder_text(event, session, person),
        sharings=sharings_about(reminder_of(person, session)),
    )


@requires(Permission.MESSAGES_SEND)
def remind(event: Event, session_id: int, participant_id: int) -> ResponseReturnValue:
    """Write down who asks, and lead to WhatsApp."""
    g.private = True  # the address it leads to carries a telephone number
    session = session_of(event, session_id)
    person = participant_of(event, participant_id, actor=current_user)
    seen = request.form.get("seen", 0, type=int)
    try:
        with transaction():
            address = remind_by_whatsapp(event, session, person, seen=seen, by=current_user)
    except Refused as refusal:
        flash(sentence(refusal), "warn" if isinstance(refusal, SharedMeanwhile) else "bad")
        address = url_for(
            "attendance.reminder", event=event.slug, session_id=session.id, participant_id=person.id
        )
    return redirect(address, HTTPStatus.SEE_OTHER)
