"""What is still open before a day is closed: scans on devices, people nobody knows of, conflicts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.attendance.day import DayLine
from app.attendance.days import DayAttendance
from app.checkin.conflicts import conflicts_of
from app.checkin.models import Device
from app.db import db
from app.events.models import Event


@dataclass(frozen=True, slots=True)
class OpenThings:
    """What would be sealed as unknown, or arrive as a supplement. Nothing of it forbids the closing."""

    devices: Sequence[Device]
    unknown: Sequence[DayLine]
    conflicts: int


def open_things(event: Event, day: DayAttendance) -> OpenThings:
    """Collect what is open on a day."""
    waiting = select(Device).where(Device.event_id == event.id, Device.waiting > 0)  # also of an ended one
    of_day = {one.id for one in day.sessions}
    return OpenThings(
        devices=db.session.scalars(waiting.options(joinedload(Device.gate)).order_by(Device.id)).all(),
        unknown=day.unknown,
        conflicts=sum(one.is_open and one.session.id in of_day for one in conflicts_of(event)),
    )
