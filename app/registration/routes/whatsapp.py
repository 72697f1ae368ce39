"""Doors: share links by WhatsApp, one person or office at a time, and see who has been served by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from app.participants.models import Participant
from app.participants.pages import PAGE_SIZE
from app.participants.queries import participant_of
from app.participants.refuse_whatsapp import who_refuses_whatsapp
from app.registration import whatsapp as texts
from app.registration.invited_offices import invited_office, invited_offices
from app.registration.whatsapp_list import Opened, count_openings, page_of_openings

LIST = "/events/<event>/whatsapp"
ONE = f"{LIST}/<whom>/<int:number>"
WHOM = ("people", "offices")
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
    show = request.args.get("show", Opened.NOT_YET.value)
    opened = Opened.NOT_YET if show == Opened.NOT_YET.value else None
    shown = _offices(event, search, opened) if whom == "offices" else _people(event, search, opened)
    kept = {"for": whom if whom == "offices" else None, "show": show, "q": search or None}
    return render_template(
        "registration/whatsapp.html",
        whom="offices" if whom == "offices" else "people",
        shown=shown,
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
        refused = who_refuses_whatsapp(event.id)
        return _of_person(person, sharings_about(person.reference), refused)
    one = invited_office(event, number)
    return _told(one.office.phone, one.sharings[::-1], office=one.office, number=one.office.id)


@dataclass(frozen=True)
class Lines:
    """One page of a list: its lines, the place of the first (from 1), and how many each tab holds."""

    lines: Sequence[dict[str, Any]]
    first: int
    number: int
    total: int
    waiting: int
    everybody: int

    @property
    def last(self) -> int:
        """The place of the last line."""
        return self.first + len(self.lines) - 1


def _people(event: Event, search: str, opened: Opened | None) -> Lines:
    counts = count_openings(event, actor=current_user, search=search)
    page = page_of_openings(
        event, actor=current_user, search=search, opened=opened, number=_number(), counts=counts
    )
    shared = sharings_of(event.id, [person.reference for person in page.people])
    refused = who_refuses_whatsapp(event.id)
    return Lines(
        [_of_person(person, shared.get(person.reference, [])[::-1], refused) for person in page.people],
        first=page.first,
        number=page.number,
        total=page.total,
        waiting=counts.of(Opened.NOT_YET),
        everybody=counts.of(None),
    )


def _number() -> int:
    return request.args.get("page", 1, type=int)


def _of_person(person: Participant, sharings: Any, refused: set[int]) -> dict[str, Any]:
    """One person's line; who refuses WhatsApp has no number there, and the line says why."""
    line = _told(person.phone, sharings, person=person, number=person.id)
    return (
        line | {"digits": "", "trouble": sentence(texts.WhatsAppRefused())} if person.id in refused else line
    )


def _offices(event: Event, search: str, opened: Opened | None) -> Lines:
    """The few dozen offices, found and cut into pages as they come."""
    found = [
        _told(one.office.phone, one.sharings[::-1], office=one.office, number=one.office.id)
        for one in invited_offices(event)
        if search.casefold() in one.office.name.casefold()
        or search.casefold() in one.office.short_name.casefold()
    ]
    waiting = [line for line in found if not line["sharings"]]
    shown = waiting if opened is Opened.NOT_YET else found
    number = max(1, min(_number(), -(-len(shown) // PAGE_SIZE)))
    first = (number - 1) * PAGE_SIZE
    return Lines(
        shown[first : first + PAGE_SIZE],
        first=first + 1,
        number=number,
        total=len(shown),
        waiting=len(waiting),
        everybody=len(found),
    )


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
