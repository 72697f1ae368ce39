"""Questions about travel: whose journey, who comes at which hour, how many of which food."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.access import Permission, within_reach
from app.db import db
from app.events.models import Event
from app.participants.models import MergedInto, Participant, Withdrawal
from app.participants.same_person import ids_of, ids_of_each
from app.travel.models import Direction, Journey, Needs

_WITH_OFFICE = joinedload(Participant.office)


@dataclass(frozen=True)
class Travelling:
    """A journey and whose it is; another row of the same person may have told it."""

    person: Participant
    journey: Journey


@dataclass(frozen=True)
class Needing:
    """What somebody needs and who it is; another row of the same person may have told it."""

    person: Participant
    needs: Needs


@dataclass(frozen=True)
class Hour:
    """Those who arrive or leave within one hour; `begins` is its first minute."""

    begins: datetime
    journeys: tuple[Travelling, ...]


@dataclass(frozen=True)
class TravelDay:
    """One day of arrivals or departures, where the event is."""

    date: date
    hours: tuple[Hour, ...]

    @property
    def people(self) -> int:
        """How many travel on this day."""
        return sum(len(hour.journeys) for hour in self.hours)


@dataclass(frozen=True)
class Catering:
    """How many people need which food; nobody is named. `taking_part` is everybody who comes."""

    diets: dict[str, int]
    with_needs: int
    taking_part: int


def journeys_of(participant: Participant) -> dict[Direction, Journey]:
    """Return the journeys of one person by direction; of rows that are one person the first one."""
    return _first_of(ids_of(participant))


def journeys_on(row: Participant) -> dict[Direction, Journey]:
    """Return what one row of the list says by direction, whether it counts or not."""
    return _first_of([row.id])


def _first_of(rows: Sequence[int]) -> dict[Direction, Journey]:
    theirs = select(Journey).where(Journey.participant_id.in_(rows))
    found = db.session.scalars(theirs.execution_options(populate_existing=True)).all()
    last_first = sorted(found, key=lambda journey: rows.index(journey.participant_id), reverse=True)
    return {journey.direction: journey for journey in last_first}


def needs_of(participant: Participant) -> Needs | None:
    """Return what somebody told about their needs; of rows that are one person the one that counts first."""
    rows = ids_of(participant)
    theirs = select(Needs).where(Needs.participant_id.in_(rows))
    found = db.session.scalars(theirs.execution_options(populate_existing=True)).all()
    return min(found, key=lambda needs: rows.index(needs.participant_id), default=None)


def journeys(event: Event, direction: Direction, *, actor: Any) -> list[Travelling]:
    """List the journeys of an event within reach by time, each person once, without those who do not come."""
    told = _told(event, actor, Permission.TRAVEL_VIEW, Journey, Participant, Journey)
    found = _first_each(told.where(Journey.direction == direction).options(_WITH_OFFICE))
    travelling = [Travelling(person, journey) for _, person, journey in found]
    return sorted(travelling, key=lambda one: (one.journey.at, one.person.folded_name))


def travel_days(event: Event, direction: Direction, *, actor: Any) -> list[TravelDay]:
    """Group the journeys of an event by day and hour, where the event is."""
    here = ZoneInfo(event.zone)

    def hour_of(one: Travelling) -> datetime:
        return one.journey.at.astimezone(here).replace(minute=0, second=0, microsecond=0)

    by_hour = groupby(journeys(event, direction, actor=actor), key=hour_of)
    hours = [Hour(begins, tuple(found)) for begins, found in by_hour]
    by_day = groupby(hours, key=lambda hour: hour.begins.date())
    return [TravelDay(day, tuple(found)) for day, found in by_day]


def count_unknown(event: Event, direction: Direction, *, actor: Any) -> int:
    """Count those who come and have not said when."""
    said = (
        select(func.coalesce(MergedInto.participant_id, Journey.participant_id))
        .select_from(Journey)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Journey.participant_id)
        .where(Journey.event_id == event.id, Journey.direction == direction)
    )
    question = (
        select(func.count())
        .select_from(Participant)
        .outerjoin(Participant.withdrawal)
        .where(*_coming(event, actor, Permission.TRAVEL_VIEW), Participant.id.not_in(said))
    )
    return db.session.scalar(question) or 0


def catering(event: Event, *, actor: Any) -> Catering:
    """Count the food of an event. It names nobody, so it needs no right to see needs."""
    come = _coming(event, actor, Permission.TRAVEL_VIEW)
    everybody = select(func.count()).select_from(Participant).outerjoin(Participant.withdrawal).where(*come)
    needs = _told(event, actor, Permission.TRAVEL_VIEW, Needs, Needs.diets)
    told = [diets for _, diets in _first_each(needs)]
    diets = Counter(diet for one in told for diet in one)
    return Catering(dict(diets), sum(1 for one in told if one), db.session.scalar(everybody) or 0)


def needs_list(event: Event, *, actor: Any) -> list[Needing]:
    """List who needs what, for those who may see it, each person once, by name."""
    told = _told(event, actor, Permission.TRAVEL_SEE_NEEDS, Needs, Participant, Needs)
    needing = [Needing(person, needs) for _, person, needs in _first_each(told.options(_WITH_OFFICE))]
    return sorted(needing, key=lambda one: one.person.folded_name)


def people_of_delegation(delegation_id: int) -> Sequence[Participant]:
    """List those of a delegation who come, by name; who stands there twice by merged rows, once."""
    once = Participant.id.not_in(select(MergedInto.duplicate_id))
    return db.session.scalars(
        select(Participant)
        .outerjoin(Participant.withdrawal)
        .where(Participant.delegation_id == delegation_id, Withdrawal.id.is_(None), once)
        .options(joinedload(Participant.office))
        .order_by(Participant.folded_name, Participant.id)
    ).all()


def journeys_among(people: Sequence[Participant]) -> dict[tuple[int, Direction], Journey]:
    """Return the journeys of several people of an event, each as `journeys_of` does."""
    rows = ids_of_each(people, event_id=people[0].event_id) if people else {}
    whose = {row: (person, place) for person, theirs in rows.items() for place, row in enumerate(theirs)}
    told = db.session.scalars(select(Journey).where(Journey.participant_id.in_(whose))).all()
    last_first = sorted(told, key=lambda one: whose[one.participant_id][1], reverse=True)
    return {(whose[one.participant_id][0], one.direction): one for one in last_first}


def _coming(event: Event, actor: Any, permission: Permission) -> list[ColumnElement[bool]]:
    """Say who comes: of two rows that are one person only the one that counts."""
    once = Participant.id.not_in(select(MergedInto.duplicate_id))
    return [*_there(event, actor, permission), once]


def _told(
    event: Event, actor: Any, permission: Permission, told: type[Journey] | type[Needs], *wanted: Any
) -> Select[Any]:
    """Ask what was told, by the id of the person it counts for: of several rows the one that counts first."""
    return (
        select(Participant.id, *wanted)
        .select_from(told)
        .outerjoin(MergedInto, MergedInto.duplicate_id == told.participant_id)
        .join(Participant, Participant.id == func.coalesce(MergedInto.participant_id, told.participant_id))
        .outerjoin(Withdrawal, Withdrawal.participant_id == Participant.id)
        .where(told.event_id == event.id, *_there(event, actor, permission))
        .order_by(Participant.id, MergedInto.id.is_not(None), told.participant_id)
    )


def _first_each(told: Select[Any]) -> list[Any]:
    """Keep of each person the row that counts first: two rows may have told, and only one person comes."""
    first: dict[int, Any] = {}
    for row in db.session.execute(told):
        first.setdefault(row[0], row)
    return list(first.values())


def _there(event: Event, actor: Any, permission: Permission) -> list[ColumnElement[bool]]:
    reach = within_reach(actor, permission, Participant)
    return [Participant.event_id == event.id, Withdrawal.id.is_(None), reach]
