"""Let those who change one thing of an event together do so one after the other."""

from sqlalchemy import select

from app.db import db
from app.events.models import Event


def one_at_a_time(event_id: int) -> None:
    """Wait until nobody else changes the seats of this event, and let others wait until the end.

    On PostgreSQL by a lock on the event's row, which gates and readers do not notice; on SQLite the
    writing transaction is the lock. Look at rows only afterwards: what was read before may be old.

    Event, then quota: whoever also locks the places of a role, or writes people before doing so, calls
    this first. Two who lock in different orders would wait for each other for ever.
    """
    db.session.execute(select(Event.id).where(Event.id == event_id).with_for_update(key_share=True))
