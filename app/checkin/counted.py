"""Attendance as it counts: each person once in a session, also when two rows are one person."""

from collections.abc import Iterable

from sqlalchemy import Subquery, func, select

from app.checkin.models import Attendance
from app.participants.models import MergedInto


def counted_attendance(session_ids: Iterable[int] | None = None) -> Subquery:
    """Return the attendance of these sessions, or of all: id, session_id, person_id, status and place.

    `person_id` is whom it counts for. Of two rows of one person the earlier arrival has `place` 1; before
    whoever did not come, and before what a merged row says.
    """
    person = func.coalesce(MergedInto.participant_id, Attendance.participant_id)
    place = func.row_number().over(
        partition_by=(Attendance.session_id, person),
        order_by=(
            Attendance.first_at.is_(None),
            Attendance.first_at,
            MergedInto.id.is_not(None),
            Attendance.id,
        ),
    )
    asked = select(
        Attendance.id,
        Attendance.event_id,
        Attendance.session_id,
        Attendance.status,
        person.label("person_id"),
        place.label("place"),
    ).outerjoin(MergedInto, MergedInto.duplicate_id == Attendance.participant_id)
    if session_ids is not None:
        asked = asked.where(Attendance.session_id.in_(list(session_ids)))
    return asked.subquery("counted")
