"""All days of an event together, as matrix and accountability files need them."""

from sqlalchemy import select

from app.attendance.days import DayAttendance, day_attendance, people_of
from app.checkin.queries import expected_people
from app.db import db
from app.events.models import Event
from app.events.queries import days_of
from app.offices.models import Office
from app.participants.models import Participant


def all_days(event: Event, office: Office | None = None) -> list[DayAttendance]:
    """Return the attendance of each day on which people are checked in; the people are read once.

    With an `office` open days hold its people only; closed ones hold everybody who was sealed.
    """
    people = people_of(event, ids=None if office is None else _expected_of(event, office))
    stands = (day_attendance(event, day, people) for day in days_of(event))
    return [one for one in stands if one.sessions]


def _expected_of(event: Event, office: Office) -> list[int]:
    question = select(Participant.id).where(*expected_people(event.id), Participant.office_id == office.id)
    return list(db.session.scalars(question))
