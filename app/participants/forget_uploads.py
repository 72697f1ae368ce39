"""Forget what nobody came back for: sheets never registered, kept previews, long lists as sheets.

Their files are then named by no row, and the sweep of the storage removes them.
"""

from datetime import timedelta

from sqlalchemy import select, update

from app.audit.record import WORKER, Doer, record
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.jobs.models import Job, JobState
from app.participants.examine_in_background import EXAMINE
from app.participants.export_in_background import EXPORT
from app.participants.kept_sheets import Roster
from app.services import services

WAITS_FOR = timedelta(days=7)
KEPT_FOR = timedelta(days=1)


def forget_uploads(*, by: Doer = WORKER) -> int:
    """Delete the sheets that waited a week to be registered; let go of previews and lists older than a day.

    Returns how many sheets went. Repeating it is harmless.
    """
    _forget_made_files()
    return sum(_forget_sheets(event, by=by) for event in db.session.scalars(select(Event)).all())


def _forget_sheets(event: Event, *, by: Doer) -> int:
    waited = Roster.uploaded_at < event_now(event) - WAITS_FOR
    mine = select(Roster).where(Roster.event_id == event.id, Roster.registered_at.is_(None), waited)
    sheets = db.session.scalars(mine).all()
    for sheet in sheets:
        record(
            "participants.forget_upload",
            by=by,
            on=sheet.reference,
            event_id=event.id,
            filename=sheet.filename,
        )
        db.session.delete(sheet)
    db.session.flush()
    return len(sheets)


def _forget_made_files() -> None:
    before = services().clock.now() - KEPT_FOR
    old = (Job.kind.in_((EXAMINE, EXPORT)), Job.state == JobState.DONE, Job.finished_at < before)
    db.session.execute(update(Job).where(*old, Job.outcome.is_not(None)).values(outcome=None))
