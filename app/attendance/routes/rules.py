"""The rules of attendance, of the event and of single sessions, with what they mean before they are saved."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.agenda.models import Session
from app.agenda.queries import session_of, sessions_of
from app.attendance.explain import effects, effects_of_session, what_it_means, what_it_means_for
from app.attendance.forms import RulesForm, SessionRuleForm
from app.attendance.name_list import read_list, written_list
from app.checkin.hours import hours_of_event
from app.checkin.rules import OF_SESSION, Departure, Rulebook, admitted, rulebook
from app.checkin.set_rules import set_event_rules, set_session_rule
from app.db import transaction
from app.doors import SelectChoice, page, telling
from app.events.models import Event
from app.events.queries import days_of
from app.i18n import full_date
from app.lib.refusals import N_, NotThere
from app.offices.queries import offices_in_protocol_order
from app.participants.queries import participants_of

RULES = "/events/<event>/settings/attendance"


class WithoutAttendance(NotThere):
    """Nobody is checked in for a break."""


def open_doors(attendance: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    attendance.add_url_rule(RULES, "rules", rules, methods=both)
    attendance.add_url_rule(f"{RULES}/sessions/<int:session_id>", "session_rule", session_rule, methods=both)


@requires(Permission.CHECKIN_SET_RULES)
def rules(event: Event) -> ResponseReturnValue:
    """Set what holds for all sessions; "look" says what it would mean, and saves nothing."""
    known = rulebook(event)
    kept = {name: getattr(known.event, name) for name in known.event.__dataclass_fields__}
    form = RulesForm(data={**kept, "day_rule": known.event.day_rule.value, "once": known.event.once.value})
    wanted = known.event
    if form.validate_on_submit():
        wanted = form.rules()
        if not _only_looks():
            with telling(form), transaction():
                set_event_rules(event, wanted, by=current_user)
            if not form.errors:
                return _saved(event)
    return page(
        "attendance/rules.html",
        form,
        means=what_it_means(wanted),
        effects=effects(event, wanted) if wanted != known.event else [],
        is_look=wanted != known.event,
        sessions=[one for one in sessions_of(event) if one.takes_attendance],
        known=known,
        hours=hours_of_event(event),
    )


@requires(Permission.CHECKIN_SET_RULES)
def session_rule(event: Event, session_id: int) -> ResponseReturnValue:
    """Let a session depart from the rules of the event, or follow them again."""
    session, known = session_of(event, session_id), rulebook(event)
    if not session.takes_attendance:
        raise WithoutAttendance(N_("Nobody is checked in for this session."))
    form = _form(event, session, known)
    wanted = known.of(session)
    if form.validate_on_submit():
        with telling(form):
            people = read_list(event, form.people.data or "")
            wanted = form.departure(people, own_day=session.day_id)
        if not form.errors and not _only_looks():
            with telling(form), transaction():
                set_session_rule(session, wanted, by=current_user)
            if not form.errors:
                return _saved(event)
    changed = wanted != known.of(session)
    return page(
        "attendance/session_rule.html",
        form,
        session=session,
        means=what_it_means_for(session, wanted, known.event),
        may_enter=_number(admitted(event.id, wanted)),
        effects=effects_of_session(event, session, wanted) if changed else [],
        is_look=changed,
    )


def _form(event: Event, session: Session, known: Rulebook) -> SessionRuleForm:
    own = known.of(session)
    form = SessionRuleForm(data=_shown(event, session, own))
    form.day.choices = [SelectChoice(day.id, full_date(day.date)) for day in days_of(event)]
    taking_part = {one.office_id for one in participants_of(event)}
    form.offices.choices = [
        SelectChoice(one.id, one.short_name) for one in offices_in_protocol_order() if one.id in taking_part
    ]
    return form


def _shown(event: Event, session: Session, own: Departure) -> dict[str, object]:
    words = {None: "", True: "yes", False: "no"}
    people = participants_of(event, ids=sorted(own.people)) if own.people else []
    return {
        **{name: getattr(own, name) for name in OF_SESSION},
        "check_out": words[own.check_out],
        "counts": words[own.counts],
        "day": own.counts_for_day_id or session.day_id,
        "is_limited": "yes" if own.is_limited else "no",
        "roles": [role.value for role in own.roles],
        "offices": sorted(own.offices),
        "people": written_list(people),
    }


def _number(only: frozenset[int] | None) -> int | None:
    return None if only is None else len(only)


def _only_looks() -> bool:
    return "look" in request.form


def _saved(event: Event) -> ResponseReturnValue:
    flash(_("Saved. It counts from now on; who is in already stays in, with time and status."), "ok")
    return redirect(url_for("attendance.rules", event=event.slug), HTTPStatus.SEE_OTHER)
