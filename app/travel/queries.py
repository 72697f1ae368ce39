"""Questions about travel: whose journey, who comes at which hour, how many of which food."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.access import Permission, within_reach
from app.db import db
from app.events.models import Event
from app.participants.merge import ids_of, ids_of_each
from app.participants.models import MergedInto, Participant, Withdrawal
from app.travel.models import Direction, Journey, Needs


@dataclass(frozen=True)
class Hour:
    """Those who arrive or leave within one hour; `begins` is its first minute."""

    begins: datetime
    journeys: tuple[Journey, ...]


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


def journeys(event: Event, direction: Direction, *, actor: Any) -> Sequence[Journey]:
    """List the journeys of an event within reach by time, without those who do not come."""
    return db.session.scalars(
        select(Journey)
        .join(Journey.participant)
        .outerjoin(Participant.withdrawal)
        .where(Journey.direction == direction, *_telling(event, actor, Permission.TRAVEL_VIEW, Journey))
        .options(contains_eager(Journey.participant).joinedload(Participant.office))
        .order_by(Journey.at, Participant.folded_name)
    ).all()


def travel_days(event: Event, direction: Direction, *, actor: Any) -> list[TravelDay]:
    """Group the journeys of an event by day and hour, where the event is."""
    here = ZoneInfo(event.zone)

    def hour_of(journey: Journey) -> datetime:
        return journey.at.astimezone(here).replace(minute=0, second=0, microsecond=0)

    by_hour = groupby(journeys(event, direction, actor=actor), key=hour_of)
    hours = [Hour(begins, tuple(found)) for begins, found in by_hour]
    by_day = groupby(hours, key=lambda hour: hour.begins.date())
    return [TravelDay(day, tuple(found)) for day, found in by_day]


def count_unknown(event: Event, direction: Direction, *, actor: Any) -> int:
    """Count those who come and have not said when."""
    merged = select(MergedInto.duplicate_id).where(MergedInto.participant_id == Participant.id)
    theirs = (Journey.participant_id == Participant.id) | Journey.participant_id.in_(merged)
    said = select(Journey.id).where(theirs, Journey.direction == direction)
    question = (
        select(func.count())
        .select_from(Participant)
        .outerjoin(Participant.withdrawal)
        .where(*_coming(event, actor, Permission.TRAVEL_VIEW), ~said.exists())
    )
    return db.session.scalar(question) or 0


def catering(event: Event, *, actor: Any) -> Catering:
    """Count the food of an event. It names nobody, so it needs no right to see needs."""
    come = _coming(event, actor, Permission.TRAVEL_VIEW)
    everybody = select(func.count()).select_from(Participant).outerjoin(Participant.withdrawal).where(*come)
    telling = _telling(event, actor, Permission.TRAVEL_VIEW, Needs)
    told = db.session.scalars(
        select(Needs.diets).join(Needs.participant).outerjoin(Participant.withdrawal).where(*telling)
    ).all()
    diets = Counter(diet for one in told for diet in one)
    return Catering(dict(diets), sum(1 for one in told if one), db.session.scalar(everybody) or 0)


def needs_list(event: Event, *, actor: Any) -> Sequence[Needs]:
    """List who needs what, for those who may see it, by name."""
    return db.session.scalars(
        select(Needs)
        .join(Needs.participant)
        .outerjoin(Participant.withdrawal)
        .where(*_telling(event, actor, Permission.TRAVEL_SEE_NEEDS, Needs))
        .options(contains_eager(Needs.participant).joinedload(Participant.office))
        .order_by(Participant.folded_name)
    ).all()


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


def _telling(
    event: Event, actor: Any, permission: Permission, told: type[Journey] | type[Needs]
) -> list[ColumnElement[bool]]:
    """Say whose word counts: of rows that are one person the one that counts, else another that told."""
    itself: Any = aliased(told)
    has_told = select(itself.id).where(itself.participant_id == MergedInto.participant_id)
    if told is Journey:
        has_told = has_told.where(itself.direction == Journey.direction)
    withdrew = select(Withdrawal.id).where(Withdrawal.participant_id == MergedInto.participant_id)
    another = (
        select(MergedInto.id)
        .where(MergedInto.duplicate_id == Participant.id, has_told.exists() | withdrew.exists())
        .correlate(Participant, told)
    )
    return [*_there(event, actor, permission), ~another.exists()]


def _there(event: Event, actor: Any, permission: Permission) -> list[ColumnElement[bool]]:
    reach = within_reach(actor, permission, Participant)
    return [Participant.event_id == event.id, Withdrawal.id.is_(None), reach]
