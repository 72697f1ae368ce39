"""What rules of attendance mean, in sentences, and what a change would do to days that are not closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.agenda.models import Session
from app.attendance.days import as_it_is_now, closed_days
from app.checkin.hours import minutes
from app.checkin.rules import DayRule, Departure, EventRules, Once, Rulebook, rulebook
from app.events.models import Day, Event
from app.events.queries import days_of
from app.lib.refusals import N_


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to be translated, with what it names."""

    msgid: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class DayEffect:
    """How many are present on an open day, by the rules as they are and as they would be."""

    day: Day
    now: int
    then: int


def _said(msgid: str, **values: object) -> Said:
    return Said(msgid, values)


DAY_RULES = {
    DayRule.ANY: N_("Somebody is present on a day when they came to at least one of its sessions."),
    DayRule.ALL: N_("Somebody is present on a day when they came to every session that asks for them."),
    DayRule.NAMED: N_(
        "Somebody is present on a day when they came to every session named for it; on a day without a named "
        "session, to every session."
    ),
}
ONCE = {
    Once.SESSION: N_("Every session has a check-in of its own."),
    Once.DAY: N_("One scan a day is enough: whoever came in once is not scanned again that day."),
}
CHECK_OUT = {
    False: N_("Nobody is scanned on the way out."),
    True: N_("People are scanned on the way out too; the time of leaving stands beside the arrival."),
}


def what_it_means(rules: EventRules) -> list[Said]:
    """Say what the rules of an event mean."""
    return [
        _opening(rules.opens_before_minutes, rules.closes_after_minutes),
        _lateness(rules.late_after_minutes),
        _said(ONCE[rules.once]),
        _said(CHECK_OUT[rules.check_out]),
        _said(DAY_RULES[rules.day_rule]),
    ]


def what_it_means_for(session: Session, own: Departure, shared: EventRules) -> list[Said]:
    """Say what the rules mean for one session; who may enter is said by the page, which knows the names."""
    check_out = shared.check_out if own.check_out is None else own.check_out
    counts = Rulebook(shared, {session.id: own}).counts(session)
    return [
        _opening(_of("opens_before_minutes", own, shared), _of("closes_after_minutes", own, shared)),
        _lateness(_of("late_after_minutes", own, shared)),
        _said(CHECK_OUT[check_out]),
        _said(N_("It counts for the attendance of its day."))
        if counts
        else _said(N_("It does not count for the attendance of a day.")),
    ]


def _of(name: str, own: Departure, shared: EventRules) -> int:
    return round(minutes(name, own, shared).total_seconds() / 60)


def _opening(before: int, after: int) -> Said:
    until_the_end = N_("People are let in from %(before)s minutes before the start until the end.")
    longer = N_(
        "People are let in from %(before)s minutes before the start until %(after)s minutes after the end."
    )
    return _said(longer if after else until_the_end, before=before, after=after)


def _lateness(late: int) -> Said:
    if late:
        return _said(N_("Whoever comes more than %(late)s minutes after the start is late."), late=late)
    return _said(N_("Whoever comes after the start is late."))


def effects(event: Event, rules: EventRules) -> list[DayEffect]:
    """Count for every open day who is present by the rules as they are, and as they would be."""
    known = rulebook(event)
    return _effects(event, known, replace(known, event=rules))


def effects_of_session(event: Event, session: Session, departure: Departure) -> list[DayEffect]:
    """Count the same for a session that would depart so."""
    known = rulebook(event)
    return _effects(event, known, replace(known, sessions={**known.sessions, session.id: departure}))


def _effects(event: Event, known: Rulebook, wanted: Rulebook) -> list[DayEffect]:
    closed = closed_days(event)
    open_days: Sequence[Day] = [day for day in days_of(event) if day.id not in closed]
    counted = [
        DayEffect(day, as_it_is_now(event, day, known).here, as_it_is_now(event, day, wanted).here)
        for day in open_days
    ]
    return [one for one in counted if one.now or one.then]
