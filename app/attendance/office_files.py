"""The attendance part of every office's accountability file: one PDF each, all of them as one ZIP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.attendance.account import OfficeDays, account_paper, office_days, person_days
from app.attendance.all_days import all_days
from app.audit.record import Doer, record
from app.db import db
from app.documents.zip_files import Entry
from app.events.clock import event_now
from app.events.models import Event
from app.events.queries import event_by_slug
from app.jobs.background import Outcome, Work, background
from app.jobs.models import Job, JobState
from app.lib.folding import folded
from app.lib.refusals import N_, Refused
from app.offices.models import Office
from app.services import services

KIND = "attendance.print_accounts"


class NobodyOfThisOffice(Refused):
    """An office that sends nobody has no days to account for."""

    def __init__(self) -> None:
        super().__init__(
            N_("Nobody of this office stands on a day of attendance, so there is nothing to print yet.")
        )


def days_of_office(event: Event, office: Office) -> OfficeDays:
    """Return the days of the people of one office."""
    days = all_days(event, office)
    return office_days(office, days, person_days(days))


def print_account(event: Event, of: OfficeDays) -> bytes:
    """Print the paper of one office. Raises NobodyOfThisOffice."""
    if not of.people:
        raise NobodyOfThisOffice
    return services().press.print_account(account_paper(event, of, at=event_now(event)))


def note_taken(event: Event, office: Office, *, by: Doer) -> None:
    """Leave a trace of who took the paper of an office."""
    record("attendance.export", by=by, on=f"office:{office.id}", event_id=event.id, what="account")


def ask_for_accounts(event: Event, *, by: Doer) -> Job:
    """Have the papers of all offices printed; asking twice within a minute gives the same ones."""
    minute = event_now(event).strftime("%Y%m%d%H%M")
    record("attendance.print_accounts", by=by, on=f"event:{event.id}", event_id=event.id)
    key = f"{_of(event)}{minute}"
    return print_accounts.later(key=key, by=by, event_id=event.id, slug=event.slug)


@background(KIND, words=N_("Printing the attendance of all offices"))
def print_accounts(work: Work, *, slug: str) -> Outcome:
    """Print office after office, in protocol order, and keep the files; the outcome lists them."""
    event = event_by_slug(slug)
    at, entries = event_now(event), []
    papers = [(of, account_paper(event, of, at=at)) for of in _all_offices(event)]
    for done, (of, paper) in enumerate(papers):
        with work.transaction():
            work.progress(done, len(papers))
        key = services().storage.keep(services().press.print_account(paper))
        entries.append([f"{done + 1:02}-{folded(of.name).replace(' ', '-')}.pdf", key])
    with work.transaction():
        work.progress(len(papers), len(papers))
    return {"entries": entries, "at": at.isoformat(), "address": f"/events/{slug}/attendance/accounts.zip"}


def newest_accounts(event: Event) -> list[Entry] | None:
    """List what goes into the ZIP that was printed last; None when none was."""
    outcome: dict[str, Any] | None = db.session.scalar(
        select(Job.outcome)
        .where(Job.kind == KIND, Job.key.startswith(_of(event)), Job.state == JobState.DONE)
        .order_by(Job.id.desc())
        .limit(1)
    )
    if outcome is None:
        return None
    at = datetime.fromisoformat(outcome["at"])
    return [(path, key, at) for path, key in outcome["entries"]]


def _all_offices(event: Event) -> Sequence[OfficeDays]:
    days = all_days(event)
    by_office = person_days(days)
    asked = select(Office).where(Office.id.in_(by_office)).order_by(Office.protocol_order, Office.id)
    return [office_days(office, days, by_office) for office in db.session.scalars(asked)]


def _of(event: Event) -> str:
    return f"{KIND}:{event.id}:"
