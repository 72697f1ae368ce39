"""Write down when somebody arrives or leaves, change it, or cross it out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, select, update

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.models import Event
from app.i18n import short_date
from app.lib.refusals import N_, Conflict, Refused
from app.participants.models import Participant
from app.services import services
from app.travel.models import Direction, Journey, Means
from app.travel.queries import journeys_of

AROUND_THE_EVENT = timedelta(days=14)
NOT_WRITTEN = 0  # the revision a form has that was opened before there was a journey


class JourneyOutOfTime(Refused):
    """An arrival or departure far away from the event is a slip of the pen."""


class JourneyChanged(Conflict):
    """Somebody else has written this journey since the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Somebody else has changed this journey in the meantime. Below is what you typed; "
                "open the page again to see theirs, or save once more to keep yours."
            )
        )


@dataclass(frozen=True, kw_only=True)
class JourneyEntry:
    """A journey as it is written down; `at` is a moment."""

    at: datetime
    means: Means
    number: str = ""
    place: str = ""
    note: str = ""


def write_journey(
    participant: Participant, direction: Direction, entry: JourneyEntry, *, revision: int, by: Doer
) -> None:
    """Write a journey. `revision` is the one that was shown, 0 when there was none.

    Raises JourneyOutOfTime and JourneyChanged.
    """
    _check_time(participant, direction, entry.at)
    values = {**vars(entry), "changed_at": services().clock.now(), "changed_by": by.reference}
    if not _written(participant, direction, values, revision=revision):
        raise JourneyChanged
    _tell("travel.write_journey", participant, direction, by)


def cross_out_journey(
    participant: Participant, direction: Direction, *, by: Doer, revision: int | None = None
) -> bool:
    """Delete a journey; with a `revision` only the one that was shown. False when there was none.

    Raises JourneyChanged.
    """
    this = _this(participant, direction)
    shown = this if revision is None else this & (Journey.revision == revision)
    gone = db.session.execute(delete(Journey).where(shown).returning(Journey.id)).all()
    if not gone and db.session.scalar(select(Journey.id).where(this)):
        raise JourneyChanged
    if gone:
        _tell("travel.cross_out_journey", participant, direction, by)
    return bool(gone)


def _written(
    participant: Participant, direction: Direction, values: dict[str, object], *, revision: int
) -> bool:
    if revision == NOT_WRITTEN:
        who = {"event_id": participant.event_id, "participant_id": participant.id, "direction": direction}
        return insert_once(Journey, **who, **values) is not None
    shown = update(Journey).where(_this(participant, direction), Journey.revision == revision)
    changed = shown.values(**values, revision=revision + 1).returning(Journey.id)
    return bool(db.session.execute(changed.execution_options(synchronize_session=False)).all())


def _this(participant: Participant, direction: Direction) -> ColumnElement[bool]:
    return (Journey.participant_id == participant.id) & (Journey.direction == direction)


def _check_time(participant: Participant, direction: Direction, at: datetime) -> None:
    event = db.session.get_one(Event, participant.event_id)
    here = ZoneInfo(event.zone)
    first = datetime.combine(event.starts_on, time(), here) - AROUND_THE_EVENT
    last = datetime.combine(event.ends_on, time.max, here) + AROUND_THE_EVENT
    if not first <= at <= last:
        raise JourneyOutOfTime(
            N_("A journey to this event lies between %(first)s and %(last)s. Look at the date again."),
            first=short_date(first, event.zone),
            last=short_date(last, event.zone),
        )
    known = journeys_of(participant) | {direction: None}
    arrival, departure = known.get(Direction.ARRIVAL), known.get(Direction.DEPARTURE)
    if (arrival and at <= arrival.at) or (departure and at >= departure.at):
        raise JourneyOutOfTime(N_("The departure comes after the arrival. Look at both dates again."))


def _tell(action: str, participant: Participant, direction: Direction, by: Doer) -> None:
    record(action, by=by, on=participant.reference, event_id=participant.event_id, direction=direction.value)
