"""Who is here: totals, offices and posts, arrivals, what gates refused, everybody by name."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.agenda.models import Session
from app.agenda.queries import session_of, sessions_of
from app.attendance.arrivals import arrival_chart
from app.attendance.by_whom import by_whom
from app.attendance.days import close_of_session
from app.attendance.forms import CLEARED, AttendanceForm
from app.attendance.live import first_missing, present_by_post, scanners_of, set_by_hand, troubles_of
from app.attendance.presence import presence_on
from app.attendance.set_attendance import clear_attendance, set_attendance
from app.checkin.hours import hours_of, hours_of_event
from app.checkin.models import AttendanceStatus
from app.checkin.queries import Standing, headcount, last_arrivals, present_by_office, standings
from app.checkin.rules import checked_in_sessions, rulebook
from app.checkin.words import REFUSAL_TITLES
from app.db import transaction
from app.doors import page, telling
from app.events.clock import event_now, event_today
from app.events.models import Event
from app.lib.folding import folded
from app.participants.queries import participant_of
from app.participants.refuse_whatsapp import who_refuses_whatsapp

SHOWN = ("missing", "here", "away", "all")
PAGE_SIZE = 50


def open_doors(attendance: Blueprint) -> None:
    """Put the pages under their addresses."""
    of_session = "/events/<event>/sessions/<int:session_id>/attendance"
    attendance.add_url_rule("/events/<event>/attendance", "index", index)
    attendance.add_url_rule("/events/<event>/attendance/summary", "summary", summary)
    attendance.add_url_rule("/events/<event>/attendance/today", "today", today)
    attendance.add_url_rule(of_session, "session", session)
    attendance.add_url_rule(f"{of_session}/live", "live", live)
    attendance.add_url_rule(f"{of_session}/people", "people", people)
    attendance.add_url_rule(
        f"{of_session}/people/<int:participant_id>", "person", person, methods=["GET", "POST"]
    )


@requires(Permission.CHECKIN_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """Lead to the session of this moment."""
    session = _session_of_the_moment(event)
    if session is None:
        return render_template("attendance/no_sessions.html")
    address = url_for("attendance.session", event=event.slug, session_id=session.id)
    return redirect(address, HTTPStatus.SEE_OTHER)


@requires(Permission.CHECKIN_VIEW)
def session(event: Event, session_id: int) -> ResponseReturnValue:
    """Show who is here in a session, live."""
    asked = session_of(event, session_id)
    return render_template(
        "attendance/session.html",
        **_around(event, asked),
        **_desk(asked),
    )


@requires(Permission.CHECKIN_VIEW)
def live(event: Event, session_id: int) -> ResponseReturnValue:
    """Return the part of the page that changes; unchanged numbers are not sent again."""
    session = session_of(event, session_id)
    answer = make_response(render_template("attendance/_live.html", session=session, **_desk(session)))
    answer.add_etag()
    return answer.make_conditional(request)


@requires(Permission.CHECKIN_VIEW)
def summary(event: Event) -> ResponseReturnValue:
    """Return the numbers of the session of this moment, for the home page."""
    session = _session_of_the_moment(event)
    numbers = _numbers(session) if session else {}
    answer = make_response(render_template("attendance/_summary.html", session=session, **numbers))
    answer.add_etag()
    return answer.make_conditional(request)


@requires(Permission.CHECKIN_VIEW)
def today(event: Event) -> ResponseReturnValue:
    """Return who came today, for the ledger of the home page; nothing on a day without attendance."""
    return render_template("attendance/_today.html", presence=presence_on(event, event_today(event)))


@requires(Permission.CHECKIN_VIEW)
def people(event: Event, session_id: int) -> ResponseReturnValue:
    """List everybody expected by office: those missing first of all, or whom one looks for."""
    session = session_of(event, session_id)
    show, search = request.args.get("show", "missing"), request.args.get("q", "")
    show = show if show in SHOWN else "missing"
    found = [one for one in standings(event, session) if _is_shown(one, show) and _is_found(one, search)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = max(1, min(request.args.get("page", 1, type=int), pages))
    before = (number - 1) * PAGE_SIZE
    return render_template(
        "attendance/people.html",
        **_around(event, session),
        standings=found[before : before + PAGE_SIZE],
        by_whom=by_whom(one.attendance for one in found[before : before + PAGE_SIZE] if one.attendance),
        before=before,
        total=len(found),
        page=number,
        has_next=number < pages,
        refusing=who_refuses_whatsapp(event.id),
        show=show,
        search=search,
        headcount=headcount(session),
    )


@requires(Permission.ATTENDANCE_SET)
def person(event: Event, session_id: int, participant_id: int) -> ResponseReturnValue:
    """Set by hand how somebody stands in a session."""
    session, participant = session_of(event, session_id), participant_of(event, participant_id)
    known = next(
        (one.attendance for one in standings(event, session) if one.participant.id == participant.id), None
    )
    close = close_of_session(session.id)
    form = AttendanceForm(
        status=known.status.value if known else None,
        note=known.note if known and close is None else "",  # a supplement has a reason of its own
        represented_by=known.represented_by if known else "",
    )
    form.offer(may_clear=known is not None and known.scan_id is None)
    if form.validate_on_submit():
        with telling(form), transaction():
            if form.status.data == CLEARED:
                clear_attendance(participant, session=session, by=current_user, note=form.note.data or "")
            else:
                set_attendance(
                    participant,
                    session=session,
                    status=AttendanceStatus(form.status.data),
                    by=current_user,
                    at=event_now(event),
                    note=form.note.data or "",
                    represented_by=form.represented_by.data or "",
                )
        if not form.errors:
            flash(_("Saved: %(name)s", name=participant.display_name), "ok")
            address = url_for("attendance.people", event=event.slug, session_id=session.id)
            return redirect(address, HTTPStatus.SEE_OTHER)
    return page(
        "attendance/person.html",
        form,
        session=session,
        participant=participant,
        attendance=known,
        set_by=by_whom([known]).get(known.id) if known else None,
        close=close,
    )


def _around(event: Event, session: Session) -> dict[str, object]:
    """Return what stands around the numbers of a session: its day's sessions, and the other days."""
    taking = checked_in_sessions(sessions_of(event), rulebook(event))
    days = {one.day_id: one for one in reversed(taking)}
    return {
        "session": session,
        "sessions": [one for one in taking if one.day_id == session.day_id],
        "first_of_days": sorted(days.values(), key=lambda one: one.starts_at),
        "open": hours_of(session, event).lets_in(event_now(event)),
        "now": event_now(event),
    }


