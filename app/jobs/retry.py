"""Try a piece of work again that was given up."""

from app.audit.record import Doer, record
from app.jobs.background import queue_again
from app.jobs.models import Job, JobState
from app.lib.refusals import N_, Conflict


class NotFailed(Conflict):
    """The work is waiting, running or done: there is nothing to try again."""


def retry_job(job: Job, *, by: Doer) -> None:
    """Put failed work back into the queue, with all its attempts before it. Raises NotFailed."""
    if job.state is not JobState.FAILED:
        raise NotFailed(N_("This work has not failed, so it cannot be tried again. Open the list anew."))
    queue_again(job)
    record("jobs.retry", by=by, on=f"job:{job.id}", event_id=job.event_id, kind=job.kind)
