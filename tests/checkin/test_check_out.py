"""Going and coming back: the time of leaving stands beside the arrival."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.record import COMMAND_LINE, Machine
from app.checkin.arrivals import movements_in
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.ledger import find_passes
from app.checkin.models import Attendance, Direction, RefusalReason, Scan, ScanStatus
from app.checkin.redeem import Admission, redeem_passes, sha256_of
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.db import db, transaction
from app.participants.merge import merge_people
from app.participants.models import Participant
from tests.cast import BAIQ, Cast
from tests.checkin.conftest import GateUnderTest, new_key, outcome
from tests.checkin.test_races import at_once

IN, OUT = Direction.IN, Direction.OUT


@dataclass
class Door:
    """A gate that scans people in and out."""

    gate: GateUnderTest
    by: Machine = field(default=Machine("user:1", "Dhea"))

    def shown(
        self, person: Participant, direction: Direction, minutes: float = 0, *, key: str | None = None
    ) -> Presented:
        """Show the pass so many minutes from now."""
        return Presented(
            key=key or new_key(),
            code_sha256=sha256_of(self.gate.cast.code(person)),
            at=self.gate.clock.now() + timedelta(minutes=minutes),
            post=Post(self.gate.gate.id, None, self.by.reference, self.by.name),
            direction=direction,
        )

    def send(self, *presented: Presented) -> list[Admission]:
        """Send scans in one batch."""
        with transaction():
            return redeem_passes(presented, hours=hours_of(self.gate.session, self.gate.cast.event))

    def scan(self, person: Participant, direction: Direction, minutes: float = 0) -> Admission:
        """Scan somebody."""
        return self.send(self.shown(person, direction, minutes))[0]


@pytest.fixture
def door(gate: GateUnderTest) -> Door:
    with transaction():
        set_session_rule(gate.session, Departure(check_out=True), by=COMMAND_LINE)
    return Door(gate)


def attendance() -> Attendance:
    db.session.expire_all()
    return db.session.scalars(select(Attendance)).one()


def now(door: Door) -> datetime:
    return door.gate.clock.now()


def test_the_time_of_leaving_stands_beside_the_arrival(door: Door, andi: Participant):
    door.scan(andi, Direction.IN, -5)
    assert door.scan(andi, Direction.OUT).status is ScanStatus.ADMITTED
    assert (attendance().first_at, attendance().gone_at) == (now(door) - timedelta(minutes=5), now(door))
    assert door.scan(andi, Direction.OUT).status is ScanStatus.ALREADY


def test_who_has_not_come_cannot_go(door: Door, andi: Participant):
    refused = outcome(door.scan(andi, Direction.OUT))
    assert refused == (ScanStatus.REFUSED, RefusalReason.NOT_CHECKED_IN)


def test_who_has_gone_may_come_in_again(door: Door, andi: Participant):
    arrived = door.scan(andi, Direction.IN, -9).first_at
    door.scan(andi, Direction.OUT, -6)
    back = door.scan(andi, Direction.IN, -3)
    assert (back.status, back.first_at) == (ScanStatus.ADMITTED, arrived)
    assert (attendance().first_at, attendance().gone_at) == (arrived, None)
    assert door.scan(andi, Direction.IN).status is ScanStatus.ALREADY
    assert door.scan(andi, Direction.OUT).status is ScanStatus.ADMITTED


def test_a_gate_that_tells_late_who_went_does_not_turn_anybody_out(door: Door, andi: Participant):
    door.scan(andi, Direction.IN, -9)
    door.scan(andi, Direction.IN, -2)
    assert door.scan(andi, Direction.OUT, -5).status is ScanStatus.ADMITTED
    assert attendance().gone_at is None


def test_a_queue_may_hold_coming_and_going_together(door: Door, andi: Participant):
    answers = door.send(door.shown(andi, Direction.OUT, -2), door.shown(andi, Direction.IN, -8))
    assert [answer.status for answer in answers] == [ScanStatus.ADMITTED] * 2
    assert attendance().gone_at == now(door) - timedelta(minutes=2)


def test_a_going_after_a_coming_that_is_told_late_counts_in_one_batch_as_in_two(
    door: Door, andi: Participant
):
    door.scan(andi, Direction.IN)
    answers = door.send(door.shown(andi, Direction.IN, -9), door.shown(andi, Direction.OUT, -5))
    assert [answer.status for answer in answers] == [ScanStatus.ALREADY, ScanStatus.ADMITTED]
    assert attendance().first_at == now(door) - timedelta(minutes=9)


def test_an_arrival_that_moves_earlier_leaves_a_coming_back_where_it_was(door: Door, andi: Participant):
    door.scan(andi, Direction.IN, -2)
    door.scan(andi, Direction.IN, -9)
    assert door.scan(andi, Direction.OUT, -5).status is ScanStatus.ADMITTED
    here, told_first = attendance(), now(door) - timedelta(minutes=2)
    assert (here.first_at, here.returned_at) == (now(door) - timedelta(minutes=9), told_first)
    assert here.gone_at is None  # the person came in again, by the gate that told it first
    assert door.scan(andi, Direction.IN).status is ScanStatus.ALREADY


def test_where_going_is_not_noted_nobody_comes_back(gate: GateUnderTest, andi: Participant):
    door = Door(gate)
    door.scan(andi, Direction.IN, -2)
    door.scan(andi, Direction.IN, -9)
    assert attendance().returned_at is None


def test_a_merged_person_goes_once_and_comes_back(door: Door, cast: Cast, andi: Participant):
    twin = cast.participant(BAIQ)
    door.scan(twin, Direction.IN, -9)
    with transaction():
        merge_people(twin, andi, reason="Orang yang sama", by=COMMAND_LINE)
    came = movements_in([door.gate.session.id], since=None)
    moves = [door.scan(andi, way, at).status for way, at in ((OUT, -6), (OUT, -5), (IN, -3))]
    assert moves == [ScanStatus.ADMITTED, ScanStatus.ALREADY, ScanStatus.ADMITTED]
    told = movements_in([door.gate.session.id], since=now(door) - timedelta(minutes=1))
    assert (came, [(one.person, one.gone) for one in told]) == ([], [(andi.id, False)])


def test_a_merged_person_who_goes_tells_nothing_of_whoever_else_comes(
    door: Door, cast: Cast, andi: Participant
):
    twin, somebody = cast.participant(BAIQ), cast.participant("Fitri Uji")
    door.scan(twin, Direction.IN, -9)
    with transaction():
        merge_people(twin, andi, reason="Orang yang sama", by=COMMAND_LINE)
    door.scan(andi, OUT, -6)
    door.scan(somebody, IN, -3)
    told = movements_in([door.gate.session.id], since=now(door) - timedelta(minutes=1))
    assert [(one.person, one.gone) for one in told] == [(andi.id, True)]


def test_people_are_seen_going_after_the_end_but_let_in_no_more(door: Door, andi: Participant):
    door.scan(andi, Direction.IN)
    door.gate.clock.pass_time(minutes=130)
    assert outcome(door.scan(andi, Direction.IN))[1] is RefusalReason.SESSION_NOT_OPEN
    assert door.scan(andi, Direction.OUT).status is ScanStatus.ADMITTED


def test_concurrent_check_outs_with_one_key_are_one_row(app: Flask, door: Door, cast: Cast):
    person = cast.participant()
    door.scan(person, Direction.IN, -1)
    shown, session_id = door.shown(person, Direction.OUT, key=new_key()), door.gate.session.id
    hours = hours_of(door.gate.session, cast.event)
    answers = at_once(app, [lambda: redeem_passes([shown], hours=hours) for _ in range(8)])
    assert {answer.status for answer in answers} == {ScanStatus.ADMITTED}
    out = select(func.count()).where(Scan.direction == Direction.OUT, Scan.session_id == session_id)
    assert db.session.scalar(out) == 1


def test_going_and_coming_back_in_one_batch_are_both_admitted(door: Door, andi: Participant):
    door.scan(andi, Direction.IN, -9)
    went, back = door.shown(andi, Direction.OUT, -6), door.shown(andi, Direction.IN, -3)
    answers = door.send(back, went)  # whatever order they travel in
    assert [answer.status for answer in answers] == [ScanStatus.ADMITTED] * 2
    assert (attendance().left_at, attendance().returned_at) == (went.at, back.at)


def test_a_whole_visit_in_one_batch_is_admitted_at_every_step(door: Door, andi: Participant):
    ways = (Direction.IN, Direction.OUT, Direction.IN, Direction.OUT)
    steps = [door.shown(andi, way, -9 + 2 * number) for number, way in enumerate(ways)]
    assert [answer.status for answer in door.send(*steps)] == [ScanStatus.ADMITTED] * 4
    assert attendance().gone_at == steps[-1].at


def test_a_whole_visit_is_one_too_where_another_gate_was_quicker(
    door: Door, andi: Participant, monkeypatch: pytest.MonkeyPatch
):
    door.scan(andi, Direction.IN, -9.5)

    def not_yet_seen(*asked: Any, **more: Any) -> Any:
        found = find_passes(*asked, **more)
        return {code: replace(one, first_at=None) for code, one in found.items()}

    monkeypatch.setattr("app.checkin.redeem.find_passes", not_yet_seen)
    ways = (Direction.IN, Direction.OUT, Direction.IN)
    answers = door.send(*(door.shown(andi, way, -9 + 2 * number) for number, way in enumerate(ways)))
    said = [ScanStatus.ALREADY, ScanStatus.ADMITTED, ScanStatus.ADMITTED]
    assert [answer.status for answer in answers] == said


def test_a_card_handed_back_through_the_door_comes_in_once(door: Door, andi: Participant):
    door.scan(andi, Direction.IN, -9)
    door.scan(andi, Direction.OUT, -8)
    answers = door.send(door.shown(andi, Direction.IN, -4), door.shown(andi, Direction.IN, -3))
    assert [answer.status for answer in answers] == [ScanStatus.ADMITTED, ScanStatus.ALREADY]
