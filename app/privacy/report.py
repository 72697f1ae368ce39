"""An incident with personal data: written down, told to those affected and to the authority in time.

UU 27/2022, article 46: in writing, within 3 x 24 hours, what was disclosed, when and how, and what is done.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from app.audit.record import Doer, record
from app.db import db, insert_all_once
from app.events.clock import event_now
from app.events.models import Event
from app.lib.refusals import N_, Refused
from app.participants.models import ParticipantRole
from app.privacy.models import THREE_DAYS, Affected, Incident
from app.privacy.queries import people_to_tell


class KnownInFuture(Refused):
    """An incident cannot be discovered later than now."""


@dataclass(frozen=True, kw_only=True)
class IncidentReport:
    """What is told about an incident: which data, when and how, what is done, and since when it is known."""

    what: str
    happened: str
    remedy: str
    known_at: datetime


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """Whom it concerns: everybody of the event, or those of an office, or of a role."""

    office_id: int | None = None
    role: ParticipantRole | None = None


def report_incident(event: Event, report: IncidentReport, concerned: Concerned, *, by: Doer) -> Incident:
    """Write an incident down with those it concerns. The clock runs from the discovery."""
    now = event_now(event)
    if report.known_at > now:
        raise KnownInFuture(N_("The discovery lies in the future. Look at the date and the time again."))
    incident = Incident(
        event_id=event.id,
        **vars(report),
        due_at=report.known_at + THREE_DAYS,
        recorded_at=now,
        recorded_by=by.reference,
        recorded_by_name=by.name,
    )
    db.session.add(incident)
    db.session.flush()
    record("privacy.report", by=by, on=incident.reference, event_id=event.id)
    add_affected(event, incident, concerned, by=by)
    return incident


def add_affected(event: Event, incident: Incident, concerned: Concerned, *, by: Doer) -> int:
    """Add people to those an incident concerns; return how many are new."""
    ids = people_to_tell(event, office_id=concerned.office_id, role=concerned.role)
    rows: list[dict[str, object]] = [{"incident_id": incident.id, "participant_id": one} for one in ids]
    added = insert_all_once(Affected, rows)
    db.session.expire(incident, ["affected"])
    record("privacy.add_affected", by=by, on=incident.reference, event_id=event.id, people=added)
    return added


def record_authority_told(event: Event, incident: Incident, *, how: str, by: Doer) -> None:
    """Write down that the authority was told, and how. The first time counts, and alone is in the trail."""
    first = db.session.execute(
        update(Incident)
        .where(Incident.id == incident.id, Incident.authority_told_at.is_(None))
        .values(authority_told_at=event_now(event), authority_told_how=how)
        .returning(Incident.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    db.session.expire(incident)
    if first is None:
        return
    record("privacy.tell_authority", by=by, on=incident.reference, event_id=incident.event_id, how=how)
