"""Rules of attendance: what they let happen at a gate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.hours import hours_of, hours_of_event
from app.checkin.models import Attendance, AttendanceStatus, RefusalReason, ScanStatus
from app.checkin.queries import headcount, standings
from app.checkin.redeem import Admission, redeem_pass
from app.checkin.rules import FOLLOWS, Departure, EventRules, Once, rulebook
from app.checkin.set_rules import CheckedInAlready, NobodyAdmitted, set_event_rules, set_session_rule
from app.db import db, transaction
from app.participants.merge import merge_people
from app.participants.models import Participant, ParticipantRole, ParticipantState
from tests.cast import ANDI, BAIQ, FITRI, Cast
from tests.checkin.conftest import GateUnderTest, new_key, outcome

USUAL = EventRules(opens_before_minutes=60, late_after_minutes=15)


def rule(session: Session, departure: Departure) -> None:
    with transaction():
        set_session_rule(session, departure, by=COMMAND_LINE)


def rules(cast: Cast, wanted: EventRules) -> None:
    with transaction():
        set_event_rules(cast.event, wanted, by=COMMAND_LINE)


def scan_in(gate: GateUnderTest, session: Session, person: Participant) -> Admission:
    with transaction():
        return redeem_pass(
            gate.cast.code(person),
            session=session,
            gate_id=gate.gate.id,
            key=new_key(),
            at=gate.clock.now(),
            by=gate.by,
        )


def test_a_session_opens_closes_and_is_late_by_its_own_rule(gate: GateUnderTest, cast: Cast):
    rule(gate.session, Departure(opens_before_minutes=5, late_after_minutes=0, closes_after_minutes=20))
    hours, session = hours_of(gate.session, cast.event), gate.session
    assert hours.opens_at == session.starts_at - timedelta(minutes=5)
    assert hours.late_from == session.starts_at
    assert hours.ends_at == session.ends_at + timedelta(minutes=20)
    andi = cast.participant()
    gate.scan_pass_of(andi)
    assert db.session.query(Attendance).one().status is AttendanceStatus.LATE


def test_what_a_session_does_not_say_the_event_says(gate: GateUnderTest, cast: Cast):
    rules(cast, replace(USUAL, opens_before_minutes=30, closes_after_minutes=10, check_out=True))
    rule(gate.session, Departure(check_out=False))
    hours = hours_of(gate.session, cast.event)
    assert hours.opens_at == gate.session.starts_at - timedelta(minutes=30)
    assert hours.ends_at == gate.session.ends_at + timedelta(minutes=10)
    assert not hours.direction_out
    rule(gate.session, FOLLOWS)
    assert hours_of(gate.session, cast.event).direction_out


def test_only_those_named_enter_by_role_office_or_one_by_one(gate: GateUnderTest, cast: Cast):
    speaker = cast.participant(ANDI, role=ParticipantRole.SPEAKER)
    of_bali, named = cast.participant(BAIQ, office="bali"), cast.participant(FITRI)
    other = cast.participant("Orang Lain")
    named_here = Departure(
        is_limited=True,
        roles=frozenset({ParticipantRole.SPEAKER}),
        offices=frozenset({cast.office("bali").id}),
        people=frozenset({named.id}),
    )
    rule(gate.session, named_here)
    let_in = [gate.scan_pass_of(person).status for person in (speaker, of_bali, named)]
    assert let_in == [ScanStatus.ADMITTED] * 3
    refused = outcome(gate.scan_pass_of(other))
    assert refused == (ScanStatus.REFUSED, RefusalReason.NOT_ADMITTED_HERE)
    assert headcount(gate.session).expected == len(standings(cast.event, gate.session)) == 3


def test_a_merged_row_on_the_list_is_its_person(gate: GateUnderTest, cast: Cast, andi: Participant):
    twice = cast.participant("Andi Tenrisangka M.")
    rule(gate.session, Departure(is_limited=True, people=frozenset({twice.id})))
    with transaction():
        merge_people(twice, andi, reason="Orang yang sama", by=COMMAND_LINE)
    assert gate.scan_pass_of(andi).status is ScanStatus.ADMITTED


def test_a_session_that_nobody_may_enter_is_refused(gate: GateUnderTest):
    with pytest.raises(NobodyAdmitted), transaction():
        set_session_rule(gate.session, Departure(is_limited=True), by=COMMAND_LINE)


def test_another_day_and_a_closed_door_are_told_apart(gate: GateUnderTest, cast: Cast, andi: Participant):
    tomorrow = cast.session("Besok", at=gate.clock.now() + timedelta(days=1))
    later = cast.session("Nanti", at=gate.clock.now() + timedelta(hours=3))
    assert outcome(scan_in(gate, tomorrow, andi))[1] is RefusalReason.WRONG_DAY
    assert outcome(scan_in(gate, later, andi))[1] is RefusalReason.SESSION_NOT_OPEN


def test_a_pass_whose_owner_is_not_on_the_list_does_not_admit(gate: GateUnderTest, andi: Participant):
    with transaction() as database:
        database.get_one(Participant, andi.id).state = ParticipantState.WITHOUT_PASS
    assert outcome(gate.scan_pass_of(andi))[1] is RefusalReason.NOT_CONFIRMED


def test_once_a_day_one_scan_is_worth_the_whole_day(gate: GateUnderTest, cast: Cast, andi: Participant):
    rules(cast, replace(USUAL, once=Once.DAY))
    evening = cast.session("Malam", at=gate.clock.now() + timedelta(hours=3))
    assert scan_in(gate, evening, andi).status is ScanStatus.ADMITTED
    assert scan_in(gate, gate.session, andi).status is ScanStatus.ALREADY
    assert [row.session_id for row in db.session.query(Attendance)] == [gate.session.id]
    assert hours_of_event(cast.event)[evening.id].ends_at == evening.ends_at


def test_once_a_day_is_chosen_before_anybody_came(gate: GateUnderTest, cast: Cast, andi: Participant):
    gate.scan_pass_of(andi)
    with pytest.raises(CheckedInAlready), transaction():
        set_event_rules(cast.event, replace(USUAL, once=Once.DAY), by=COMMAND_LINE)
    rules(cast, replace(USUAL, late_after_minutes=5))
    assert rulebook(cast.event).event.late_after_minutes == 5
    assert db.session.query(Attendance).one().status is AttendanceStatus.PRESENT
