"""What the committee is told of a device: when it was heard of, how much it keeps, how its clock goes.

A gate in a hurry is not written with every scan: only when half a minute has passed, or when something
changed that somebody looks at the list of devices for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from app.checkin.judging import FURTHEST_OFF
from app.checkin.models import SEEN_EVERY, Device
from app.db import db, transaction
from app.services import Services, services

CLOCK_STEP = timedelta(seconds=15)  # slower networks make no other clock
MOST_KNOWN = 500


@dataclass(frozen=True, slots=True)
class Heard:
    """What was last written of a device."""

    services: Services
    at: datetime
    waiting: int
    clock_offset: timedelta

    def says_the_same(self, waiting: int, clock_offset: timedelta) -> bool:
        """Say whether nothing changed that is worth a row."""
        is_young = services().clock.now() - self.at < SEEN_EVERY
        same_queue = (self.waiting > 0) == (waiting > 0)
        same_clock = abs(clock_offset - self.clock_offset) < CLOCK_STEP
        return self.services is services() and is_young and same_queue and same_clock


_heard: dict[int, Heard] = {}
_took_roster: dict[int, Heard] = {}


def hear(device_id: int, *, waiting: int | None, clock_offset: timedelta | None) -> None:
    """Write what a device said of itself, in a transaction of its own, when it is news."""
    if waiting is None and clock_offset is None:
        return
    if news := _news(_heard, device_id, waiting, clock_offset):
        with transaction():
            note_heard(device_id, waiting=waiting, clock_offset=clock_offset)
        _remember(_heard, device_id, news)


def hear_roster_taken(device_id: int, *, waiting: int | None, clock_offset: timedelta | None) -> None:
    """Write that a device took the list of passes, and what it said of itself, when it is news."""
    if news := _news(_took_roster, device_id, waiting, clock_offset):
        with transaction():
            note_roster_fetched(device_id)
            note_heard(device_id, waiting=waiting, clock_offset=clock_offset)
        _remember(_took_roster, device_id, news)


def forget_heard(device_id: int) -> None:
    """Let whatever a device says next be news: what is written of it did not come from the device.

    Another web process remembers on: the device stands as it was written for half a minute at most.
    """
    _heard.pop(device_id, None)
    _took_roster.pop(device_id, None)


def _news(
    written: dict[int, Heard], device_id: int, waiting: int | None, clock_offset: timedelta | None
) -> Heard | None:
    """Return what is to be written of a device, None when a row would say the same again."""
    known, queue, offset = written.get(device_id), waiting or 0, clock_offset or timedelta()
    if known and known.says_the_same(queue, offset):
        return None
    return Heard(services(), services().clock.now(), queue, offset)


def _remember(written: dict[int, Heard], device_id: int, news: Heard) -> None:
    """Keep what was written: only after it was, or a device whose row failed would be silent."""
    if len(written) >= MOST_KNOWN:
        written.clear()
    written[device_id] = news


def note_heard(device_id: int, *, waiting: int | None, clock_offset: timedelta | None) -> None:
    """Write that a device has been heard of just now, and what it said; None leaves what is known."""
    values: dict[str, object] = {"last_seen_at": services().clock.now()}
    if waiting is not None:
        values["waiting"] = waiting
    if clock_offset is not None:
        seconds = round(clock_offset.total_seconds())
        values["clock_offset_seconds"] = max(-FURTHEST_OFF, min(seconds, FURTHEST_OFF))
    db.session.execute(update(Device).where(Device.id == device_id).values(**values))


def note_seen(device_id: int) -> None:
    """Write that a device has been heard of just now."""
    note_heard(device_id, waiting=None, clock_offset=None)


def note_roster_fetched(device_id: int) -> None:
    """Write that a device took the list of passes just now: it can judge without a network."""
    now = services().clock.now()
    db.session.execute(update(Device).where(Device.id == device_id).values(roster_fetched_at=now))
