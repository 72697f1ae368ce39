"""Attendance by day: what the sessions of a day come to, by the rule of the committee."""

from dataclasses import replace
from datetime import timedelta

from app.agenda.models import SessionKind
from app.attendance.close_day import mark_missing_absent
from app.audit.record import COMMAND_LINE
from app.checkin.hours import hours_of
from app.checkin.models import AttendanceStatus, ScanStatus
from app.checkin.rules import DayRule, Departure, EventRules, Once
from app.checkin.set_rules import set_event_rules, set_session_rule
from app.db import transaction
from app.participants.merge import merge_people
from app.participants.models import Participant
from tests.attendance.closing import CHAIR, Morning
from tests.cast import BAIQ, FITRI, Cast

USUAL = EventRules(opens_before_minutes=60, late_after_minutes=15)


def rule(morning: Morning, wanted: EventRules) -> None:
    with transaction():
        set_event_rules(morning.cast.event, wanted, by=COMMAND_LINE)


def depart(morning: Morning, session_id: int, departure: Departure) -> None:
    session = morning.opening if session_id == morning.opening.id else morning.panel
    with transaction():
        set_session_rule(session, departure, by=COMMAND_LINE)


def test_one_session_is_enough_unless_the_committee_wants_all(morning: Morning, andi: Participant):
    morning.arrives(andi, morning.panel, 5)
    assert morning.line(andi).status is AttendanceStatus.PRESENT
    rule(morning, replace(USUAL, day_rule=DayRule.ALL))
    line = morning.line(andi)
    assert (line.status, line.here_in, line.asked_in) == (None, 1, 2)
    morning.arrives(andi, morning.opening, 40)
    assert morning.line(andi).status is AttendanceStatus.LATE


def test_named_sessions_make_a_day_and_others_do_not(morning: Morning, andi: Participant):
    rule(morning, replace(USUAL, day_rule=DayRule.NAMED))
    depart(morning, morning.opening.id, Departure(counts=True))
    morning.arrives(andi, morning.panel)
    assert morning.line(andi).status is None
    morning.arrives(andi, morning.opening)
    assert morning.line(andi).is_here


def test_a_session_may_count_for_another_day_or_for_none(morning: Morning, andi: Participant):
    morning.arrives(andi, morning.panel)
    depart(morning, morning.panel.id, Departure(counts=False))
    assert not morning.line(andi).is_here
    next_day = next(one for one in morning.cast.event.days if one.date > morning.day.date)
    depart(morning, morning.panel.id, Departure(counts_for_day_id=next_day.id))
    assert [one.id for one in morning.stands().sessions] == [morning.opening.id]


def test_a_breakout_list_asks_only_those_on_it(morning: Morning, cast: Cast, andi: Participant):
    other = cast.participant(BAIQ)
    rule(morning, replace(USUAL, day_rule=DayRule.ALL))
    depart(morning, morning.panel.id, Departure(is_limited=True, people=frozenset({other.id})))
    for person in (andi, other):
        morning.arrives(person, morning.opening)
    assert morning.line(andi).is_here
    assert not morning.line(other).is_here


def test_once_a_day_the_first_session_stands_for_all(morning: Morning, andi: Participant):
    rule(morning, replace(USUAL, once=Once.DAY, day_rule=DayRule.ALL))
    morning.arrives(andi, morning.panel)
    assert morning.line(andi).is_here
    assert len(morning.stands().sessions) == 1


def test_once_a_day_a_session_added_before_it_takes_no_attendance_away(morning: Morning, andi: Participant):
    rule(morning, replace(USUAL, once=Once.DAY))
    morning.arrives(andi, morning.panel)
    prayer = morning.cast.session("Doa pagi", at=morning.opening.starts_at - timedelta(minutes=30))
    assert morning.line(andi).is_here
    assert morning.arrives(andi, prayer, 1).status is ScanStatus.ALREADY


def test_a_break_among_the_sessions_of_a_day_has_hours_too(morning: Morning):
    rule(morning, replace(USUAL, once=Once.DAY))
    coffee = morning.cast.session("Rehat", at=morning.opening.ends_at)
    with transaction():
        coffee.kind = SessionKind.BREAK
    assert not hours_of(coffee, morning.cast.event).lets_in(coffee.starts_at)


def test_two_rows_of_one_person_are_one_line(morning: Morning, cast: Cast, andi: Participant):
    twice = cast.participant("Andi Tenrisangka M.")
    morning.arrives(twice, morning.opening, 3)
    morning.put(andi, morning.opening, AttendanceStatus.ILL, note="demam")
    with transaction():
        merge_people(twice, andi, reason="Orang yang sama", by=COMMAND_LINE)
    lines = [line for line in morning.stands().lines if line.person.name == andi.display_name]
    assert [line.status for line in lines] == [AttendanceStatus.PRESENT]


def test_a_day_tells_who_was_away_and_why(morning: Morning, cast: Cast, andi: Participant):
    missing = cast.participant(FITRI, office="bali")
    morning.put(andi, morning.opening, AttendanceStatus.ABSENT, note="tanpa kabar")
    morning.put(andi, morning.panel, AttendanceStatus.OTHER_DUTY, note="audiensi")
    line = morning.line(andi)
    assert (line.status, line.note, line.first_at) == (AttendanceStatus.OTHER_DUTY, "audiensi", None)
    assert [one.person.id for one in morning.stands().unknown] == [missing.id]
    totals = [(one.short_name, one.expected, one.away, one.unknown) for one in morning.stands().offices]
    assert totals == [("Kanwil Kalimantan Timur", 1, 1, 0), ("Kanwil Bali", 1, 0, 1)]


def test_all_who_are_missing_are_marked_absent_and_nobody_else(
    morning: Morning, cast: Cast, andi: Participant
):
    missing = cast.participant(BAIQ)
    morning.arrives(andi, morning.panel)
    with transaction():
        assert mark_missing_absent(cast.event, morning.day, by=CHAIR, note="Tanpa keterangan") == 1
    assert morning.line(missing).status is AttendanceStatus.ABSENT
    assert morning.line(andi).is_here
    assert morning.stands().unknown == []
