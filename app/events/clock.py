"""The clock of an event: the real one, or in a rehearsal one that was set."""

from datetime import datetime

from app.events.models import Event
from app.services import services


def event_now(event: Event) -> datetime:
    """Return the present moment of an event, in UTC; a rehearsal's clock leads or lags the real one."""
    now = services().clock.now()
    return now + event.rehearsal.lead if event.rehearsal else now
