"""Take a large sheet back in the background: the same verb in one transaction, and what came of it."""

from dataclasses import dataclass
from typing import Any

from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.jobs.queries import job_with_key
from app.lib.refusals import N_
from app.participants.kept_sheets import Roster
from app.participants.undo_roster import Undone, undo_roster, what_stands_in_the_way

MANY_PEOPLE = 2_000  # more than a request should keep somebody waiting for
NAMED = 50  # of those who keep newer values


@dataclass(frozen=True)
class Outcome:
    """What taking a sheet back came to; `kept_newer` are the ids of people who keep newer values."""

    removed: int
    restored: int
    kept_newer: tuple[int, ...] = ()

    @classmethod
    def of(cls, done: Undone) -> "Outcome":
        """Say it of what was done here and now."""
        return cls(done.removed, done.restored, tuple(one.participant_id for one in done.kept_newer))


@background("participants.undo_roster", words=N_("Taking back a sheet of participants"))
def undo_kept_roster(work: Work, *, roster_id: int) -> dict[str, Any]:
    """Take a sheet back, all of it or nothing; repeating is harmless. Its outcome leads to a page."""
    with work.transaction():
        kept = db.session.get_one(Roster, roster_id)
        address = f"/events/{db.session.get_one(Event, kept.event_id).slug}/rosters/{roster_id}/undoing"
        if kept.undone_at is not None:  # by a worker that was killed before it could say so
            return {"address": address}
        done = Outcome.of(undo_roster(kept, by=work.by))
    counts = {"removed": done.removed, "restored": done.restored, "kept_newer": done.kept_newer[:NAMED]}
    return {**counts, "address": address}


def changed_many(kept: Roster) -> bool:
    """Whether a sheet is better taken back in the background."""
    return (kept.created or 0) + (kept.updated or 0) > MANY_PEOPLE


def ask_to_undo(event: Event, kept: Roster, *, by: Doer) -> Job:
    """Have a sheet taken back in the background; asking twice asks for the same work.

    Raises UndoRefused when it cannot be taken back any more as far as is known now.
    """
    for refusal in what_stands_in_the_way(kept):
        raise refusal
    return undo_kept_roster.later(
        key=_key(kept),
        by=by,
        event_id=event.id,
        roster_id=kept.id,
    )


def outcome_of(kept: Roster) -> Outcome | None:
    """Return what the background came to, when it took the sheet back."""
    job = job_with_key(_key(kept))
    told = (job.outcome if job else None) or {}
    if "removed" not in told:
        return None
    return Outcome(told["removed"], told["restored"], tuple(told["kept_newer"]))


def _key(kept: Roster) -> str:
    return f"undo-roster:{kept.id}"
