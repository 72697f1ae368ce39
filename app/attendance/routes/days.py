"""Days of attendance: how they stand, closing one, and several people set at once."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.agenda.models import Session
from app.agenda.queries import session_of, sessions_of
from app.attendance.close_day import close_day, mark_missing_absent
from app.attendance.days import day_attendance, day_with_id
from app.attendance.differences import read_mark
from app.attendance.forms import CloseDayForm, SeveralForm
from app.attendance.models import SupplementKind
from app.attendance.open_things import open_things
from app.attendance.set_many import SetMany, in_parts, set_attendance_of
from app.checkin.models import AttendanceStatus
from app.checkin.queries import Standing, standings
from app.db import transaction
from app.doors import SelectChoice, page, telling
from app.events.clock import event_now
from app.events.models import Event
from app.events.queries import days_of
from app.i18n import DEFAULT_LANGUAGE, force_locale, ngettext, write
from app.lib.refusals import N_
from app.lib.row_numbers import row_number
from app.participants.queries import participants_of

DAYS = "/events/<event>/attendance/days"
DAY = f"{DAYS}/<int:day_id>"
KIND_WORDS = {
    SupplementKind.BY_HAND: N_("By hand"),
    SupplementKind.LATE_SCAN: N_("A scan that arrived after the closing"),
    SupplementKind.UNDONE_SCAN: N_("A scan that was undone"),
}


def open_doors(attendance: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    attendance.add_url_rule(DAYS, "days", days)
    attendance.add_url_rule(DAY, "day", day)
    attendance.add_url_rule(f"{DAY}/closure", "close_day", close, methods=both)
    several_people = "/events/<event>/sessions/<int:session_id>/attendance/several"
    attendance.add_url_rule(several_people, "several", several, methods=both)


@requires(Permission.CHECKIN_VIEW)
def days(event: Event) -> ResponseReturnValue:
    """List the days of the event, and how each stands."""
    stand = [day_attendance(event, one) for one in days_of(event)]
    return render_template("attendance/days.html", days=stand, now=event_now(event))


@requires(Permission.CHECKIN_VIEW)
def day(event: Event, day_id: int) -> ResponseReturnValue:
    """Show a day: totals by office, who is missing, and what was added after its closing."""
    stands = day_attendance(event, day_with_id(event, day_id))
    return render_template(
        "attendance/day.html",
        stands=stands,
        open=open_things(event, stands) if stands.close is None else None,
        statuses=AttendanceStatus,
        kinds=KIND_WORDS,
        marks={one.id: (read_mark(one.before), read_mark(one.after)) for one in stands.supplements},
    )


@requires(Permission.ATTENDANCE_CLOSE_DAY)
def close(event: Event, day_id: int) -> ResponseReturnValue:
    """Show what is still open on a day, and close it."""
    of_event, form = day_with_id(event, day_id), CloseDayForm()
    if form.validate_on_submit():
        with force_locale(DEFAULT_LANGUAGE):  # it is kept: in one language, whoever closes
            note = write(N_("Marked when the day was closed"), {})
        with telling(form), transaction():
            if form.missing.data == "absent":
                mark_missing_absent(event, of_event, by=current_user, note=note)
            close_day(event, of_event, by=current_user)
        if not form.errors:
            flash(_("The day is closed and sealed."), "ok")
            return redirect(url_for("attendance.day", event=event.slug, day_id=day_id), HTTPStatus.SEE_OTHER)
    stands = day_attendance(event, of_event)
    return page("attendance/close_day.html", form, stands=stands, open=open_things(event, stands))


@requires(Permission.ATTENDANCE_SET)
def several(event: Event, session_id: int) -> ResponseReturnValue:
    """Set how several people stand: those of an office, or all who are missing."""
    session, office_id = session_of(event, session_id), request.args.get("office", type=row_number)
    listed = [one for one in standings(event, session) if _is_asked_for(one, office_id)]
    form = SeveralForm()
    form.offer()
    form.people.choices = [SelectChoice(one.participant.id, one.participant.display_name) for one in listed]
    if form.validate_on_submit():
        done = _set_those_chosen(event, form, _sessions(event, session, form.scope.data))
        if not form.errors:
            flash(ngettext("Saved for %(num)s person.", "Saved for %(num)s people.", done.people), "ok")
            if done.were_here:
                flash(_("%(number)s had come already and stay present.", number=done.were_here), "warn")
            address = url_for("attendance.people", event=event.slug, session_id=session.id, show="away")
            return redirect(address, HTTPStatus.SEE_OTHER)
    return page("attendance/several.html", form, session=session, listed=listed, office_id=office_id)


def _set_those_chosen(event: Event, form: SeveralForm, sessions: Sequence[Session]) -> SetMany:
    """Set them in parts, so that no gate waits for thousands; a refusal is told at its field."""
    people, at, done = participants_of(event, ids=form.people.data or [0]), event_now(event), SetMany(0, 0)
    for few in in_parts(people, sessions):
        with telling(form), transaction():
            done += set_attendance_of(
                few,
                sessions=sessions,
                status=AttendanceStatus(form.status.data),
                by=current_user,
                at=at,
                note=form.note.data or "",
            )
        if form.errors:
            break
    return done


def _is_asked_for(one: Standing, office_id: int | None) -> bool:
    if one.attendance is not None and one.attendance.status.is_here:
        return False
    return one.attendance is None if office_id is None else one.participant.office_id == office_id


def _sessions(event: Event, session: Session, scope: str | None) -> list[Session]:
    if scope != "day":
        return [session]
    return [one for one in sessions_of(event) if one.takes_attendance and one.day_id == session.day_id]
