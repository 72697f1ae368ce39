"""Taking back who went, who came back, and who came although said to be away."""

from datetime import datetime, timedelta

import pytest

from app.attendance.close_day import mark_missing_absent
from app.attendance.set_attendance import clear_attendance, set_attendance
from app.audit.record import COMMAND_LINE
from app.checkin.models import Attendance, AttendanceStatus, Direction, ScanStatus
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.db import db, transaction
from app.events.models import Day
from app.participants.models import Participant
from tests.cast import Cast
from tests.checkin.conftest import GateUnderTest
from tests.checkin.test_check_out import Door
from tests.checkin.test_undo import SUPERVISOR, attendance, undo

IN, OUT = Direction.IN, Direction.OUT


@pytest.fixture
def door(gate: GateUnderTest) -> Door:
    with transaction():
        set_session_rule(gate.session, Departure(check_out=True), by=COMMAND_LINE)
    return Door(gate)


def ago(gate: GateUnderTest, minutes: float) -> datetime:
    return gate.clock.now() - timedelta(minutes=minutes)


def stands() -> Attendance:
    db.session.expire_all()
    kept = attendance()
    assert kept
    return kept


def say_away(gate: GateUnderTest, person: Participant, status: AttendanceStatus, **more: str) -> None:
    with transaction():
        set_attendance(person, session=gate.session, status=status, by=SUPERVISOR, at=ago(gate, 0), **more)


def test_undoing_the_second_going_leaves_the_coming_back(door: Door, gate: GateUnderTest, andi: Participant):
    for direction, minutes in ((IN, -9), (OUT, -7), (IN, -5)):
        door.scan(andi, direction, minutes)
    last = door.scan(andi, OUT, -1)
    assert stands().gone_at == ago(gate, 1)
    undo(gate, last.key)
    kept = stands()
    assert (kept.left_at, kept.returned_at, kept.gone_at) == (ago(gate, 7), ago(gate, 5), None)


def test_undoing_the_coming_back_lets_the_person_be_gone_again(
    door: Door, gate: GateUnderTest, andi: Participant
):
    door.scan(andi, IN, -9)
    door.scan(andi, OUT, -7)
    back = door.scan(andi, IN, -5)
    undo(gate, back.key)
    assert (stands().gone_at, stands().returned_at) == (ago(gate, 7), None)
    assert door.scan(andi, IN).status is ScanStatus.ADMITTED


def test_undoing_a_going_that_was_scanned_twice_leaves_the_earlier_one(
    door: Door, gate: GateUnderTest, andi: Participant
):
    door.scan(andi, IN, -9)
    door.scan(andi, OUT, -7)
    twice = door.scan(andi, OUT, -2)
    undo(gate, twice.key)
    assert stands().gone_at == ago(gate, 7)


def test_a_second_coming_that_was_undone_hides_no_going_that_is_told_late(
    door: Door, gate: GateUnderTest, andi: Participant
):
    door.scan(andi, IN, -9)
    again = door.scan(andi, IN, -1)
    undo(gate, again.key)
    assert stands().returned_at is None
    door.scan(andi, OUT, -4)
    assert stands().gone_at == ago(gate, 4)


def test_undoing_the_arrival_leaves_the_going_after_the_next_one(
    door: Door, gate: GateUnderTest, andi: Participant
):
    first = door.scan(andi, IN, -9)
    door.scan(andi, OUT, -7)
    door.scan(andi, IN, -5)
    door.scan(andi, OUT, -3)
    undo(gate, first.key)
    kept = stands()
    assert (kept.first_at, kept.left_at, kept.returned_at) == (ago(gate, 5), ago(gate, 3), None)


def test_who_was_represented_is_so_again_when_the_scan_was_a_mistake(gate: GateUnderTest, andi: Participant):
    say_away(gate, andi, AttendanceStatus.REPRESENTED, represented_by="Baiq Lestari", note="Surat")
    scanned = gate.scan_pass_of(andi)
    assert stands().represented_by == ""
    undo(gate, scanned.key)
    kept = stands()
    assert (kept.status, kept.represented_by) == (AttendanceStatus.REPRESENTED, "Baiq Lestari")
    assert (kept.note, kept.set_by, kept.scan_id) == ("Surat", SUPERVISOR.reference, None)
    assert gate.scan_pass_of(andi).status is ScanStatus.ADMITTED


def test_what_was_taken_back_by_hand_does_not_return(gate: GateUnderTest, andi: Participant):
    say_away(gate, andi, AttendanceStatus.ILL, note="Demam")
    with transaction():
        clear_attendance(andi, session=gate.session, by=SUPERVISOR)
    undo(gate, gate.scan_pass_of(andi).key)
    assert attendance() is None


def test_a_word_by_hand_holds_against_the_scans_before_it(gate: GateUnderTest, andi: Participant):
    gate.scan_pass_of(andi)
    gate.clock.pass_time(minutes=2)
    say_away(gate, andi, AttendanceStatus.EXCUSED, note="Pulang sakit")
    gate.clock.pass_time(minutes=2)
    undo(gate, gate.scan_pass_of(andi).key)
    assert stands().status is AttendanceStatus.EXCUSED


def test_whom_all_were_marked_absent_with_is_absent_again(gate: GateUnderTest, cast: Cast, andi: Participant):
    with transaction():
        day = db.session.get_one(Day, gate.session.day_id)
        mark_missing_absent(cast.event, day, by=SUPERVISOR, note="Tanpa kabar")
    undo(gate, gate.scan_pass_of(andi).key)
    assert (stands().status, stands().note) == (AttendanceStatus.ABSENT, "Tanpa kabar")


def test_another_session_s_word_is_not_taken(gate: GateUnderTest, cast: Cast, andi: Participant):
    other = GateUnderTest(cast, gate.clock, cast.session("Panel"), gate.gate)
    say_away(other, andi, AttendanceStatus.ILL, note="Demam")
    undo(gate, gate.scan_pass_of(andi).key)
    assert stands().session_id == other.session.id
