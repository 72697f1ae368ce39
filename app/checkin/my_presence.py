"""What participants see of their own attendance: whether they are in, and whether the phone may do it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.agenda.models import Session
from app.agenda.queries import sessions_of
from app.checkin.allow_self_check_in import open_for_self_check_in
from app.checkin.counted import counted_attendance
from app.checkin.hours import hours_of_event
from app.checkin.models import Attendance
from app.checkin.rules import checked_in_sessions, rulebook
from app.db import db
from app.events.models import Event
from app.participants.models import Participant


@dataclass(frozen=True, slots=True)
class OpenToMe:
    """A session that lets people in now: since when the person is in, and whether the phone may do it."""

    session: Session
    in_since: datetime | None
    by_phone: bool


def my_presence(person: Participant, event: Event, now: datetime) -> list[OpenToMe]:
    """List the sessions that let this person in now, with how he or she stands in each."""
    hours = hours_of_event(event)
    open_ones = [
        one
        for one in checked_in_sessions(sessions_of(event), rulebook(event))
        if hours[one.id].lets_in(now) and hours[one.id].admits(person.id)
    ]
    if not open_ones:
        return []
    by_phone = {one.id for one in open_for_self_check_in(event, now)}
    counted = counted_attendance(one.id for one in open_ones)
    rows = db.session.execute(
        select(Attendance.session_id, Attendance.first_at)
        .join(counted, counted.c.id == Attendance.id)
        .where(counted.c.person_id == person.id, counted.c.place == 1)
    )
    since = dict(rows.all())
    return [OpenToMe(one, since.get(one.id), one.id in by_phone) for one in open_ones]
