"""What is printed of a closed day: what was sealed and supplemented, whatever happens to people since."""

from datetime import timedelta

import pytest

from app.attendance.models import Supplement, SupplementKind
from app.attendance.print_list import attendance_list, attendance_list_of_day
from app.attendance.supplement import catch_up_all
from app.attendance.verify import verify_closed_days
from app.audit.record import COMMAND_LINE
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import AttendanceStatus, Direction
from app.checkin.redeem import redeem_passes, sha256_of
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.checkin.undo import Undoing, undo_scan
from app.db import db, transaction
from app.participants.models import Participant, ParticipantRole
from app.participants.withdraw import withdraw_participant
from app.services.paper.sheets import AttendanceList
from tests.attendance.closing import CHAIR, Morning
from tests.cast import ANDI, BAIQ
from tests.checkin.conftest import new_key


def told(paper: AttendanceList) -> list[tuple[str, str]]:
    return [(line.name, line.presence.value) for group in paper.groups for line in group.lines]


def lists(morning: Morning) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What the paper of the day and that of its first session say."""
    db.session.expire_all()
    of_day, _ = attendance_list_of_day(morning.cast.event, morning.day)
    return told(of_day), told(attendance_list(morning.cast.event, morning.opening))


def undo(morning: Morning, key: str) -> None:
    now = morning.gate.clock.now()
    undoing = Undoing(key=new_key(), at=now, by=CHAIR, reason="Salah orang", may_always=True)
    with transaction():
        undo_scan(morning.cast.event.id, key, undoing, now=now)


def kinds() -> list[SupplementKind]:
    return [one.kind for one in db.session.query(Supplement).order_by(Supplement.id)]


def test_whoever_withdraws_or_is_admitted_no_more_stays_on_the_lists_of_a_closed_day(morning: Morning):
    andi, ill = morning.cast.participant(ANDI), morning.cast.participant(BAIQ)
    morning.arrives(andi, morning.opening)
    morning.put(ill, morning.opening, AttendanceStatus.ILL, note="Demam")
    morning.cast.participant("Tidak Dikenal Hadirnya")
    morning.close()
    before = lists(morning)
    assert [len(one) for one in before] == [3, 3]
    with transaction():
        for person in (andi, ill):
            withdraw_participant(db.session.get_one(Participant, person.id), reason="Pulang", by=CHAIR)
        only_guests = Departure(is_limited=True, roles=frozenset({ParticipantRole.GUEST}))
        set_session_rule(morning.opening, only_guests, by=COMMAND_LINE)
    assert lists(morning) == before


def test_a_scan_that_was_undone_after_the_closing_brings_back_what_was_sealed(
    morning: Morning, andi: Participant
):
    morning.put(andi, morning.opening, AttendanceStatus.EXCUSED, note="Surat")
    morning.close()
    sealed = lists(morning)
    scanned = morning.arrives(andi, morning.opening, 3)
    catch_up_all()
    assert lists(morning) != sealed
    undo(morning, scanned.key)
    catch_up_all()
    assert lists(morning) == sealed
    assert kinds() == [SupplementKind.LATE_SCAN, SupplementKind.UNDONE_SCAN]
    assert verify_closed_days().ok


@pytest.mark.parametrize("number", [1, 2])
def test_a_going_or_a_coming_back_that_was_undone_after_the_closing_is_a_supplement(
    morning: Morning, andi: Participant, number: int
):
    morning.arrives(andi, morning.opening)
    gate, moves = morning.gate, ((Direction.OUT, 10), (Direction.IN, 20))
    shown = [
        Presented(
            key=new_key(),
            code_sha256=sha256_of(morning.cast.code(andi)),
            at=morning.opening.starts_at + timedelta(minutes=minutes),
            post=Post(gate.gate.id, None, gate.by.reference, gate.by.name),
            direction=direction,
        )
        for direction, minutes in moves[:number]
    ]
    for one in shown:
        with transaction():
            redeem_passes([one], hours=hours_of(morning.opening, morning.cast.event))
    morning.close()
    undo(morning, shown[-1].key)
    catch_up_all()
    assert kinds() == [SupplementKind.UNDONE_SCAN]
    assert verify_closed_days().ok
