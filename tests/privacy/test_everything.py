"""The copy of one's own data names what rooms keep, each in words."""

from app.audit.record import COMMAND_LINE
from app.checkin.models import WalkIn
from app.db import transaction
from app.events.clock import event_now
from app.privacy.everything import everything_about
from tests.cast import ANDI, Cast


def test_who_was_taken_in_at_the_desk_reads_so(cast: Cast) -> None:
    andi = cast.participant(ANDI)
    with transaction() as session:
        taken = {"event_id": cast.event.id, "key": "key-of-the-desk-0001", "participant_id": andi.id}
        by = {"by": COMMAND_LINE.reference, "by_name": COMMAND_LINE.name}
        session.add(WalkIn(at=event_now(cast.event), **taken, **by))
    (kept,) = [section for section in everything_about(andi) if section.code == "walk_ins"]
    assert kept.rows[0][1] == COMMAND_LINE.name
