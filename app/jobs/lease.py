"""Leases: which worker holds a job, until when. A number that only grows fences off the old one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_, select, update

from app.audit.record import WORKER, Machine
from app.db import db, end_read, transaction
from app.jobs.models import Job, JobState
from app.services import services

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5
WAIT_AFTER_FAILURE = timedelta(seconds=5)


@dataclass(frozen=True)
class Lease:
    """The right to work on a job until it runs out or is renewed."""

    job_id: int
    fence: int
    kind: str
    arguments: dict[str, Any]
    by: Machine
    attempts: int


def take_lease(*, key: str | None = None) -> Lease | None:
    """Take the oldest job that is due: queued, or left by a worker that died. None when idle.

    With `key` only that job is taken.
    """
    now = services().clock.now()
    due = _due(now) & (Job.key == key) if key else _due(now)
    if not _something_is(due):
        return None
    with transaction() as session:
        job = session.execute(
            select(Job)
            .where(due)
            .order_by(Job.run_after, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).scalar_one_or_none()
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.fence += 1
        job.attempts += 1
        job.leased_until = now + LEASE
        by = Machine(job.requested_by, job.requested_by_name or WORKER.name)
        return Lease(job.id, job.fence, job.kind, dict(job.arguments), by, job.attempts)


def _something_is(due: ColumnElement[bool]) -> bool:
    """Look without a write lock: an idle worker must not disturb the gate."""
    found = db.session.execute(select(Job.id).where(due).limit(1)).first()
    end_read()
    return found is not None


def _due(now: datetime) -> ColumnElement[bool]:
    queued = (Job.state == JobState.QUEUED) & (Job.run_after <= now)
    abandoned = (Job.state == JobState.RUNNING) & or_(Job.leased_until.is_(None), Job.leased_until < now)
    return or_(queued, abandoned)


def renew(lease: Lease) -> bool:
    """Hold the job for another while; False when somebody else has it now."""
    return _write(lease, leased_until=services().clock.now() + LEASE)


def finish(lease: Lease, outcome: dict[str, Any] | None) -> bool:
    """Record that the work is done and what came of it. The same work, failed before, is settled by it."""
    done = _write(
        lease,
        state=JobState.DONE,
        outcome=outcome,
        error=None,
        leased_until=None,
        finished_at=services().clock.now(),
    )
    if done:
        _settle_earlier(lease)
    return done


def _settle_earlier(lease: Lease) -> None:
    """Nobody need look at failed work that was asked for once more, in the same words, and is done now."""
    arguments = cast(Job.arguments, String)
    this = select(Job.event_id, arguments.label("arguments")).where(Job.id == lease.job_id).subquery()
    earlier = (
        (Job.kind == lease.kind)
        & (Job.state == JobState.FAILED)
        & Job.event_id.is_not_distinct_from(select(this.c.event_id).scalar_subquery())
        & (arguments == select(this.c.arguments).scalar_subquery())
    )
    if _something_is(earlier):
        with transaction() as session:
            session.execute(update(Job).where(earlier).values(state=JobState.DISMISSED))


def give_up(lease: Lease, error: str, *, state: JobState = JobState.FAILED) -> bool:
    """Record that the work cannot be done, and why."""
    return _write(lease, state=state, error=error, leased_until=None, finished_at=services().clock.now())


def put_back(lease: Lease, *, error: str | None = None) -> bool:
    """Return the work to the queue: at once when the worker stops, after a pause when it stumbled.

    A worker that was asked to stop has not tried in vain: that attempt does not count.
    """
    pause = WAIT_AFTER_FAILURE * lease.attempts if error else timedelta()
    return _write(
        lease,
        state=JobState.QUEUED,
        attempts=lease.attempts if error else lease.attempts - 1,
        error=error,
        leased_until=None,
        run_after=services().clock.now() + pause,
    )


def _write(lease: Lease, **values: object) -> bool:
    with transaction() as session:
        changed = session.execute(
            update(Job)
            .where(Job.id == lease.job_id, Job.fence == lease.fence)
            .values(**values)
            .returning(Job.id)
        )
        return changed.first() is not None
