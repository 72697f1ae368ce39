"""Questions about jobs."""

from typing import Any

from sqlalchemy import select

from app.access import Permission, can
from app.db import db
from app.jobs.models import Job
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


def newest_jobs(limit: int = 100) -> list[Job]:
    """List the newest jobs first."""
    return list(db.session.execute(select(Job).order_by(Job.id.desc()).limit(limit)).scalars())
