"""A closed day and self check-in: a card shown at a gate proves it, also when the gate tells late."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.attendance.models import Supplement, SupplementKind
from app.attendance.supplement import catch_up_all
from app.attendance.verify import verify_closed_days
from app.audit.record import COMMAND_LINE, Machine
from app.checkin.allow_self_check_in import Offer, SelfCheckIn, Way, offer_self_check_in
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import AttendanceStatus, Direction, Scan, ScanStatus
from app.checkin.redeem import redeem_passes, sha256_of
from app.checkin.undo import Undoing, UndoStatus, undo_scan
from app.db import db, transaction
from app.participants.merge import merge_people
from app.participants.models import MergedInto, Participant
from tests.attendance.closing import Morning
from tests.cast import BAIQ
from tests.checkin.conftest import new_key

SUPERVISOR = Machine("user:8", "Pengawas Uji")


@pytest.fixture
def by_phone(morning: Morning, andi: Participant) -> Morning:
    """Andi checked in with a phone, which does not count by itself; no gate has told of him."""
    with transaction():
        offer_self_check_in(morning.opening, offer=Offer.YES, by=COMMAND_LINE)
    morning.arrives(andi, morning.opening, 1)
    with transaction() as session:
        scan_id = session.scalars(select(Scan.id)).one()
        session.add(SelfCheckIn(scan_id=scan_id, way=Way.PHONE, tried_at=datetime.now(UTC)))
    return morning


def kinds() -> list[SupplementKind]:
    catch_up_all()
    db.session.expire_all()
    return [one.kind for one in db.session.scalars(select(Supplement).order_by(Supplement.number))]


def undo(morning: Morning, scan: Scan) -> None:
    now = morning.gate.clock.now()
    undoing = Undoing(key=new_key(), at=now, by=SUPERVISOR, reason="Bukan dia", may_always=True)
    with transaction():
        assert undo_scan(scan.event_id, scan.key, undoing, now=now).status is UndoStatus.UNDONE


def test_whoever_scanned_at_a_kiosk_and_writes_it_by_hand_proves_it(by_phone: Morning, andi: Participant):
    assert not by_phone.line(andi).is_here
    by_phone.put(andi, by_phone.opening, AttendanceStatus.PRESENT, by=by_phone.gate.by)
    assert by_phone.line(andi).is_here
    by_phone.close()
    assert verify_closed_days().ok


def test_a_gate_that_tells_late_proves_it_by_a_supplement(by_phone: Morning, andi: Participant):
    by_phone.close()
    assert not by_phone.line(andi).is_here
    by_phone.gate.clock.pass_time(seconds=1)
    by_phone.arrives(andi, by_phone.opening, 9)
    assert kinds() == [SupplementKind.LATE_SCAN]
    assert by_phone.line(andi).is_here
    assert verify_closed_days().ok


def test_undoing_the_proof_takes_it_back_by_a_supplement(by_phone: Morning, andi: Participant):
    by_phone.arrives(andi, by_phone.opening, 9)
    by_phone.close()
    assert by_phone.line(andi).is_here
    by_phone.gate.clock.pass_time(seconds=1)
    undo(by_phone, db.session.scalars(select(Scan).order_by(Scan.id.desc()).limit(1)).one())
    assert kinds() == [SupplementKind.UNDONE_SCAN]
    assert not by_phone.line(andi).is_here
    assert verify_closed_days().ok


def test_a_rule_that_is_changed_later_changes_no_closed_day(by_phone: Morning, andi: Participant):
    by_phone.close()
    with transaction():
        offer_self_check_in(by_phone.opening, offer=Offer.YES_AND_COUNTS, by=COMMAND_LINE)
    assert kinds() == []
    assert not by_phone.line(andi).is_here


def test_of_two_rows_of_one_person_the_proven_one_counts(by_phone: Morning, andi: Participant):
    other = by_phone.cast.participant(BAIQ)
    by_phone.arrives(other, by_phone.opening, 9)
    with transaction() as session:
        merge = {"reason": "Sama", "merged_at": by_phone.gate.clock.now(), "merged_by": "user:7"}
        session.add(MergedInto(duplicate_id=other.id, participant_id=andi.id, **merge))
    assert by_phone.line(andi).is_here


def test_a_rule_changed_after_a_proof_came_and_went_breaks_no_closed_day(
    by_phone: Morning, andi: Participant
):
    by_phone.close()
    by_phone.gate.clock.pass_time(seconds=1)
    by_phone.arrives(andi, by_phone.opening, 9)
    assert kinds() == [SupplementKind.LATE_SCAN]
    undo(by_phone, db.session.scalars(select(Scan).order_by(Scan.id.desc()).limit(1)).one())
    told = kinds()
    with transaction():
        offer_self_check_in(by_phone.opening, offer=Offer.YES_AND_COUNTS, by=COMMAND_LINE)
    assert kinds() == told == [SupplementKind.LATE_SCAN, SupplementKind.UNDONE_SCAN]
    by_phone.put(by_phone.cast.participant(BAIQ), by_phone.opening, AttendanceStatus.ILL, note="demam")
    assert not by_phone.line(andi).is_here
    assert verify_closed_days().ok


def test_who_was_merged_and_leaves_late_is_a_supplement_too(by_phone: Morning, andi: Participant):
    twin = by_phone.cast.participant(BAIQ)
    by_phone.arrives(twin, by_phone.opening, 9)
    with transaction():
        merge_people(twin, andi, reason="Sama", by=COMMAND_LINE)
    by_phone.close()
    by_phone.gate.clock.pass_time(seconds=1)
    going = Presented(
        key=new_key(),
        code_sha256=sha256_of(by_phone.cast.code(andi)),
        at=by_phone.opening.ends_at,
        post=Post(by_phone.gate.gate.id, None, SUPERVISOR.reference, SUPERVISOR.name),
        direction=Direction.OUT,
    )
    with transaction():
        (answer,) = redeem_passes([going], hours=hours_of(by_phone.opening, by_phone.cast.event))
    assert answer.status is ScanStatus.ADMITTED
    assert kinds() == [SupplementKind.LATE_SCAN] * 2  # one for each of the two rows
    assert verify_closed_days().ok
