"""Create an event: its description, its days and the rules it begins with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.models import Day, Event, Rehearsal, Rules
from app.lib.refusals import N_, Conflict, Refused

LONGEST_EVENT_DAYS = 31
YEARS = range(2000, 2100)


@dataclass(frozen=True, kw_only=True)
class EventDetails:
    """What an event is: `zone` is an IANA name, dates are those of the place."""

    slug: str
    title: str
    short_title: str
    city: str
    zone: str
    starts_on: date
    ends_on: date
    purpose: str = ""
    planned_participants: int | None = None


class SlugTaken(Conflict):
    """Another event has this address."""


class DatesImpossible(Refused):
    """The event would end before it starts, or never."""


class DayInUse(Conflict):
    """A day that would fall away still has sessions."""


def refuse_other_centuries(*moments: date) -> None:
    """Refuse a year that is a slip of the hand: no clock and no calendar could go by it.

    Raises DatesImpossible.
    """
    if any(moment.year not in YEARS for moment in moments):
        raise DatesImpossible(N_("The year is a slip of the hand. Write it with four digits, such as 2025."))


def create_event(details: EventDetails, *, by: Doer) -> Event:
    """Create a real meeting: it goes by the real clock for good.

    Raises SlugTaken and DatesImpossible.
    """
    _check_dates(details)
    event_id = insert_once(Event, **vars(details))
    if event_id is None:
        raise SlugTaken(
            N_("Another event already has the address %(slug)s. Choose a different one."), slug=details.slug
        )
    event = db.session.get_one(Event, event_id)
    event.rules = Rules()
    _arrange_days(event)
    db.session.flush()
    record("events.create", by=by, on=f"event:{event.id}", event_id=event.id, slug=event.slug)
    return event


def create_rehearsal(details: EventDetails, *, clock_starts_at: datetime, now: datetime, by: Doer) -> Event:
    """Create a rehearsal: an event with a clock of its own, which can never become a real one.

    Raises SlugTaken and DatesImpossible.
    """
    refuse_other_centuries(clock_starts_at)
    event = create_event(details, by=by)
    event.rehearsal = Rehearsal(clock_starts_at=clock_starts_at, set_at=now)
    db.session.flush()
    return event


def describe_event(event: Event, details: EventDetails, *, by: Doer) -> None:
    """Change what an event is; days that are new are added, days that fall away must be empty.

    Raises SlugTaken, DatesImpossible and DayInUse.
    """
    _check_dates(details)
    changed = [name for name, value in vars(details).items() if getattr(event, name) != value]
    for name in changed:
        setattr(event, name, getattr(details, name))
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise SlugTaken(
            N_("Another event already has the address %(slug)s. Choose a different one."), slug=details.slug
        ) from clash
    _arrange_days(event)
    try:
        db.session.flush()
    except IntegrityError as in_use:
        raise DayInUse(
            N_("A day outside the new dates still has sessions. Move or delete those sessions first.")
        ) from in_use
    record("events.set_up", by=by, on=f"event:{event.id}", event_id=event.id, changed=changed)


def name_days(event: Event, names: dict[int, str], *, by: Doer) -> None:
    """Give the days their names; `names` is by the day's number in the database."""
    for day in event.days:
        day.name = names.get(day.id, day.name)
    record("events.set_up", by=by, on=f"event:{event.id}", event_id=event.id, changed=["days"])


def _check_dates(details: EventDetails) -> None:
    refuse_other_centuries(details.starts_on, details.ends_on)
    if details.ends_on < details.starts_on:
        raise DatesImpossible(N_("The event ends before it starts. Correct one of the two dates."))
    if (details.ends_on - details.starts_on).days >= LONGEST_EVENT_DAYS:
        raise DatesImpossible(
            N_("An event lasts %(days)s days at most. Correct the dates, or create a second event."),
            days=LONGEST_EVENT_DAYS,
        )


def _arrange_days(event: Event) -> None:
    """Make one day per date; those outside the dates go, and a session on one of them objects."""
    length = (event.ends_on - event.starts_on).days + 1
    wanted = [event.starts_on + timedelta(days=n) for n in range(length)]
    there = {day.date: day for day in event.days}
    event.days = [there.get(on) or Day(date=on) for on in wanted]
