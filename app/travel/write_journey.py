"""Write down when somebody arrives or leaves, change it, or cross it out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, update

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.models import Event
from app.i18n import short_date
from app.lib.refusals import N_, Conflict, Refused
from app.participants.models import Participant
from app.participants.same_person import ids_of
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

    Of rows that are one person it is written where it stands: after the merge is undone each has its own.
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

    It goes from all rows that are this person, or another one would count instead. Raises JourneyChanged.
    """
    shown = journeys_of(participant).get(direction)
    if shown is None:
        return False
    this = Journey.id == shown.id
    if revision is not None:
        this &= Journey.revision == revision
    if not db.session.execute(delete(Journey).where(this).returning(Journey.id)).all():
        raise JourneyChanged
    db.session.execute(delete(Journey).where(_theirs(participant, direction)))
    _tell("travel.cross_out_journey", participant, direction, by)
    return True


def _written(
    participant: Participant, direction: Direction, values: dict[str, object], *, revision: int
) -> bool:
    shown = journeys_of(participant).get(direction)
    if revision == NOT_WRITTEN:
        if shown is not None:
            return False
        who = {"event_id": participant.event_id, "participant_id": participant.id, "direction": direction}
        return insert_once(Journey, **who, **values) is not None
    if shown is None:
        return False
    this = update(Journey).where(Journey.id == shown.id, Journey.revision == revision)
    changed = this.values(**values, revision=revision + 1).returning(Journey.id)
    return bool(db.session.execute(changed.execution_options(synchronize_session=False)).all())


def _theirs(participant: Participant, direction: Direction) -> ColumnElement[bool]:
    return Journey.participant_id.in_(ids_of(participant)) & (Journey.direction == direction)


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
