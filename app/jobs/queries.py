"""Questions about jobs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.access import Permission, can
from app.db import db
from app.jobs.models import Job, JobState
from app.lib.refusals import N_, NotThere


class JobNotThere(NotThere):
    """A job that does not exist, or belongs to somebody else."""


def job_of(actor: Any, job_id: int) -> Job:
    """Return a job of the one who asked for it, or of anybody for those who may see all jobs."""
    job = db.session.get(Job, job_id)
    if job is None or not (job.requested_by == actor.reference or can(actor, Permission.JOBS_VIEW)):
        raise JobNotThere(N_("There is no such piece of work, or it is not yours."))
    return job


def job_with_key(key: str) -> Job | None:
    """Return the job with this key."""
    return db.session.execute(select(Job).where(Job.key == key)).scalar_one_or_none()


def failed_work(event_id: int) -> Sequence[Job]:
    """List the work of an event that could not be done and that nobody has seen to, the newest first."""
    asked = select(Job).where(Job.event_id == event_id, Job.state == JobState.FAILED)
    return db.session.scalars(asked.order_by(Job.id.desc())).all()


def failed_job(event_id: int, job_id: int) -> Job:
    """Return one piece of work of an event that has failed, or raise JobNotThere."""
    job = db.session.get(Job, job_id)
    if job is None or job.event_id != event_id or not job.has_failed:
        raise JobNotThere(
            N_("This work has not failed, or was tried again meanwhile. Open the list of failed work anew.")
        )
    return job


def newest_jobs(limit: int = 100) -> list[Job]:
    """List the newest jobs first."""
    return list(db.session.execute(select(Job).order_by(Job.id.desc()).limit(limit)).scalars())
