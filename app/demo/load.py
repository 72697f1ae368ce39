"""Load the demonstration into an empty data directory, step by step, through the verbs."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import User
from app.checkin.models import Attendance
from app.db import db
from app.demo.accounts import load_accounts
from app.demo.load_attendance import load_attendance
from app.demo.load_event import CLOCK_STARTS_AT, load_agenda, load_event, set_clock
from app.demo.load_minutes import load_minutes
from app.demo.load_offices import load_offices
from app.demo.load_people import load_people
from app.demo.load_rules import close_first_day
from app.demo.load_seats import load_changes, load_seats
from app.events.models import Event
from app.lib.refusals import N_, Conflict
from app.offices.models import Office
from app.participants.models import Participant


class NotEmpty(Conflict):
    """The data directory holds something already; a demonstration never mixes with it."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What the demonstration holds now."""

    event: str
    offices: int
    participants: int
    attendances: int


def load_bare() -> Loaded:
    """Load offices, posts, event, agenda and accounts, but nobody who takes part.

    Raises NotEmpty.
    """
    event = _prepare()
    set_clock(event, CLOCK_STARTS_AT)
    return _loaded(event)


def load_full() -> Loaded:
    """Load the meeting in full swing: its people, two and a half days of attendance, its minutes.

    Raises NotEmpty.
    """
    event = _prepare()
    load_people(event)
    load_changes(event)
    load_attendance(event)
    close_first_day(event)
    load_minutes(event)
    set_clock(event, CLOCK_STARTS_AT)
    return _loaded(event)


def _prepare() -> Event:
    if any(db.session.scalar(select(model.id).limit(1)) for model in (User, Event, Office)):
        raise NotEmpty(
            N_(
                "This data directory is not empty, and the demonstration never mixes with real data."
                " Name another one: RAKORNIS_DATA=DIR bin/rakornis demo"
            )
        )
    load_offices()
    event = load_event()
    load_agenda(event)
    load_seats(event)
    load_accounts(event)
    return event


def _loaded(event: Event) -> Loaded:
    def count(model: type[Office | Participant | Attendance]) -> int:
        return db.session.scalar(select(func.count()).select_from(model)) or 0

    return Loaded(
        event=event.slug,
        offices=count(Office),
        participants=count(Participant),
        attendances=count(Attendance),
    )
