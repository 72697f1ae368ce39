"""What is done to many people at once: to a few while somebody waits, to more in the background.

Whom it means is fixed when it is asked for. Each step is written together with how far the work is: a
worker that takes over goes on where the other was killed, and touches nobody a second time, also nobody
who was restored meanwhile.
"""

from collections.abc import Callable, Sequence
from typing import Any

from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.jobs.queries import job_with_key
from app.lib.codes import random_token
from app.lib.refusals import N_
from app.participants.personal_links import make_missing_links
from app.participants.withdraw import ReasonMissing, withdraw_people

FEW = 200  # as many as a page may write while somebody waits
Do = Callable[[Event, Sequence[int], Doer], int]


def are_few(ids: Sequence[int]) -> bool:
    """Whether so many people are done with at once."""
    return len(ids) <= FEW


@background("participants.make_links", words=N_("Making personal links"))
def make_many_links(work: Work, *, event: int, ids: Sequence[int]) -> dict[str, Any]:
    """Make the personal links that are missing; who has one keeps it."""
    made = _step_by_step(work, event, ids, lambda meeting, few, by: make_missing_links(meeting, few, by=by))
    return {"made": made, "address": _list(event)}


@background("participants.withdraw_people", words=N_("Withdrawing people"))
def withdraw_many(work: Work, *, event: int, ids: Sequence[int], reason: str) -> dict[str, Any]:
    """Withdraw people for one reason; who has withdrawn already keeps the first reason."""
    gone = _step_by_step(
        work, event, ids, lambda meeting, few, by: withdraw_people(meeting, few, reason=reason, by=by)
    )
    return {"withdrawn": gone, "address": f"{_list(event)}?state=withdrawn"}


def make_links_later(event: Event, ids: Sequence[int], *, by: Doer) -> Job:
    """Have the missing personal links of many people made."""
    return make_many_links.later(
        key=f"{make_many_links.kind}:{event.id}:{random_token()}",
        by=by,
        event_id=event.id,
        event=event.id,
        ids=list(ids),
    )


def withdraw_later(event: Event, ids: Sequence[int], *, reason: str, key: str, by: Doer) -> Job:
    """Have many people withdrawn, once per `key`. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return withdraw_many.later(
        key=_withdrawal_key(event, key),
        by=by,
        event_id=event.id,
        event=event.id,
        ids=list(ids),
        reason=reason,
    )


def withdrawal_asked(event: Event, key: str) -> Job | None:
    """Return the work that was asked for under this key, when it was."""
    return job_with_key(_withdrawal_key(event, key)) if key else None


def _withdrawal_key(event: Event, key: str) -> str:
    return f"{withdraw_many.kind}:{event.id}:{key}"


def _step_by_step(work: Work, event_id: int, ids: Sequence[int], do: Do) -> int:
    """Do it to a few at a time, from where an earlier worker stopped; return to how many it was done now."""
    changed, start = 0, work.done_before()
    while start < len(ids):
        with work.transaction():
            few = ids[start : start + FEW]
            changed += do(db.session.get_one(Event, event_id), few, work.by)
            start += len(few)
            work.progress(start, len(ids))
    return changed


def _list(event_id: int) -> str:
    return f"/events/{db.session.get_one(Event, event_id).slug}/participants"
