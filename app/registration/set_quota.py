"""How much room there is for people outside the delegations: speakers, committee, press, guests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Refused
from app.participants.models import ParticipantRole
from app.participants.seats import ROLES_THAT_SIT
from app.registration.models import Quota
from app.registration.waiting_list import promote_waiting

MOST_PEOPLE = 100_000
ROLES_WITH_QUOTA = tuple(role for role in ParticipantRole if role not in ROLES_THAT_SIT)


class QuotaOutOfRange(Refused):
    """A number of places that makes no sense."""

    def __init__(self) -> None:
        super().__init__(N_("Write a number of places from 0 to %(most)s."), most=MOST_PEOPLE)


@dataclass(frozen=True, kw_only=True)
class QuotaDetails:
    """So many places; `closes_at` is when the registration link stops; `contact` whom to call after that."""

    places: int
    closes_at: datetime | None = None
    contact: str = ""


def quotas_of(event: Event) -> Sequence[Quota]:
    """List the quotas of an event."""
    return db.session.scalars(select(Quota).where(Quota.event_id == event.id).order_by(Quota.id)).all()


def set_quota(event: Event, role: ParticipantRole, details: QuotaDetails, *, by: Doer) -> Quota:
    """Say how much room there is for a role; more room lets those who wait come, less sends nobody away.

    Raises QuotaOutOfRange.
    """
    if not 0 <= details.places <= MOST_PEOPLE:
        raise QuotaOutOfRange
    one_at_a_time(event.id)
    insert_once(Quota, event_id=event.id, role=role, **vars(details))
    question = select(Quota).where(Quota.event_id == event.id, Quota.role == role).with_for_update()
    quota = db.session.scalars(question.execution_options(populate_existing=True)).one()
    for name, value in vars(details).items():
        setattr(quota, name, value)
    db.session.flush()
    record(
        "registration.set_quota",
        by=by,
        on=quota.reference,
        event_id=event.id,
        role=role.value,
        places=details.places,
    )
    promote_waiting(event, role, by=by)
    return quota
