"""Two doors of an office to the days of its own people: its link, which needs no account, and an account."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, demand, public, requires
from app.attendance.office_files import NobodyOfThisOffice, days_of_office, note_taken, print_account
from app.audit.record import Doer
from app.db import db, end_read, transaction
from app.doors import paper
from app.events.models import Event
from app.i18n import sentence
from app.participants.models import Delegation
from app.registration.links import delegation_by_link
from app.registration.queries import delegation_of_office
from app.services.paper import PaperUnavailable

BY_LINK = "/delegation/<token>/attendance"
BY_ACCOUNT = "/events/<event>/offices/<int:office_id>/attendance"


@dataclass(frozen=True)
class Reader:
    """Who looks at the days of which office, and where the page and the paper stand for them."""

    event: Event
    delegation: Delegation
    by: Doer
    page: str
    file: str
    back: str


Show = Callable[[Reader], ResponseReturnValue]


def open_doors(attendance: Blueprint) -> None:
    """Put page and paper behind both doors."""
    for rule, name, show in (("", "office", _page), (".pdf", "office_paper", _paper)):
        attendance.add_url_rule(f"{BY_LINK}{rule}", f"{name}_by_link", _by_link(show))
        attendance.add_url_rule(f"{BY_ACCOUNT}{rule}", f"own_{name}", _by_account(show))


def _by_link(show: Show) -> Callable[..., ResponseReturnValue]:
    @public
    def opened(token: str) -> ResponseReturnValue:
        delegation, holder = delegation_by_link(token)
        g.event = event = db.session.get_one(Event, delegation.event_id)
        g.private = True
        page, file = (
            url_for(f"attendance.{name}_by_link", token=token) for name in ("office", "office_paper")
        )
        back = url_for("registration.office_page", token=token)
        return show(Reader(event, delegation, holder, page, file, back))

    return opened


def _by_account(show: Show) -> Callable[..., ResponseReturnValue]:
    @requires(Permission.ATTENDANCE_ACCOUNT)
    def opened(event: Event, office_id: int) -> ResponseReturnValue:
        delegation = delegation_of_office(event, office_id)
        demand(Permission.ATTENDANCE_ACCOUNT, on=delegation)
        of_office: dict[str, Any] = {"event": event.slug, "office_id": office_id}
        page, file = (url_for(f"attendance.own_{name}", **of_office) for name in ("office", "office_paper"))
        back = url_for("registration.own_page", **of_office)
        return show(Reader(event, delegation, current_user, page, file, back))

    return opened


def _page(reader: Reader) -> ResponseReturnValue:
    days = days_of_office(reader.event, reader.delegation.office)
    return render_template("attendance/office.html", reader=reader, office=reader.delegation.office, of=days)


def _paper(reader: Reader) -> ResponseReturnValue:
    office = reader.delegation.office
    try:
        days = days_of_office(reader.event, office)
        end_read()  # printing takes a while, and nothing more is read
        content = print_account(reader.event, days)
    except (NobodyOfThisOffice, PaperUnavailable) as refusal:
        flash(sentence(refusal), "bad")
        return redirect(reader.page, HTTPStatus.SEE_OTHER)
    with transaction():
        note_taken(reader.event, office, by=reader.by)
    return paper(content, filename=f"kehadiran-{reader.event.slug}-{office.code}.pdf")
