"""Who went and who came back: the time of leaving beside the arrival."""

from collections.abc import Sequence

from sqlalchemy import update

from app.checkin.judging import Judgement
from app.checkin.ledger import ATTENDANCES, rows_of
from app.db import db


def note_movements(judgements: Sequence[Judgement], *, session_id: int) -> None:
    """Write who went and who came back, each the latest time: offline gates tell it in any order."""
    for one in sorted(judgements, key=lambda one: one.person_id or 0):
        column = ATTENDANCES.c.left_at if one.leaves else ATTENDANCES.c.returned_at
        db.session.execute(
            update(ATTENDANCES)
            .where(
                ATTENDANCES.c.session_id == session_id,
                ATTENDANCES.c.participant_id.in_(rows_of(one.person_id)),
                ATTENDANCES.c.first_at <= one.at,
                column.is_(None) | (column < one.at),
            )
            .values({column: one.at})
        )
