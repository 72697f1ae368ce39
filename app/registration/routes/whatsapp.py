"""Doors: share links by WhatsApp, one person or office at a time, and see who has been served by whom."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.events.models import Event
from app.headers import allow_forms_to
from app.i18n import sentence
from app.lib.refusals import Refused
from app.messages.queries import sharings_about, sharings_of
from app.messages.share import WHATSAPP, SharedMeanwhile
from app.participants.consents import Purpose, who_withdrew
from app.participants.models import Participant
from app.participants.passes import valid_pass
from app.participants.queries import participant_of, participants_of
from app.participants.wanted import Wanted
from app.registration import whatsapp as texts
from app.registration.invited_offices import invited_office, invited_offices

LIST = "/events/<event>/whatsapp"
ONE = f"{LIST}/<whom>/<int:number>"
WHOM = ("people", "offices")
PAGE_SIZE = 50
LONGEST_SEARCH = 100


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    registration.add_url_rule(LIST, "whatsapp", whatsapp)
    registration.add_url_rule(ONE, "share", share)
    registration.add_url_rule(ONE, "open_whatsapp", open_whatsapp, methods=["POST"])


@requires(Permission.MESSAGES_SEND)
def whatsapp(event: Event) -> ResponseReturnValue:
    """List people, or offices, with one button each and who was served already."""
    allow_forms_to(*WHATSAPP)
    whom = request.args.get("for", "people")
    search = request.args.get("q", "")[:LONGEST_SEARCH]
    lines = _offices(event, search) if whom == "offices" else _people(event, search)
    waiting = [line for line in lines if not line["sharings"]]
    show = request.args.get("show", "waiting")
    shown = waiting if show == "waiting" else lines
    kept = {"for": whom if whom == "offices" else None, "show": show, "q": search or None}
    number = max(1, min(request.args.get("page", 1, type=int), -(-len(shown) // PAGE_SIZE)))
    first = (number - 1) * PAGE_SIZE
    return render_template(
        "registration/whatsapp.html",
        whom="offices" if whom == "offices" else "people",
        lines=shown[first : first + PAGE_SIZE],
        matching=len(shown),
        first=first + 1,
        number=number,
        counts={"waiting": len(waiting), "all": len(lines)},
        show=show,
        search=search,
        address=lambda **changes: _address(event, kept, **changes),
    )


@requires(Permission.MESSAGES_SEND)
def share(event: Event, whom: str, number: int) -> ResponseReturnValue:
    """Show one person or office: the number, the text without the secret, who opened WhatsApp before."""
    allow_forms_to(*WHATSAPP)
    line = _line(event, whom, number)
    return render_template("registration/share.html", whom=whom, line=line, text=_text(event, line))


@requires(Permission.MESSAGES_SEND)
def open_whatsapp(event: Event, whom: str, number: int) -> ResponseReturnValue:
    """Write down who does it, and lead to WhatsApp with the link in the text."""
    g.private = True  # the address it leads to carries a secret
    line = _line(event, whom, number)
    seen = request.form.get("seen", 0, type=int)
    try:
        with transaction():
            if whom == "people":
                address = texts.share_with_person(event, line["person"], seen=seen, by=current_user)
            else:
                address = texts.share_with_office(event, line["office"], seen=seen, by=current_user)
    except Refused as refusal:
        flash(sentence(refusal), "warn" if isinstance(refusal, SharedMeanwhile) else "bad")
        there = url_for("registration.share", event=event.slug, whom=whom, number=number)
        return redirect(there, HTTPStatus.SEE_OTHER)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _line(event: Event, whom: str, number: int) -> dict[str, Any]:
    if whom not in WHOM:
        abort(HTTPStatus.NOT_FOUND)
    if whom == "people":
        person = participant_of(event, number, actor=current_user)
        refused = _withdrawn(event)
        return _of_person(person, sharings_about(person.reference), refused)
    one = invited_office(event, number)
    return _told(one.office.phone, one.sharings[::-1], office=one.office, number=one.office.id)


def _people(event: Event, search: str) -> list[dict[str, Any]]:
    shared, refused = sharings_of(event.id), _withdrawn(event)
    people = participants_of(event, actor=current_user, wanted=Wanted(search=search))
    return [
        _of_person(person, shared.get(person.reference, [])[::-1], refused)
        for person in people
        if person.withdrawal is None and valid_pass(person)
    ]


def _withdrawn(event: Event) -> set[int]:
    return who_withdrew(event.id, Purpose.WHATSAPP)


def _of_person(person: Participant, sharings: Any, withdrawn: set[int]) -> dict[str, Any]:
    """One person's line; who withdrew the consent has no number there, and the line says why."""
    line = _told(person.phone, sharings, person=person, number=person.id)
    return (
        line | {"digits": "", "trouble": sentence(texts.ConsentWithdrawn())}
        if person.id in withdrawn
        else line
    )


def _offices(event: Event, search: str) -> list[dict[str, Any]]:
    return [
        _told(one.office.phone, one.sharings[::-1], office=one.office, number=one.office.id)
        for one in invited_offices(event)
        if search.casefold() in one.office.name.casefold()
        or search.casefold() in one.office.short_name.casefold()
    ]


def _told(phone: str | None, sharings: Any, **whom: Any) -> dict[str, Any]:
    """One line: the number as WhatsApp wants it or what is wrong with it, and who opened it, newest first."""
    number = texts.number_of(phone)
    trouble = sentence(number.trouble) if number.trouble else None
    return {"digits": number.digits, "phone": phone, "trouble": trouble, "sharings": sharings, **whom}


def _text(event: Event, line: dict[str, Any]) -> str:
    if "person" in line:
        return texts.person_text(event, line["person"], "{…}")
    return texts.office_text(event, line["office"], "{…}")


def _address(event: Event, kept: dict[str, Any], **changes: Any) -> str:
    """Write the address of this list with some filters changed; None takes one away."""
    return url_for("registration.whatsapp", event=event.slug, **{**kept, **changes})
