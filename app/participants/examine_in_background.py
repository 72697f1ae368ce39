"""Look at a sheet before it is registered: a small one at once, a large one in the background.

What was seen of a large sheet is kept as a file beside it for a day, under the job that made it.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.audit.record import Doer
from app.db import db, end_read
from app.events.models import Event
from app.jobs.background import Work, background
from app.jobs.models import Job, JobState
from app.lib.refusals import N_
from app.participants.examine_roster import compare, examine_roster
from app.participants.explain_roster import reading_of
from app.participants.kept_sheets import Roster
from app.participants.large_sheets import Progress, is_large
from app.participants.preview import Preview, as_kept, preview_of, read_kept
from app.participants.read_roster import read_roster
from app.participants.reading import Reading
from app.services import services

EXAMINE = "participants.examine_roster"  # the kind of the job
READ = 75  # hundredths of the work
PREVIEW = "preview_storage_key"  # where the outcome names the file


@dataclass(frozen=True)
class Seen:
    """What is known of a sheet by now: its preview, the work that makes it, or neither of a large one."""

    preview: Preview | None = None
    job: Job | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether the preview appears by itself."""
        return self.job is not None and not self.job.is_over


@background(EXAMINE, words=N_("Checking a sheet of participants"), refused=JobState.DISMISSED)
def examine_kept_roster(work: Work, *, roster_id: int) -> dict[str, Any] | None:
    """Read a kept sheet and keep what registering it would change; repeating is harmless."""
    kept = db.session.get(Roster, roster_id)
    if kept is None:  # nobody came back for it
        return None
    event = db.session.get_one(Event, kept.event_id)
    reading = reading_of(kept)
    content, filename = services().storage.read(kept.storage_key), kept.filename
    end_read()
    tell = Progress(work, read=READ).reading
    roster = read_roster(content, filename=filename, today=event.starts_on, reading=reading, tell=tell)
    preview = as_kept(preview_of(compare(event, roster)))
    end_read()
    address = f"/events/{event.slug}/rosters/{roster_id}"
    return {"address": address, PREVIEW: services().storage.keep(preview)}


def see_roster(event: Event, kept: Roster) -> Seen:
    """Return what registering a kept sheet would change; of a large one, what the background has seen.

    Raises SheetUnreadable or TooManyRows when a small file is no sheet.
    """
    reading = reading_of(kept)
    content = services().storage.read(kept.storage_key)
    if not is_large(content):
        return Seen(preview_of(examine_roster(event, content, filename=kept.filename, reading=reading)))
    job = _newest_job(event, kept, reading)
    key = job.outcome.get(PREVIEW) if job and job.state is JobState.DONE and job.outcome else None
    if not key or not services().storage.has(key):
        return Seen(job=job)
    return Seen(read_kept(services().storage.read(key)), job)


def ask_to_examine(event: Event, kept: Roster, *, by: Doer, again: bool = False) -> Job | None:
    """Have a kept sheet examined in the background when it is large.

    Asking twice asks for the same work, unless it is over and is wanted `again`.
    """
    if not is_large(services().storage.read(kept.storage_key)):
        return None
    known = _newest_job(event, kept, reading_of(kept))
    if known and not known.has_failed and not (again and known.is_over):
        return known
    key = known.key if known and known.has_failed else _next_key(kept, reading_of(kept))
    return examine_kept_roster.later(key=key, by=by, event_id=event.id, roster_id=kept.id)


def _newest_job(event: Event, kept: Roster, reading: Reading) -> Job | None:
    question = select(Job).where(Job.event_id == event.id, Job.kind == EXAMINE)
    mine = question.where(Job.key.startswith(_key(kept, reading))).order_by(Job.id.desc()).limit(1)
    return db.session.scalars(mine.execution_options(populate_existing=True)).one_or_none()


def _next_key(kept: Roster, reading: Reading) -> str:
    """Numbered, so that two who ask at once ask for one work."""
    first = _key(kept, reading)
    asked = db.session.scalar(select(func.count(Job.id)).where(Job.key.startswith(first)))
    return f"{first}{asked}"


def _key(kept: Roster, reading: Reading) -> str:
    """What a preview is true of: the sheet, how it is read, and whether it was registered."""
    registered = kept.registered_at.isoformat() if kept.registered_at else ""
    said = json.dumps([reading.as_kept, dict(reading.taught), registered], sort_keys=True)
    return f"roster-preview:{kept.id}:{hashlib.sha256(said.encode()).hexdigest()[:16]}:"
