"""An undoing and a scan of the same person at the same moment: whichever is first, nobody is lost."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import select, text

from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import Attendance, Direction, Scan, ScanStatus
from app.checkin.redeem import redeem_passes, sha256_of
from app.checkin.undo import Undoing, UndoStatus, undo_scan
from app.checkin.undone import UndoneScan
from app.db import db, transaction
from app.participants.models import Participant
from tests.cast import Cast
from tests.checkin.conftest import GateUnderTest, make_gate, new_key

ROUNDS = 12


def undoing(gate: GateUnderTest, scan_key: str) -> Callable[[], UndoStatus]:
    undoing = Undoing(key=new_key(), at=gate.clock.now(), by=gate.by)
    event_id, now = gate.cast.event.id, gate.clock.now()
    return lambda: undo_scan(event_id, scan_key, undoing, now=now).status


def scanned(gate: GateUnderTest, person: Participant, *, minutes_ago: float = 0) -> Callable[[], ScanStatus]:
    at = gate.clock.now() - timedelta(minutes=minutes_ago)
    post = Post(gate.gate.id, None, gate.by.reference, gate.by.name)
    shown = Presented(key=new_key(), code_sha256=sha256_of(gate.cast.code(person)), at=at, post=post)
    hours = hours_of(gate.session, gate.cast.event)
    return lambda: redeem_passes([shown], hours=hours)[0].status


def meeting(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> tuple[object, object]:
    """Do `first`, and commit it only when `second` has read its fill and waits, or has ended."""
    db.session.remove()

    def other() -> object:
        with app.app_context(), transaction():
            return second()

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            mine = first()
            theirs = pool.submit(other)
            _until_it_waits(theirs)
        answer = theirs.result()
    db.session.expire_all()
    return mine, answer


def _until_it_waits(theirs: "Future[object]") -> None:
    if db.engine.dialect.name == "sqlite":
        return  # there it waits before it reads anything
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not theirs.done() and not connection.scalar(waiting):
            wait([theirs], timeout=0.01)


def at_the_same_moment(app: Flask, deeds: Sequence[Callable[[], object]]) -> None:
    barrier = Barrier(len(deeds))
    db.session.remove()

    def do(deed: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            with transaction():
                deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        list(pool.map(do, deeds))


def arrivals() -> list[Attendance]:
    return list(db.session.scalars(select(Attendance)))


def test_a_scan_that_meets_an_undoing_lets_the_person_in_anew(
    app: Flask, gate: GateUnderTest, andi: Participant
):
    wrong = gate.scan_pass_of(andi, minutes_ago=5)
    answers = meeting(app, undoing(gate, wrong.key), scanned(gate, andi))
    assert answers == (UndoStatus.UNDONE, ScanStatus.ADMITTED)
    (kept,) = arrivals()
    assert kept.first_at == gate.clock.now()
    assert db.session.get_one(Scan, kept.scan_id).status is ScanStatus.ADMITTED


def test_an_undoing_that_meets_a_scan_falls_back_to_it(app: Flask, gate: GateUnderTest, andi: Participant):
    wrong = gate.scan_pass_of(andi, minutes_ago=5)
    answers = meeting(app, scanned(gate, andi), undoing(gate, wrong.key))
    assert answers == (ScanStatus.ALREADY, UndoStatus.UNDONE)
    (kept,) = arrivals()
    assert kept.first_at == gate.clock.now()


def test_a_scan_that_meets_an_undoing_is_measured_by_the_arrival_that_is_left(
    app: Flask, gate: GateUnderTest, cast: Cast, andi: Participant
):
    wrong = gate.scan_pass_of(andi, minutes_ago=9)
    make_gate(cast, gate.clock, gate.session, "Utama 2").scan_pass_of(andi, minutes_ago=1)
    at = gate.clock.now() - timedelta(minutes=4)
    meeting(app, undoing(gate, wrong.key), scanned(gate, andi, minutes_ago=4))
    (kept,) = arrivals()
    assert kept.first_at == at


def test_both_scans_of_a_person_undone_at_once_leave_no_arrival(
    app: Flask, gate: GateUnderTest, andi: Participant
):
    one, two = gate.scan_pass_of(andi, minutes_ago=5), gate.scan_pass_of(andi)
    answers = meeting(app, undoing(gate, one.key), undoing(gate, two.key))
    assert answers == (UndoStatus.UNDONE, UndoStatus.UNDONE)
    assert arrivals() == []


def test_in_the_rush_everybody_with_a_scan_that_stands_is_in(app: Flask, gate: GateUnderTest, cast: Cast):
    people = [cast.participant(f"Peserta Nomor {number}") for number in range(ROUNDS)]
    everybody = {one.id for one in people}
    wrong = [gate.scan_pass_of(one, minutes_ago=5).key for one in people]
    deeds = [
        (undoing(gate, key), scanned(gate, one), scanned(gate, one))
        for key, one in zip(wrong, people, strict=True)
    ]
    for together in deeds:
        at_the_same_moment(app, together)
    standing = (
        select(Scan.participant_id)
        .outerjoin(UndoneScan, UndoneScan.scan_id == Scan.id)
        .where(UndoneScan.id.is_(None), Scan.direction == Direction.IN, Scan.status != ScanStatus.REFUSED)
    )
    assert set(db.session.scalars(standing)) == everybody
    assert {one.participant_id for one in arrivals()} == everybody
