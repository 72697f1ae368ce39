"""Print a draft: what stands in the minutes now, marked DRAF on every page, counted and not kept official."""

from dataclasses import replace

from sqlalchemy import func, select

from app.audit.record import Doer, record
from app.db import db, end_read
from app.events.clock import event_now
from app.events.models import Event
from app.i18n import date_and_time, force_locale
from app.jobs.background import Outcome, Work, background
from app.jobs.models import Job
from app.lib.refusals import N_, NotThere
from app.minutes.assemble import assemble
from app.minutes.models import Minutes
from app.minutes.queries import minutes_with_id
from app.services import services
from app.services.paper.parts import Draft

KIND = "minutes.print_draft"
PAPER_LANGUAGE = "id"


class DraftNotThere(NotThere):
    """No draft was printed under this number for these minutes."""


@background(KIND, words=N_("Printing a draft of minutes"))
def print_draft(work: Work, *, minutes_id: int, number: int) -> Outcome:
    """Print the minutes as they are now; the outcome names the `storage_key` and the `address` of the PDF."""
    minutes = minutes_with_id(minutes_id)
    event = db.session.get_one(Event, minutes.event_id)
    with force_locale(PAPER_LANGUAGE):
        draft = Draft(number, date_and_time(event_now(event), event.zone))
    paper = replace(assemble(event, minutes), draft=draft)
    end_read()
    content = services().press.print_minutes(paper)
    with work.transaction():
        key = services().storage.keep(content)
        work.progress(1, 1)
    return {"storage_key": key, "address": f"/events/{event.slug}/minutes/{minutes_id}/drafts/{number}.pdf"}


def ask_for_draft(minutes: Minutes, *, by: Doer) -> Job:
    """Ask for the next draft; two who ask at the same moment get the same one."""
    key = _key(minutes, "")
    printed = db.session.scalar(select(func.count()).select_from(Job).where(Job.key.startswith(key))) or 0
    number = printed + 1
    record(KIND, by=by, on=f"minutes:{minutes.id}", event_id=minutes.event_id, number=number)
    return print_draft.later(
        key=_key(minutes, number), by=by, event_id=minutes.event_id, minutes_id=minutes.id, number=number
    )


def printed_draft(minutes: Minutes, number: int) -> bytes:
    """Return a draft that was printed, or raise DraftNotThere."""
    outcome = db.session.scalar(select(Job.outcome).where(Job.key == _key(minutes, number)))
    if not outcome:
        raise DraftNotThere(N_("This draft is not printed yet. Print the draft again."))
    return services().storage.read(outcome["storage_key"])


def _key(minutes: Minutes, number: int | str) -> str:
    return f"{KIND}:{minutes.id}:{number}"
