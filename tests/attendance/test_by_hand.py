"""Attendance set by hand after a scan, and for a person who stands in two rows."""

import pytest
from sqlalchemy import select

from app.attendance.set_attendance import clear_attendance, set_attendance
from app.audit.record import COMMAND_LINE
from app.checkin.models import Attendance, AttendanceStatus
from app.checkin.queries import headcount
from app.db import db, transaction
from app.participants.merge import merge_people
from app.participants.models import Participant
from tests.cast import Cast
from tests.checkin.conftest import GateUnderTest


@pytest.fixture
def twice(cast: Cast, andi: Participant) -> Participant:
    """Return a second row of Andi, merged into the first."""
    row = cast.participant("Andi Tenrisangka M.")
    with transaction():
        merge_people(row, andi, reason="Orang yang sama", by=COMMAND_LINE)
    return row


def ill(gate: GateUnderTest, person: Participant) -> None:
    with transaction():
        set_attendance(
            person,
            session=gate.session,
            status=AttendanceStatus.ILL,
            note="Sakit",
            by=gate.by,
            at=gate.clock.now(),
        )


def rows() -> list[Attendance]:
    db.session.expire_all()
    return list(db.session.scalars(select(Attendance)))


def test_who_is_said_not_to_have_come_came_in_by_no_scan(gate: GateUnderTest, andi: Participant):
    gate.scan_pass_of(andi)
    ill(gate, andi)
    assert [(row.first_at, row.scan_id) for row in rows()] == [(None, None)]
    with transaction():
        clear_attendance(andi, session=gate.session, by=gate.by)
    assert rows() == []


def test_what_is_said_of_a_person_holds_for_the_row_that_was_merged(
    gate: GateUnderTest, andi: Participant, twice: Participant
):
    with transaction():
        db.session.add(
            Attendance(
                event_id=gate.cast.event.id,
                session_id=gate.session.id,
                participant_id=twice.id,
                status=AttendanceStatus.PRESENT,
                first_at=gate.clock.now(),
                set_by="test",
            )
        )
    assert headcount(gate.session).here == 1
    ill(gate, andi)
    assert headcount(gate.session).here == 0
    assert {row.status for row in rows()} == {AttendanceStatus.ILL}
    with transaction():
        clear_attendance(andi, session=gate.session, by=gate.by)
    assert rows() == []
