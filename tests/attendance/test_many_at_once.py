"""Thousands set at once, and thousands of late scans: as many statements as for a few."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from app.attendance.list_lines import listed_in
from app.attendance.models import Supplement
from app.attendance.set_many import SetMany, set_attendance_of
from app.attendance.supplement import catch_up
from app.attendance.verify import verify_closed_days
from app.audit.models import AuditEntry
from app.checkin.models import Attendance, AttendanceStatus
from app.checkin.rules import AdmittedPerson, SessionRule
from app.db import db, transaction
from app.participants.models import Participant
from app.participants.queries import participants_of
from tests.attendance.closing import CHAIR, Morning
from tests.cast import BAIQ, Cast

FEW, MANY = 2, 12


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect what the driver is asked inside."""
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def crowd(cast: Cast) -> Callable[[int], list[Participant]]:
    """Register so many more people."""
    numbers = iter(range(1000))
    return lambda people: [cast.participant(f"Peserta {next(numbers)}") for _ in range(people)]


def test_a_delegation_gets_no_marks_where_it_may_not_enter(morning: Morning, cast: Cast, andi: Participant):
    baiq = cast.participant(BAIQ)
    db.session.add(SessionRule(session_id=morning.panel.id, is_limited=True))
    db.session.add(AdmittedPerson(session_id=morning.panel.id, participant_id=andi.id))
    db.session.commit()
    with transaction():
        assert set_for_the_day(morning, [andi, baiq]) == SetMany(people=2, were_here=0)
    assert (len(morning.line(andi).marks), len(morning.line(baiq).marks)) == (2, 1)
    assert baiq.display_name not in {line.person.name for line in listed_in(cast.event, morning.panel).lines}


def send(morning: Morning, people: list[Participant]) -> int:
    """Set people on other duty in both sessions; return how many statements that takes."""
    listed = participants_of(morning.cast.event, ids=[one.id for one in people])
    assert all(session.event_id for session in (morning.opening, morning.panel))  # read before it is counted
    with transaction(), counted() as asked:
        set_for_the_day(morning, listed)
        db.session.flush()
    return len(asked)


def test_many_are_set_in_as_many_statements_as_a_few(
    morning: Morning, crowd: Callable[[int], list[Participant]]
):
    few = send(morning, crowd(FEW))
    assert send(morning, crowd(MANY)) == few
    assert few < 20
    set_now = db.session.scalars(select(Attendance).where(Attendance.note == "Mendampingi Menteri")).all()
    assert len(set_now) == 2 * (FEW + MANY)
    told = db.session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "attendance.set")).all()
    assert len(told) == 2 * (FEW + MANY)


def test_many_are_supplemented_in_as_many_statements_as_a_few(
    morning: Morning, crowd: Callable[[int], list[Participant]]
):
    groups = [crowd(FEW), crowd(MANY)]
    morning.close()
    few, many = (send(morning, people) for people in groups)
    assert many == few
    numbers = db.session.scalars(select(Supplement.number).order_by(Supplement.id)).all()
    assert numbers == list(range(1, 2 * (FEW + MANY) + 1))
    assert verify_closed_days().ok


def test_many_late_scans_are_added_in_as_many_statements_as_a_few(
    morning: Morning, crowd: Callable[[int], list[Participant]]
):
    groups = [crowd(FEW), crowd(MANY)]
    close, asked_for = morning.close(), []
    for people in groups:
        for person in people:
            morning.arrives(person, morning.opening)
        with transaction(), counted() as asked:
            assert catch_up(close) == len(people)
        asked_for.append(len(asked))
    assert asked_for[0] == asked_for[1]
    assert verify_closed_days().ok


def set_for_the_day(morning: Morning, people: Sequence[Participant]) -> SetMany:
    """Set people on other duty in both sessions."""
    return set_attendance_of(
        people,
        sessions=[morning.opening, morning.panel],
        status=AttendanceStatus.OTHER_DUTY,
        by=CHAIR,
        at=morning.gate.clock.now(),
        note="Mendampingi Menteri",
    )
