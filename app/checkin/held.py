"""Make sure of the arrivals that scans found: an undoing at the same moment may be taking one back.

A scan of somebody who is here already writes no attendance, so nothing would make it meet the undoing. It
therefore locks the row of the arrival: an undoing that comes later waits, and then finds this scan; one that
came earlier is waited for, and the scan is judged anew. Whoever is new costs no statement here.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from app.checkin.hours import SessionHours
from app.checkin.judging import Judgement, judge
from app.checkin.ledger import ATTENDANCES, MERGES, PEOPLE
from app.checkin.models import ScanStatus
from app.db import db


def as_they_stand(kept: list[Judgement], *, hours: SessionHours, now: datetime) -> list[Judgement]:
    """Return the judgements with those judged anew whose arrival was undone, or has moved, meanwhile."""
    resting = {one.person_id for one in kept if one.person_id is not None and _rests_on_arrival(one)}
    if not resting:
        return kept
    arrived = _hold(hours.session_id, resting)
    return [_anew(one, arrived.get(one.person_id or 0), hours, now) for one in kept]


def _rests_on_arrival(one: Judgement) -> bool:
    """Whether somebody comes in who is known to have come. Who goes is not let in by this scan."""
    known = one.found is not None and one.found.first_at is not None
    return known and not one.leaves and one.status is not ScanStatus.REFUSED


def _anew(one: Judgement, first_at: datetime | None, hours: SessionHours, now: datetime) -> Judgement:
    if one.found is None or not _rests_on_arrival(one) or one.found.first_at == first_at:
        return one
    found = replace(one.found, first_at=first_at)
    if first_at is None:  # who has not come has not gone either
        found = replace(found, left_at=None, returned_at=None)
    return judge(one.presented, found, hours=hours, now=now)


def _hold(session_id: int, people: Iterable[int]) -> dict[int, datetime]:
    """Lock the rows of these people in a session, always in one order; return who has arrived, and when."""
    ids = list(people)
    own, merged = select(PEOPLE.c.id), select(MERGES.c.duplicate_id)
    rows = own.where(PEOPLE.c.id.in_(ids)).union_all(merged.where(MERGES.c.participant_id.in_(ids)))
    owner = func.coalesce(MERGES.c.participant_id, ATTENDANCES.c.participant_id)
    held = db.session.execute(
        select(owner.label("person"), ATTENDANCES.c.first_at)
        .outerjoin_from(ATTENDANCES, MERGES, MERGES.c.duplicate_id == ATTENDANCES.c.participant_id)
        .where(
            ATTENDANCES.c.session_id == session_id,
            ATTENDANCES.c.participant_id.in_(rows),
            ATTENDANCES.c.first_at.is_not(None),
        )
        .order_by(ATTENDANCES.c.participant_id)
        .with_for_update(of=ATTENDANCES)
    )
    arrived: dict[int, datetime] = {}
    for person, first_at in held:
        arrived[person] = min(first_at, arrived.get(person, first_at))
    return arrived
