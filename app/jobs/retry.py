"""What to do about work that was given up: try it again, or set it aside."""

from sqlalchemy import update

from app.audit.record import Doer, record
from app.db import db
from app.jobs.background import queue_again
from app.jobs.models import Job, JobState
from app.lib.refusals import N_, Conflict


class NotFailed(Conflict):
    """The work is waiting, running or done: there is nothing to try again."""


def retry_job(job: Job, *, by: Doer) -> None:
    """Put failed work back into the queue, with all its attempts before it. Raises NotFailed."""
    if not job.has_failed:
        raise NotFailed(N_("This work has not failed, so it cannot be tried again. Open the list anew."))
    queue_again(job)
    record("jobs.retry", by=by, on=f"job:{job.id}", event_id=job.event_id, kind=job.kind)


def dismiss_job(job: Job, *, by: Doer) -> None:
    """Set failed work aside: nobody need look at it any more. What was tried again stays."""
    dismissed = db.session.execute(
        update(Job)
        .where(Job.id == job.id, Job.state == JobState.FAILED)
        .values(state=JobState.DISMISSED)
        .returning(Job.id)
    ).scalar_one_or_none()
    if dismissed is not None:
        record("jobs.dismiss", by=by, on=f"job:{job.id}", event_id=job.event_id, kind=job.kind)
