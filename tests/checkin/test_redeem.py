"""Redeeming a pass: who is let in, who is not, and what stays written."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.models import Attendance, AttendanceStatus, RefusalReason, Scan, ScanStatus
from app.db import db, transaction
from app.participants.models import Participant, Withdrawal
from app.participants.passes import reissue_pass
from tests.cast import ANDI, BAIQ, FITRI, Cast
from tests.checkin.conftest import GateUnderTest, make_gate, new_key, outcome

REFUSED = ScanStatus.REFUSED


def rows_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_pass_admits(gate: GateUnderTest, andi: Participant):
    admission = gate.scan_pass_of(andi)
    assert outcome(admission) == (ScanStatus.ADMITTED, None)
    assert admission.participant
    assert (admission.participant.name, admission.participant.position) == (ANDI, "Kepala Kantor Wilayah")
    assert db.session.scalars(select(Attendance)).one().status is AttendanceStatus.PRESENT


def test_the_same_pass_admits_once(gate: GateUnderTest, andi: Participant):
    first = gate.scan_pass_of(andi)
    gate.clock.pass_time(minutes=3)
    second = gate.scan_pass_of(andi)
    assert outcome(second) == (ScanStatus.ALREADY, None)
    assert second.first_at == first.first_at
    assert (rows_of(Scan), rows_of(Attendance)) == (2, 1)


@pytest.mark.parametrize("write", [str.lower, "RKN:{}".format, "https://rakornis.example/P/{}".format])
def test_the_code_is_read_in_every_form_it_is_printed(gate: GateUnderTest, andi: Participant, write):
    assert gate.scan(write(gate.cast.code(andi))).status is ScanStatus.ADMITTED


def test_a_forged_pass_is_refused_and_leaves_a_trace(gate: GateUnderTest):
    forged = gate.scan("0123456789ABCDEFGH")
    foreign = gate.scan("https://contoh.example/menu-makan-siang?é=1")
    assert outcome(forged) == outcome(foreign) == (REFUSED, RefusalReason.UNKNOWN_CODE)
    assert forged.participant is None
    assert (rows_of(Scan), rows_of(Attendance)) == (2, 0)


def test_a_void_pass_is_refused(gate: GateUnderTest, andi: Participant):
    old = gate.cast.code(andi)
    with transaction():
        reissue_pass(andi, reason="hilang", by=COMMAND_LINE)
    assert outcome(gate.scan(old)) == (REFUSED, RefusalReason.VOID_PASS)


def test_a_withdrawn_participant_is_refused(gate: GateUnderTest, andi: Participant):
    with transaction() as session:
        now = gate.clock.now()
        session.add(Withdrawal(participant_id=andi.id, reason="sakit", withdrawn_at=now, withdrawn_by="test"))
    assert outcome(gate.scan_pass_of(andi)) == (REFUSED, RefusalReason.WITHDRAWN)


def test_a_pass_of_another_event_is_refused_and_names_nobody(gate: GateUnderTest, cast: Cast):
    stranger = cast.participant(BAIQ, event=cast.make_event("acara-lain"))
    admission = gate.scan_pass_of(stranger)
    assert outcome(admission) == (REFUSED, RefusalReason.WRONG_EVENT)
    assert admission.participant is None
    assert db.session.scalars(select(Scan)).one().participant_id is None


def test_a_session_lets_in_from_an_hour_before_until_its_end(cast: Cast, clock, andi: Participant):
    tomorrow = make_gate(cast, clock, cast.session("Besok", at=clock.now() + timedelta(minutes=61)), "A")
    over = make_gate(cast, clock, cast.session("Tadi", at=clock.now() - timedelta(hours=4), minutes=60), "A")
    soon = make_gate(cast, clock, cast.session("Nanti", at=clock.now() + timedelta(minutes=59)), "A")
    assert outcome(tomorrow.scan_pass_of(andi)) == (REFUSED, RefusalReason.SESSION_NOT_OPEN)
    assert outcome(over.scan_pass_of(andi)) == (REFUSED, RefusalReason.SESSION_NOT_OPEN)
    assert outcome(soon.scan_pass_of(andi)) == (ScanStatus.ADMITTED, None)


def test_a_queue_sent_after_the_session_counts_by_the_time_of_the_scan(cast: Cast, clock, andi: Participant):
    over = make_gate(cast, clock, cast.session("Tadi", at=clock.now() - timedelta(hours=4), minutes=60), "A")
    admission = over.scan_pass_of(andi, minutes_ago=230)
    assert admission.status is ScanStatus.ADMITTED
    assert admission.first_at == clock.now() - timedelta(minutes=230)


def test_who_comes_after_the_tolerance_is_late(gate: GateUnderTest, andi: Participant):
    gate.clock.pass_time(minutes=6)  # sixteen minutes after the start
    gate.scan_pass_of(andi)
    assert db.session.scalars(select(Attendance)).one().status is AttendanceStatus.LATE


def test_a_clock_two_hours_ahead_is_flagged_and_not_believed(gate: GateUnderTest, andi: Participant):
    admission = gate.scan_pass_of(andi, minutes_ago=-120)
    assert outcome(admission) == (ScanStatus.ADMITTED, None)
    assert admission.first_at == gate.clock.now()
    scan = db.session.scalars(select(Scan)).one()
    assert scan.clock_is_off
    assert scan.clock_offset_seconds == 7200


def test_a_repeated_key_gets_the_stored_first_answer(gate: GateUnderTest, andi: Participant):
    key = new_key()
    first = gate.scan_pass_of(andi, key=key)
    gate.clock.pass_time(minutes=1)
    assert gate.scan_pass_of(andi, key=key) == first
    assert rows_of(Scan) == 1


def test_a_refused_scan_replayed_eight_times_is_one_row(gate: GateUnderTest):
    key = new_key()
    answers = [gate.scan("bukan kartu kami", key=key) for _ in range(8)]
    assert {outcome(answer) for answer in answers} == {(REFUSED, RefusalReason.UNKNOWN_CODE)}
    assert rows_of(Scan) == 1


def test_a_repeated_key_stays_refused_though_the_session_has_opened(cast: Cast, clock, andi: Participant):
    later = make_gate(cast, clock, cast.session("Nanti", at=clock.now() + timedelta(minutes=90)), "A")
    key = new_key()
    first = later.scan_pass_of(andi, key=key)
    clock.pass_time(minutes=60)
    assert later.scan_pass_of(andi, key=key) == first
    assert rows_of(Attendance) == 0


def test_the_earlier_of_two_offline_scans_is_the_arrival(gate: GateUnderTest, cast: Cast, andi: Participant):
    other = make_gate(cast, gate.clock, gate.session, "Utama 2")
    gate.clock.pass_time(minutes=20)
    gate.scan_pass_of(andi, minutes_ago=2)
    earlier = other.scan_pass_of(andi, minutes_ago=18)
    assert earlier.status is ScanStatus.ALREADY
    assert earlier.first_at == gate.clock.now() - timedelta(minutes=18)
    attendance = db.session.scalars(select(Attendance)).one()
    assert (attendance.first_at, attendance.status) == (earlier.first_at, AttendanceStatus.PRESENT)


def test_the_first_scan_marks_the_session_as_attended(gate: GateUnderTest, andi: Participant):
    gate.scan_pass_of(andi)
    db.session.expire_all()
    assert db.session.get_one(Session, gate.session.id).attended_at == gate.clock.now()


def test_each_session_admits_on_its_own(gate: GateUnderTest, cast: Cast, andi: Participant):
    panel = make_gate(cast, gate.clock, cast.session("Panel"), "Utama 1")
    assert [gate.scan_pass_of(andi).status, panel.scan_pass_of(andi).status] == [ScanStatus.ADMITTED] * 2


def test_people_of_one_office_do_not_get_in_each_other_s_way(gate: GateUnderTest, cast: Cast):
    people = [cast.participant(name) for name in (ANDI, BAIQ, FITRI)]
    assert {gate.scan_pass_of(person).status for person in people} == {ScanStatus.ADMITTED}


def test_who_came_before_the_pass_ended_was_here_however_late_the_gate_tells(
    gate: GateUnderTest, andi: Participant
):
    old = gate.cast.code(andi)
    with transaction():
        reissue_pass(andi, reason="hilang", by=COMMAND_LINE)
    assert gate.scan(old).reason is RefusalReason.VOID_PASS
    before = gate.clock.now() - timedelta(minutes=3)
    assert gate.scan(old, at=before).status is ScanStatus.ADMITTED
