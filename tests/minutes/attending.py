"""People who were in a session, or were not."""

from app.agenda.models import Session
from app.checkin.models import Attendance, AttendanceStatus
from app.db import transaction
from app.participants.models import Participant
from tests.cast import ANDI, Cast


def attend(cast: Cast, session: Session, status: str, *, office: str, name: str = ANDI) -> Participant:
    """Register somebody and note how they stand in a session."""
    person, kept = cast.participant(name, office=office), AttendanceStatus(status)
    row = Attendance(
        event_id=session.event_id,
        session_id=session.id,
        participant_id=person.id,
        status=kept,
        first_at=session.starts_at if kept.is_here else None,
        set_by="test",
    )
    with transaction() as writing:
        writing.add(row)
    return person
