"""The clock of an event: the real one, or in a rehearsal one that was set; and which day it is there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.events.models import Event
from app.services import services


def event_now(event: Event) -> datetime:
    """Return the present moment of an event, in UTC; a rehearsal's clock leads or lags the real one."""
    return event_moment(event, services().clock.now())


def event_moment(event: Event, moment: datetime) -> datetime:
    """Return a moment of the real clock as the event's clock showed it."""
    return moment + event.rehearsal.lead if event.rehearsal else moment


def event_today(event: Event) -> date:
    """Return the present day by the event's clock, where the event is."""
    return day_of(event, event_now(event))


def is_over(event: Event) -> bool:
    """Whether the last day of an event has passed, where it is."""
    return event_today(event) > event.ends_on


def day_of(event: Event, moment: datetime) -> date:
    """Return the day of a moment where the event is."""
    return moment.astimezone(ZoneInfo(event.zone)).date()