def _numbers(session: Session) -> dict[str, object]:
    return {
        "headcount": headcount(session),
        "offices": present_by_office(session),
        "arrivals": last_arrivals(session),
    }


def _desk(session: Session) -> dict[str, object]:
    """Return everything that the live desk shows; no more statements for more people."""
    return {
        **_numbers(session),
        "chart": arrival_chart(session),
        "posts": present_by_post(session),
        "missing": first_missing(session),
        "troubles": troubles_of(session),
        "scanners": scanners_of(session),
        "by_hand": set_by_hand(session),
        "refusing": who_refuses_whatsapp(session.event_id),
        "refusal_words": REFUSAL_TITLES,
    }


def _session_of_the_moment(event: Event) -> Session | None:
    """Return the session that is open, else the last that began, else the first of all."""
    now = event_now(event)
    taking, hours = checked_in_sessions(sessions_of(event), rulebook(event)), hours_of_event(event)
    running = [one for one in taking if hours[one.id].lets_in(now)]
    begun = [one for one in taking if one.starts_at <= now]
    return next(iter([*running, *reversed(begun), *taking]), None)


def _is_shown(one: Standing, show: str) -> bool:
    if show == "all":
        return True
    if one.attendance is None:
        return show == "missing"
    return show == ("here" if one.attendance.status.is_here else "away")


def _is_found(one: Standing, search: str) -> bool:
    person, words = one.participant, folded(search)
    return words in person.folded_name or words in folded(f"{person.office.short_name} {person.office.name}")
