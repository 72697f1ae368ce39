"""Batches: what a device sends after it was offline."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from app.checkin.fall_back import believed_at
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import Attendance, Scan, ScanStatus
from app.checkin.redeem import Admission, redeem_passes, sha256_of
from app.db import db, transaction
from app.participants.models import Participant
from tests.cast import BAIQ, Cast
from tests.checkin.conftest import GateUnderTest, new_key


def shown(gate: GateUnderTest, person: Participant, *, minutes_ago: float = 0, key: str = "") -> Presented:
    at = gate.clock.now() - timedelta(minutes=minutes_ago)
    post = Post(gate.gate.id, None, "user:1", "Dhea")
    return Presented(key=key or new_key(), code_sha256=sha256_of(gate.cast.code(person)), at=at, post=post)


def redeem(gate: GateUnderTest, *presented: Presented) -> list[Admission]:
    with transaction():
        hours = hours_of(gate.session, gate.cast.event)
        return redeem_passes(presented, hours=hours)


def test_fifty_scans_are_answered_in_their_order(gate: GateUnderTest, cast: Cast):
    people = [cast.participant(f"Peserta Nomor {number}") for number in range(50)]
    batch = [shown(gate, person) for person in people]
    answers = redeem(gate, *batch)
    assert [answer.key for answer in answers] == [one.key for one in batch]
    assert [answer.participant and answer.participant.id for answer in answers] == [p.id for p in people]
    assert {answer.status for answer in answers} == {ScanStatus.ADMITTED}


def test_a_person_twice_in_a_batch_is_admitted_by_the_earlier_scan(gate: GateUnderTest, andi: Participant):
    later, earlier = redeem(gate, shown(gate, andi), shown(gate, andi, minutes_ago=5))
    assert (later.status, earlier.status) == (ScanStatus.ALREADY, ScanStatus.ADMITTED)
    assert later.first_at == earlier.first_at
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 1


def test_a_key_twice_in_a_batch_is_one_scan(gate: GateUnderTest, andi: Participant):
    once = shown(gate, andi)
    first, second = redeem(gate, once, once)
    assert first == second
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1


def test_a_batch_sent_again_with_more_changes_nothing_of_the_first(
    gate: GateUnderTest, cast: Cast, andi: Participant
):
    first = [shown(gate, andi), shown(gate, cast.participant(BAIQ))]
    before = redeem(gate, *first)
    again = redeem(gate, *first, shown(gate, andi, minutes_ago=1))
    assert again[:2] == before
    assert again[2].status is ScanStatus.ALREADY


def test_a_repeated_refusal_does_not_stand_for_the_arrival_beside_it(gate: GateUnderTest, andi: Participant):
    early = shown(gate, andi, minutes_ago=120)  # before the session opened
    assert redeem(gate, early)[0].status is ScanStatus.REFUSED
    moved = replace(early, at=gate.clock.now() - timedelta(minutes=9))
    repeated, fresh = redeem(gate, moved, shown(gate, andi))
    assert (repeated.status, fresh.status) == (ScanStatus.REFUSED, ScanStatus.ADMITTED)


def test_a_clock_that_is_known_to_be_slow_is_put_right(gate: GateUnderTest, andi: Participant):
    slow = timedelta(hours=-2)
    presented = replace(shown(gate, andi), at=gate.clock.now() + slow, clock_offset=slow)
    assert redeem(gate, presented)[0].first_at == gate.clock.now()
    assert db.session.scalars(select(Scan)).one().clock_is_off


def test_a_stored_scan_tells_the_moment_again_to_the_microsecond(gate: GateUnderTest, andi: Participant):
    fast = timedelta(hours=1, milliseconds=612)
    at = gate.clock.now() - timedelta(minutes=9) + fast
    answer = redeem(gate, replace(shown(gate, andi), at=at, clock_offset=fast))[0]
    assert believed_at(db.session.scalars(select(Scan)).one()) == answer.first_at
