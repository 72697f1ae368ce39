"""Register a large sheet in the background: the same verb, in one transaction, with progress around it."""

from typing import Any

from sqlalchemy import select

from app.audit.record import Doer
from app.db import db, end_read
from app.events.models import Event
from app.jobs.background import Work, background
from app.jobs.models import Job, JobState
from app.lib.refusals import N_
from app.participants.examine_in_background import ask_to_examine
from app.participants.explain_roster import reading_of
from app.participants.kept_sheets import Roster
from app.participants.large_sheets import Progress
from app.participants.plan_mark import OtherThanShown
from app.participants.read_roster import read_roster
from app.participants.register_roster import RegisteredMeanwhile, register_roster
from app.services import services

READ = 50  # hundredths of the work


REGISTER = "participants.register_roster"  # the kind of the job


@background(REGISTER, words=N_("Registering a sheet of participants"), refused=JobState.DISMISSED)
def register_kept_roster(work: Work, *, roster_id: int, seen: str | None = None) -> dict[str, Any]:
    """Read and register a kept sheet. A worker that is killed leaves all or nothing; repeating is harmless.

    The outcome leads to the registered sheets, or to what must be mended first. When registering would do
    something else than was `seen`, it is refused, and the sheet is looked at anew.
    """
    kept = db.session.get_one(Roster, roster_id)
    event = db.session.get_one(Event, kept.event_id)
    reading = reading_of(kept)
    content, filename = services().storage.read(kept.storage_key), kept.filename
    end_read()
    tell = Progress(work, read=READ).reading
    roster = read_roster(content, filename=filename, today=event.starts_on, reading=reading, tell=tell)
    try:
        with work.transaction():
            done = register_roster(event, roster, by=work.by, filename=filename, content=content, seen=seen)
            work.progress(Progress.ALL, Progress.ALL)
    except (OtherThanShown, RegisteredMeanwhile):
        with work.transaction():
            ask_to_examine(event, kept, by=work.by, again=True)
        raise
    sheets = f"/events/{event.slug}/rosters"
    counts = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
    return {**counts, "address": f"{sheets}/{roster_id}" if done.blocked else sheets}


def ask_to_register(event: Event, kept: Roster, *, by: Doer, seen: str) -> Job:
    """Have what was `seen` of a kept sheet done in the background; asking twice asks for the same work."""
    return register_kept_roster.later(
        key=f"{_key(kept)}{seen}", by=by, event_id=event.id, roster_id=kept.id, seen=seen
    )


def refused_lately(event: Event, kept: Roster) -> Job | None:
    """Return the work that was to register a sheet and could not, unless it was asked for anew since."""
    mine = select(Job).where(Job.event_id == event.id, Job.kind == REGISTER, Job.key.startswith(_key(kept)))
    newest = db.session.scalars(mine.order_by(Job.requested_at.desc(), Job.id.desc()).limit(1)).one_or_none()
    return newest if newest is not None and newest.has_failed else None


def _key(kept: Roster) -> str:
    before = kept.registered_at.isoformat() if kept.registered_at else "new"
    return f"roster:{kept.id}:{before}:"
