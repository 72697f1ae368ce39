"""Forget what nobody came back for: sheets never registered, kept previews, lists and badges that were made.

Their files are then named by no row, and the sweep of the storage removes them.
"""

from datetime import timedelta

from sqlalchemy import select, update

from app.audit.record import WORKER, Doer, record
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.jobs.models import Job, JobState
from app.participants.badges import print_badges
from app.participants.examine_in_background import EXAMINE
from app.participants.export_in_background import EXPORT
from app.participants.kept_sheets import Roster
from app.participants.print_people import print_nominal, print_people
from app.services import services

WAITS_FOR = timedelta(days=7)
# What is made again by one press, and how long it lies ready meanwhile: it holds numbers and pass codes.
KEPT_FOR = {
    EXAMINE: timedelta(days=1),
    EXPORT: timedelta(days=1),
    print_people.kind: timedelta(days=7),
    print_nominal.kind: timedelta(days=7),
    print_badges.kind: timedelta(days=7),
}


def forget_uploads(*, by: Doer = WORKER) -> int:
    """Delete the sheets that waited a week to be registered; let go of what was made and is old.

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
    now = services().clock.now()
    for kind, kept_for in KEPT_FOR.items():
        old = (Job.kind == kind, Job.state == JobState.DONE, Job.finished_at < now - kept_for)
        db.session.execute(update(Job).where(*old, Job.outcome.is_not(None)).values(outcome=None))
