"""Issue the certificates of an event: one job at a time, asked for by a page or by the command line."""

from sqlalchemy import func, select

from app.audit.record import Doer
from app.certificates.issuing import issue
from app.certificates.paper import stationery_of
from app.certificates.queries import ISSUE
from app.db import db
from app.events.models import Event
from app.jobs.models import Job, JobState


def issue_certificates(event: Event, *, by: Doer) -> Job:
    """Ask for every certificate that is due; whoever asks while that work is under way gets the same job.

    Raises SignerMissing before anything is written.
    """
    stationery_of(event)
    finished = select(func.count()).where(
        Job.kind == ISSUE, Job.event_id == event.id, Job.state == JobState.DONE
    )
    key = f"certificates:{event.id}:{db.session.execute(finished).scalar_one()}"
    return issue.later(key=key, by=by, event_id=event.id, event=event.id)
