"""Doors of the attendance lists on paper: of a day, of a session, filled or blank."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, requires
from app.agenda.queries import session_of, sessions_of
from app.attendance.days import closed_days, day_with_id
from app.attendance.print_list import Wish, ask_for_list, newest_list, printed_already
from app.audit.record import record
from app.db import transaction
from app.doors import paper
from app.events.clock import day_of
from app.events.models import Event
from app.events.queries import days_of
from app.i18n import sentence
from app.lib.refusals import Refused
from app.services import services

OF_SESSION = "/events/<event>/sessions/<int:session_id>/attendance"
OF_DAY = "/events/<event>/attendance/days/<int:day_id>"


def open_doors(attendance: Blueprint) -> None:
    """Put the pages under their addresses; the blank list of the evening before has an address of its own."""
    attendance.add_url_rule("/events/<event>/attendance/papers", "papers", papers)
    for rule, endpoint, blank in (
        (f"{OF_SESSION}.pdf", "list", False),
        (f"{OF_SESSION}/blank.pdf", "blank_list", True),
    ):
        given = {"blank": blank}
        attendance.add_url_rule(rule, f"print_{endpoint}", print_list, methods=["POST"], defaults=given)
        attendance.add_url_rule(rule, f"printed_{endpoint}", printed_list, defaults=given)
    for rule, endpoint, blank in (
        (f"{OF_DAY}.pdf", "day_list", False),
        (f"{OF_DAY}/blank.pdf", "blank_day_list", True),
    ):
        given = {"blank": blank}
        attendance.add_url_rule(rule, f"print_{endpoint}", print_day_list, methods=["POST"], defaults=given)
        attendance.add_url_rule(rule, f"printed_{endpoint}", printed_day_list, defaults=given)


@requires(Permission.ATTENDANCE_PRINT_LIST)
def papers(event: Event) -> ResponseReturnValue:
    """List the days and sessions, each with its lists, and the exports."""
    sessions = [one for one in sessions_of(event) if one.takes_attendance]
    days = [day for day in days_of(event) if any(one.day_id == day.id for one in sessions)]
    numbers = _numbers(event)
    wishes = [Wish(day_id=one.id, numbers=numbers, blank=blank) for one in days for blank in (False, True)]
    return render_template(
        "attendance/papers.html",
        days=[(day, [one for one in sessions if one.day_id == day.id]) for day in days],
        closed=closed_days(event),
        printed={(wish.day_id, wish.blank) for wish in printed_already(wishes)},
        numbers=numbers,
    )


@requires(Permission.ATTENDANCE_PRINT_LIST)
def print_list(event: Event, session_id: int, *, blank: bool) -> ResponseReturnValue:
    """Ask for the list of a session."""
    session = session_of(event, session_id)
    back = url_for("attendance.session", event=event.slug, session_id=session.id)
    return _ask(event, Wish(session_id=session.id, blank=blank, numbers=_numbers(event)), back)


@requires(Permission.ATTENDANCE_PRINT_LIST)
def printed_list(event: Event, session_id: int, *, blank: bool) -> ResponseReturnValue:
    """Send the list of a session as it was printed last."""
    session = session_of(event, session_id)
    back = url_for("attendance.session", event=event.slug, session_id=session.id)
    name = f"{event.slug}-{day_of(event, session.starts_at)}-{session.id}"
    return _send(event, Wish(session_id=session.id, blank=blank, numbers=_numbers(event)), name, back)


@requires(Permission.ATTENDANCE_PRINT_LIST)
def print_day_list(event: Event, day_id: int, *, blank: bool) -> ResponseReturnValue:
    """Ask for the list of a day."""
    day = day_with_id(event, day_id)
    back = url_for("attendance.papers", event=event.slug)
    return _ask(event, Wish(day_id=day.id, blank=blank, numbers=_numbers(event)), back)


@requires(Permission.ATTENDANCE_PRINT_LIST)
def printed_day_list(event: Event, day_id: int, *, blank: bool) -> ResponseReturnValue:
    """Send the list of a day as it was printed last."""
    day = day_with_id(event, day_id)
    wish = Wish(day_id=day.id, blank=blank, numbers=_numbers(event))
    return _send(event, wish, f"{event.slug}-{day.date}", url_for("attendance.papers", event=event.slug))


def _numbers(event: Event) -> bool:
    """Say whether NIPs are printed whole: for those who register people and so need them."""
    return can(current_user, Permission.PARTICIPANTS_REGISTER, event_id=event.id)


def _ask(event: Event, wish: Wish, back: str) -> ResponseReturnValue:
    services().press.make_ready()  # without the libraries for PDFs the answer says what to install
    try:
        with transaction():
            job = ask_for_list(event, wish, by=current_user)
    except Refused as refusal:
        flash(sentence(refusal), "bad")
        return redirect(back, HTTPStatus.SEE_OTHER)
    return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)


def _send(event: Event, wish: Wish, name: str, back: str) -> ResponseReturnValue:
    content = newest_list(wish)
    if content is None:
        flash(_("No list was printed yet. Print one now."), "warn")
        return redirect(back, HTTPStatus.SEE_OTHER)
    with transaction():
        subject = f"day:{wish.day_id}" if wish.day_id else f"session:{wish.session_id}"
        told = {"what": "list", "blank": wish.blank, "numbers": wish.numbers}
        record("attendance.export", by=current_user, on=subject, event_id=event.id, **told)
    kind = "daftar-hadir-kosong" if wish.blank else "daftar-hadir"
    return paper(content, filename=f"{kind}-{name}.pdf")
