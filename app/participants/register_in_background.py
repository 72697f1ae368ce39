"""Register a large sheet in the background: the same verb, in one transaction, with progress around it."""

from typing import Any

from app.audit.record import Doer
from app.db import db, end_read
from app.events.models import Event
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.lib.refusals import N_
from app.participants.explain_roster import reading_of
from app.participants.kept_sheets import Roster
from app.participants.large_sheets import Progress
from app.participants.read_roster import read_roster
from app.participants.register_roster import register_roster
from app.services import services

READ = 50  # hundredths of the work


@background("participants.register_roster", words=N_("Registering a sheet of participants"))
def register_kept_roster(work: Work, *, roster_id: int) -> dict[str, Any]:
    """Read and register a kept sheet. A worker that is killed leaves all or nothing; repeating is harmless.

    The outcome leads to the registered sheets, or to what must be mended first.
    """
    kept = db.session.get_one(Roster, roster_id)
    event = db.session.get_one(Event, kept.event_id)
    reading = reading_of(kept)
    content = services().storage.read(kept.storage_key)
    end_read()
    tell = Progress(work, read=READ).reading
    roster = read_roster(content, filename=kept.filename, today=event.starts_on, reading=reading, tell=tell)
    with work.transaction():
        done = register_roster(event, roster, by=work.by, filename=kept.filename, content=content)
        work.progress(Progress.ALL, Progress.ALL)
    sheets = f"/events/{event.slug}/rosters"
    counts = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
    return {**counts, "address": f"{sheets}/{kept.id}" if done.blocked else sheets}


def ask_to_register(event: Event, kept: Roster, *, by: Doer) -> Job:
    """Have a kept sheet registered in the background; asking twice asks for the same work."""
    before = kept.registered_at.isoformat() if kept.registered_at else "new"
    return register_kept_roster.later(
        key=f"roster:{kept.id}:{before}",
        by=by,
        event_id=event.id,
        roster_id=kept.id,
    )
