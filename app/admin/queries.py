"""Questions the administration asks: who did what, what is being done, what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.db import db
from app.events.models import Event
from app.i18n import HOME_ZONE
from app.jobs.models import Job, JobState
from app.offices.models import Office

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """What to look for in the audit trail; empty parts match everything.

    `text` is the beginning of an action, a part of a doer's name, or a whole subject such as "user:3".
    Days are those of the capital; `until` is included.
    """

    text: str = ""
    since: date | None = None
    until: date | None = None


def audit_page(wanted: AuditFilter, *, before_id: int | None = None) -> Sequence[AuditEntry]:
    """List up to PAGE + 1 entries, the newest first; one more than a page says that there are older ones."""
    question = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if wanted.text:
        question = question.where(
            or_(
                AuditEntry.action.startswith(wanted.text, autoescape=True),
                AuditEntry.actor_name.icontains(wanted.text, autoescape=True),
                AuditEntry.actor == wanted.text,
                AuditEntry.subject == wanted.text,
            )
        )
    if wanted.since:
        question = question.where(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until:
        question = question.where(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    if before_id is not None:
        question = question.where(AuditEntry.id < before_id)
    return db.session.scalars(question).all()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(HOME_ZONE))


def jobs_in(state: JobState | None, *, limit: int = 100) -> Sequence[Job]:
    """List the newest pieces of work, perhaps only those in one state."""
    question = select(Job).order_by(Job.id.desc()).limit(limit)
    return db.session.scalars(question.where(Job.state == state) if state else question).all()


def jobs_by_state() -> dict[JobState, int]:
    """Count the pieces of work in each state."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return dict.fromkeys(JobState, 0) | dict(rows.all())


def event_titles() -> dict[int, str]:
    """Return the short title of every event by its id, the newest event first."""
    question = select(Event.id, Event.short_title).order_by(Event.starts_on.desc(), Event.id.desc())
    return dict(db.session.execute(question).all())


def office_names() -> dict[int, str]:
    """Return the short name of every office by its id, in protocol order."""
    question = select(Office.id, Office.short_name).order_by(Office.protocol_order, Office.id)
    return dict(db.session.execute(question).all())


def names_of_doers(references: set[str]) -> dict[str, str]:
    """Return the present names of accounts by their references; others are left out."""
    ids = [int(reference.partition(":")[2]) for reference in references if reference.startswith("user:")]
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {f"user:{account_id}": name for account_id, name in rows}
