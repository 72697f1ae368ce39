"""Taking a scan back: by whom, until when, and what the attendance becomes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.attendance.set_attendance import clear_attendance, set_attendance
from app.audit.models import AuditEntry
from app.audit.record import Machine
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import Attendance, AttendanceStatus, Direction, Scan, ScanStatus
from app.checkin.redeem import redeem_passes, sha256_of
from app.checkin.undo import UndoAnswer, Undoing, UndoRefusal, UndoStatus, undo_scan
from app.checkin.undone import UndoneScan
from app.db import db, transaction
from app.participants.models import Participant
from tests.cast import Cast, sign_in
from tests.checkin.conftest import GateUnderTest, make_gate, new_key

SUPERVISOR = Machine("user:9", "Wayan")


def undo(gate: GateUnderTest, scan_key: str, *, minutes_later: float = 0, **more: Any) -> UndoAnswer:
    """Undo a scan at the gate that made it, some minutes later."""
    at = gate.clock.now() + timedelta(minutes=minutes_later)
    undoing = Undoing(**{"key": new_key(), "at": at, "by": gate.by, **more})
    with transaction():
        answer = undo_scan(gate.cast.event.id, scan_key, undoing, now=gate.clock.now())
    db.session.expire_all()
    return answer


def as_supervisor(reason: str = "Salah orang") -> dict[str, Any]:
    """Who may always, and needs a reason."""
    return {"by": SUPERVISOR, "may_always": True, "reason": reason}


def attendance() -> Attendance | None:
    return db.session.scalars(select(Attendance)).one_or_none()


def test_the_scan_stays_and_the_attendance_goes(gate: GateUnderTest, andi: Participant):
    scanned = gate.scan_pass_of(andi)
    assert undo(gate, scanned.key).status is UndoStatus.UNDONE
    assert attendance() is None
    assert db.session.scalars(select(Scan)).one().status is ScanStatus.ADMITTED
    undone = db.session.scalars(select(UndoneScan)).one()
    assert (undone.by, undone.scan.key) == (gate.by.reference, scanned.key)
    assert db.session.scalars(select(AuditEntry.action).where(AuditEntry.action == "checkin.undo")).one()


def test_who_was_undone_is_admitted_anew(gate: GateUnderTest, andi: Participant):
    undo(gate, gate.scan_pass_of(andi).key)
    assert gate.scan_pass_of(andi).status is ScanStatus.ADMITTED


def test_a_repeated_key_is_harmless(gate: GateUnderTest, andi: Participant):
    scanned, key = gate.scan_pass_of(andi), new_key()
    first = undo(gate, scanned.key, key=key)
    gate.scan_pass_of(andi)
    assert undo(gate, scanned.key, key=key, minutes_later=60) == first
    assert attendance()
    assert undo(gate, scanned.key).status is UndoStatus.ALREADY


def test_the_attendance_falls_back_to_the_next_earliest_scan(
    cast: Cast, gate: GateUnderTest, andi: Participant
):
    elsewhere = make_gate(cast, gate.clock, gate.session, "Utama 2")
    first = gate.scan_pass_of(andi, minutes_ago=9)
    elsewhere.scan_pass_of(andi, minutes_ago=1)
    second = elsewhere.scan_pass_of(andi, minutes_ago=4)
    undo(gate, first.key)
    kept = attendance()
    assert kept
    assert kept.first_at == gate.clock.now() - timedelta(minutes=4)
    assert kept.scan_id == db.session.scalars(select(Scan.id).where(Scan.key == second.key)).one()


def test_undoing_a_second_scan_changes_nothing(gate: GateUnderTest, andi: Participant):
    gate.scan_pass_of(andi)
    again = gate.scan_pass_of(andi)
    assert undo(gate, again.key).status is UndoStatus.UNDONE
    assert attendance()


def test_what_was_set_by_hand_stays(gate: GateUnderTest, andi: Participant):
    scanned = gate.scan_pass_of(andi)
    with transaction():
        set_attendance(
            andi,
            session=gate.session,
            status=AttendanceStatus.PRESENT,
            by=SUPERVISOR,
            at=gate.clock.now(),
        )
    undo(gate, scanned.key)
    kept = attendance()
    assert kept
    assert (kept.set_by, kept.scan_id) == (SUPERVISOR.reference, None)


def test_what_the_same_account_scanned_and_set_by_hand_stays_too(gate: GateUnderTest, andi: Participant):
    scanned = gate.scan_pass_of(andi)
    with transaction():
        set_attendance(
            andi, session=gate.session, status=AttendanceStatus.LATE, by=gate.by, at=gate.clock.now()
        )
    undo(gate, scanned.key)
    kept = attendance()
    assert kept
    assert (kept.status, kept.set_by, kept.scan_id) == (AttendanceStatus.LATE, gate.by.reference, None)


def test_what_was_set_by_hand_and_taken_back_does_not_hold_a_later_scan(
    gate: GateUnderTest, andi: Participant
):
    with transaction():
        set_attendance(
            andi, session=gate.session, status=AttendanceStatus.PRESENT, by=gate.by, at=gate.clock.now()
        )
        clear_attendance(andi, session=gate.session, by=gate.by)
    undo(gate, gate.scan_pass_of(andi).key)
    assert attendance() is None


def test_undoing_a_going_lets_the_person_be_in_again(gate: GateUnderTest, andi: Participant):
    gate.scan_pass_of(andi, minutes_ago=9)
    went = Presented(
        key=new_key(),
        code_sha256=sha256_of(gate.cast.code(andi)),
        at=gate.clock.now(),
        post=Post(gate.gate.id, None, gate.by.reference, gate.by.name),
        direction=Direction.OUT,
    )
    with transaction():
        redeem_passes([went], hours=hours_of(gate.session, gate.cast.event))
    db.session.expire_all()
    before = attendance()
    assert before
    assert before.left_at == gate.clock.now()
    undo(gate, went.key)
    kept = attendance()
    assert kept
    assert (kept.left_at, kept.first_at) == (None, gate.clock.now() - timedelta(minutes=9))


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"minutes_later": 16}, UndoRefusal.TOO_LATE),
        ({"minutes_later": -16}, UndoRefusal.TOO_LATE),
        ({"by": Machine("device:7", "Utama 7"), "device_id": 7}, UndoRefusal.ANOTHER_DEVICE),
        (as_supervisor(reason=""), UndoRefusal.REASON_MISSING),
    ],
)
def test_who_may_not_is_told_why(
    gate: GateUnderTest, andi: Participant, more: dict[str, Any], refusal: UndoRefusal
):
    answer = undo(gate, gate.scan_pass_of(andi).key, **more)
    assert (answer.status, answer.reason) == (UndoStatus.REFUSED, refusal)
    assert attendance()
    assert not db.session.scalars(select(UndoneScan)).all()


def test_a_quarter_of_an_hour_is_not_what_the_device_says_it_is(gate: GateUnderTest, andi: Participant):
    scanned = gate.scan_pass_of(andi)
    gate.clock.pass_time(hours=40)
    answer = undo(gate, scanned.key, minutes_later=-40 * 60 + 1)
    assert answer.reason is UndoRefusal.TOO_LATE
    assert attendance()


def test_what_was_scanned_and_undone_without_a_network_arrives_late_together(
    gate: GateUnderTest, andi: Participant
):
    scanned = gate.scan_pass_of(andi, minutes_ago=20)
    gate.clock.pass_time(minutes=9)
    assert undo(gate, scanned.key, minutes_later=-25).status is UndoStatus.UNDONE


def test_a_supervisor_undoes_an_old_scan_with_a_reason(gate: GateUnderTest, andi: Participant):
    scanned = gate.scan_pass_of(andi, minutes_ago=9)
    gate.clock.pass_time(minutes=40)
    assert undo(gate, scanned.key, **as_supervisor()).status is UndoStatus.UNDONE
    assert db.session.scalars(select(UndoneScan)).one().reason == "Salah orang"


def test_a_refused_scan_has_nothing_to_undo(gate: GateUnderTest):
    answer = undo(gate, gate.scan("menu").key)
    assert answer.reason is UndoRefusal.NOTHING_TO_UNDO


def test_the_scan_of_another_event_is_not_known(cast: Cast, gate: GateUnderTest, andi: Participant):
    other = cast.make_event("acara-lain")
    undoing = Undoing(key=new_key(), at=gate.clock.now(), **as_supervisor())
    scanned = gate.scan_pass_of(andi)
    with transaction():
        answer = undo_scan(other.id, scanned.key, undoing, now=gate.clock.now())
    assert answer.reason is UndoRefusal.UNKNOWN_SCAN


def test_of_many_who_undo_one_scan_one_does(app: Flask, gate: GateUnderTest, andi: Participant):
    scanned = gate.scan_pass_of(andi)
    event_id, now = gate.cast.event.id, gate.clock.now()
    db.session.commit()

    def race(_: int) -> UndoStatus:
        with app.app_context():
            undoing = Undoing(key=new_key(), at=now, **as_supervisor())
            with transaction():
                return undo_scan(event_id, scanned.key, undoing, now=now).status

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(race, range(16)))
    assert sorted(answers) == [UndoStatus.ALREADY] * 15 + [UndoStatus.UNDONE]


def test_an_officer_undoes_the_own_scan_on_the_page_and_no_other(
    client: FlaskClient, cast: Cast, gate: GateUnderTest, andi: Participant
):
    gate.by = Machine("user:77", "Orang lain")
    scanned = gate.scan_pass_of(andi)
    sign_in(client, cast.user(Role.GATE))
    address = f"/events/{cast.event.slug}/scans/{scanned.key}/undo"
    body = {"key": new_key(), "at": gate.clock.now().isoformat(), "reason": "Salah orang"}
    assert client.post(address, json=body).get_json()["reason"] == "another_device"
    sign_in(client, cast.user(Role.SUPERVISOR))
    assert client.post(address, json=body).get_json()["status"] == "undone"
