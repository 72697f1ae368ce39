"""Races at the gate: unique constraints decide them, on both databases."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from app.agenda.models import Session
from app.audit.record import Machine
from app.checkin.hours import SessionHours, hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import Attendance, Gate, Scan, ScanStatus
from app.checkin.redeem import Admission, redeem_pass, redeem_passes, sha256_of
from app.checkin.together import redeem_together
from app.db import db, transaction
from app.events.models import Event
from app.participants.models import Participant
from app.services.clock import HeldClock
from config import Config
from tests.bench.meeting import arrange
from tests.cast import Cast
from tests.checkin.conftest import GateUnderTest, make_gate, new_key

THREADS = 8
PASSES = 2_000


def at_once(app: Flask, deeds: list[Callable[[], list[Admission]]]) -> list[Admission]:
    """Do all deeds at the same moment, each in a context and transaction of its own."""
    barrier = Barrier(len(deeds))
    db.session.remove()  # the test's own reading must not hold anybody up

    def do(deed: Callable[[], list[Admission]]) -> list[Admission]:
        with app.app_context():
            barrier.wait()
            with transaction():
                return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [answer for answers in pool.map(do, deeds) for answer in answers]


def scanning(
    gate: GateUnderTest, person: Participant, *, key: str | None = None
) -> Callable[[], list[Admission]]:
    code, key, at = gate.cast.code(person), key or new_key(), gate.clock.now()
    session_id, gate_id = gate.session.id, gate.gate.id

    def scan() -> list[Admission]:
        session = db.session.get_one(Session, session_id)
        by = Machine("user:1", "Dhea")
        return [redeem_pass(code, session=session, gate_id=gate_id, key=key, at=at, by=by)]

    return scan


def rows_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_eight_threads_racing_with_one_pass_admit_once(app: Flask, gate: GateUnderTest, andi: Participant):
    answers = at_once(app, [scanning(gate, andi) for _ in range(THREADS)])
    statuses = sorted(answer.status.value for answer in answers)
    assert statuses == ["admitted"] + ["already"] * (THREADS - 1)
    assert (rows_of(Scan), rows_of(Attendance)) == (THREADS, 1)
    assert rows_with(ScanStatus.ADMITTED) == 1


def test_two_gates_racing_admit_a_participant_once(
    app: Flask, gate: GateUnderTest, cast: Cast, andi: Participant
):
    other = make_gate(cast, gate.clock, gate.session, "Utama 2")
    answers = at_once(app, [scanning(gate, andi), scanning(other, andi)])
    assert sorted(answer.status.value for answer in answers) == ["admitted", "already"]
    assert answers[0].first_at == answers[1].first_at


def test_one_key_sent_by_eight_threads_gets_one_answer(app: Flask, gate: GateUnderTest, andi: Participant):
    key = new_key()
    answers = at_once(app, [scanning(gate, andi, key=key) for _ in range(THREADS)])
    assert {answer.status for answer in answers} == {ScanStatus.ADMITTED}
    assert rows_of(Scan) == 1


def test_overlapping_batches_of_two_offline_gates_admit_each_person_once(
    app: Flask, gate: GateUnderTest, cast: Cast
):
    people = [cast.participant(f"Peserta Nomor {number}") for number in range(12)]
    hours = hours_of(gate.session, cast.event)
    forth = batch(gate, people, hours, minutes_ago=4)
    back = batch(gate, people[::-1], hours, minutes_ago=2)
    answers = at_once(app, [forth, back, forth, back])
    assert rows_of(Attendance) == len(people)
    assert rows_of(Scan) == rows_with(ScanStatus.ADMITTED) + len(people)
    assert rows_with(ScanStatus.ADMITTED) == len(people)
    assert len(answers) == 4 * len(people)
    earliest = gate.clock.now() - timedelta(minutes=4)
    assert set(db.session.scalars(select(Attendance.first_at))) == {earliest}


def test_of_8000_scans_of_2000_passes_racing_at_eight_gates_2000_admit(
    app: Flask, config: Config, clock: HeldClock
):
    meeting = arrange(config, passes=PASSES, sessions=1)
    session = db.session.get_one(Session, meeting.sessions[0])
    gate = db.session.scalars(select(Gate)).one()
    hours = hours_of(session, db.session.get_one(Event, session.event_id))
    clock.at = session.starts_at
    post, everybody = Post(gate.id, None, "user:1", "Dhea"), [sha256_of(code) for code in meeting.codes]
    gates = [offered(everybody, post, clock.now(), gate=number) for number in range(THREADS)]
    answers = in_the_rush(app, gates, hours)
    statuses = Counter(answer.status for answer in answers)
    assert statuses == {ScanStatus.ADMITTED: PASSES, ScanStatus.ALREADY: 3 * PASSES}
    assert (rows_of(Scan), rows_of(Attendance)) == (4 * PASSES, PASSES)
    assert rows_with(ScanStatus.ADMITTED) == PASSES


def offered(codes: list[str], post: Post, at: datetime, *, gate: int) -> list[list[Presented]]:
    """Half of all passes, each gate from elsewhere, so that four see each pass: in fifties, then singly."""
    begin = gate * len(codes) // THREADS
    mine = (codes[begin:] + codes[:begin])[: len(codes) // 2]
    shown = [Presented(key=new_key(), code_sha256=code, at=at, post=post) for code in mine]
    batches = [shown[start : start + 50] for start in range(0, len(shown) - 50, 50)]
    return [*batches, *([one] for one in shown[-50:])]


def in_the_rush(app: Flask, gates: list[list[list[Presented]]], hours: SessionHours) -> list[Admission]:
    """Let every gate send one request after the other, all gates at once, as the doors do."""
    db.session.remove()

    def stand(requests: list[list[Presented]]) -> list[Admission]:
        with app.app_context():
            return [answer for sent in requests for answer in redeem_together(sent, hours=hours)]

    with ThreadPoolExecutor(len(gates)) as pool:
        return [answer for answers in pool.map(stand, gates) for answer in answers]


def batch(
    gate: GateUnderTest, people: list[Participant], hours: SessionHours, *, minutes_ago: int
) -> Callable[[], list[Admission]]:
    at = gate.clock.now() - timedelta(minutes=minutes_ago)
    post = Post(gate.gate.id, None, "user:1", "Dhea")
    presented = [
        Presented(key=new_key(), code_sha256=sha256_of(gate.cast.code(p)), at=at, post=post) for p in people
    ]
    return lambda: redeem_passes(presented, hours=hours)


def rows_with(status: ScanStatus) -> int:
    return db.session.scalar(select(func.count()).select_from(Scan).where(Scan.status == status)) or 0
