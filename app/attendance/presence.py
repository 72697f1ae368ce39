"""Who came on a day, in four numbers: for the home page and the report of the chair."""

from dataclasses import dataclass
from datetime import date

from app.attendance.days import day_attendance
from app.events.models import Event
from app.events.queries import days_of


@dataclass(frozen=True, slots=True)
class DayPresence:
    """How many of those expected came on a day, and how many offices lack nobody without a word."""

    expected: int
    here: int
    offices: int
    complete: int


def presence_on(event: Event, date: date) -> DayPresence | None:
    """Count a day as its rule says, or as it was sealed; None when nobody is checked in on it."""
    day = next((one for one in days_of(event) if one.date == date), None)
    stands = day_attendance(event, day) if day else None
    if stands is None or not stands.sessions:
        return None
    offices = stands.offices
    return DayPresence(
        expected=len(stands.lines),
        here=stands.here,
        offices=len(offices),
        complete=sum(not one.unknown for one in offices),
    )
