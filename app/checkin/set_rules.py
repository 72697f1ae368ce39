"""Set the rules of attendance, for an event and for single sessions."""

from dataclasses import asdict

from sqlalchemy import delete, func, select

from app.agenda.models import Session
from app.audit.record import Doer, record
from app.checkin.models import Attendance
from app.checkin.rules import (
    FOLLOWS,
    KEPT_HERE,
    OF_SESSION,
    AdmittedOffice,
    AdmittedPerson,
    AttendanceRules,
    Departure,
    EventRules,
    SessionRule,
    rulebook,
)
from app.db import db, insert_all_once, insert_once
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused


class CheckedInAlready(Conflict):
    """Once people were checked in, they are not suddenly checked in once a day, nor the other way round."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "People have been checked in for this event, so “once a day” or “for every session” stays as "
                "it is. Say by the rule of the day what one scan is worth."
            )
        )


class NobodyAdmitted(FieldsRefused):
    """A session that only named people may enter names nobody."""

    def __init__(self) -> None:
        nobody = N_("Nobody could enter. Choose a role, an office or people, or let everybody in.")
        super().__init__([FieldProblem("is_limited", nobody)])


def set_event_rules(event: Event, rules: EventRules, *, by: Doer) -> None:
    """Set what holds for all sessions. It counts from now on: who is in stays in, with time and status.

    Raises CheckedInAlready.
    """
    one_at_a_time(event.id)
    before = rulebook(event).event
    if rules.once is not before.once and _anybody_came(event):
        raise CheckedInAlready
    event.rules.opens_before_minutes = rules.opens_before_minutes
    event.rules.late_after_minutes = rules.late_after_minutes
    insert_once(AttendanceRules, event_id=event.id)
    kept = db.session.scalars(select(AttendanceRules).where(AttendanceRules.event_id == event.id)).one()
    for name in KEPT_HERE:
        setattr(kept, name, getattr(rules, name))
    db.session.flush()
    changed = [name for name, value in asdict(rules).items() if getattr(before, name) != value]
    record("checkin.set_rules", by=by, on=f"event:{event.id}", event_id=event.id, changed=changed)


def set_session_rule(session: Session, departure: Departure, *, by: Doer) -> None:
    """Let a session depart from the rules of its event, or follow them again (`FOLLOWS`).

    Raises NobodyAdmitted.
    """
    if departure.is_limited and not (departure.roles or departure.offices or departure.people):
        raise NobodyAdmitted
    one_at_a_time(session.event_id)
    for table in (SessionRule, AdmittedOffice, AdmittedPerson):
        db.session.execute(delete(table).where(table.session_id == session.id))
    if departure != FOLLOWS:
        _keep(session, departure)
    record(
        "checkin.set_rules",
        by=by,
        on=f"session:{session.id}",
        event_id=session.event_id,
        session=session.title,
        changed=[name for name, value in _plain(departure).items() if value != _plain(FOLLOWS)[name]],
    )


def _keep(session: Session, departure: Departure) -> None:
    values = {name: getattr(departure, name) for name in OF_SESSION}
    roles = sorted(role.value for role in departure.roles)
    insert_once(SessionRule, session_id=session.id, roles=roles, **values)
    insert_all_once(
        AdmittedOffice, ({"session_id": session.id, "office_id": one} for one in sorted(departure.offices))
    )
    insert_all_once(
        AdmittedPerson,
        ({"session_id": session.id, "participant_id": one} for one in sorted(departure.people)),
    )


def _plain(departure: Departure) -> dict[str, object]:
    return {name: getattr(departure, name) for name in departure.__dataclass_fields__}


def _anybody_came(event: Event) -> bool:
    came = select(func.count(Attendance.id)).where(Attendance.event_id == event.id)
    return bool(db.session.scalar(came))
