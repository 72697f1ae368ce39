"""Have the matrix written in the background, and keep it; each taking leaves a trace."""

from typing import Any

from sqlalchemy import select

from app.attendance.all_days import all_days
from app.attendance.matrix import matrix_of
from app.attendance.matrix_sheet import write_matrix
from app.audit.record import Doer, record
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.events.queries import event_by_slug
from app.jobs.background import Outcome, Work, background
from app.jobs.models import Job, JobState
from app.lib.refusals import N_
from app.services import services

KIND = "attendance.write_matrix"
STEPS = 3


def ask_for_matrix(event: Event, *, numbers: bool, by: Doer) -> Job:
    """Ask for the matrix of this moment; asking twice within a minute gives the same one."""
    minute = event_now(event).strftime("%Y%m%d%H%M")
    record("attendance.write_matrix", by=by, on=f"event:{event.id}", event_id=event.id, numbers=numbers)
    key = f"{_of(event, numbers=numbers)}{minute}"
    return write_attendance_matrix.later(key=key, by=by, event_id=event.id, slug=event.slug, numbers=numbers)


@background(KIND, words=N_("Writing the matrix of attendance"))
def write_attendance_matrix(work: Work, *, slug: str, numbers: bool) -> Outcome:
    """Write the workbook and keep it; the outcome names it."""
    event = event_by_slug(slug)
    matrix = matrix_of(all_days(event))
    with work.transaction():
        work.progress(1, STEPS)
    content = write_matrix(event, matrix, at=event_now(event), numbers=numbers)
    key = services().storage.keep(content)
    with work.transaction():
        work.progress(STEPS, STEPS)
    return {"storage_key": key, "address": f"/events/{slug}/attendance/matrix.xlsx"}


def newest_matrix(event: Event, *, numbers: bool) -> bytes | None:
    """Return the matrix written last, or None when none was."""
    outcome: dict[str, Any] | None = db.session.scalar(
        select(Job.outcome)
        .where(Job.kind == KIND, Job.key.startswith(_of(event, numbers=numbers)), Job.state == JobState.DONE)
        .order_by(Job.id.desc())
        .limit(1)
    )
    return services().storage.read(outcome["storage_key"]) if outcome else None


def note_taken(event: Event, *, what: str, by: Doer, numbers: bool = True) -> None:
    """Leave a trace of who took what about the whole event."""
    told = {"what": what, "numbers": numbers}
    record("attendance.export", by=by, on=f"event:{event.id}", event_id=event.id, **told)


def _of(event: Event, *, numbers: bool) -> str:
    return f"{KIND}:{event.id}:{'whole' if numbers else 'masked'}:"
