"""Taking a scan back when its day is closed: what was sealed needs a supervisor and a reason."""

from typing import Any

from sqlalchemy import select

from app.checkin.models import Scan
from app.checkin.undo import Undoing, UndoRefusal, UndoStatus, undo_scan
from app.db import db, transaction
from app.participants.models import Participant
from tests.attendance.closing import CHAIR, Morning
from tests.checkin.conftest import new_key


def undo(morning: Morning, **more: Any) -> UndoRefusal | None:
    """Undo the only scan at once; return why not."""
    scan = db.session.scalars(select(Scan)).one()
    undoing = Undoing(**{"key": new_key(), "at": scan.at, "by": morning.gate.by, **more})
    with transaction():
        answer = undo_scan(scan.event_id, scan.key, undoing, now=morning.gate.clock.now())
    assert (answer.status is UndoStatus.UNDONE) == (answer.reason is None)
    return answer.reason


def test_what_was_sealed_is_undone_by_a_supervisor_with_a_reason(morning: Morning, andi: Participant):
    morning.arrives(andi, morning.opening)
    morning.close()
    morning.gate.clock.pass_time(minutes=1)
    assert undo(morning) is UndoRefusal.DAY_CLOSED
    assert undo(morning, by=CHAIR, may_always=True) is UndoRefusal.REASON_MISSING
    assert undo(morning, by=CHAIR, may_always=True, reason="Salah orang") is None


def test_what_came_after_the_closing_goes_with_its_own_undoing(morning: Morning, andi: Participant):
    morning.close()
    morning.gate.clock.pass_time(minutes=1)
    morning.arrives(andi, morning.opening)
    assert undo(morning) is None
    assert not morning.line(andi).is_here
