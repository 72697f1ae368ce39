"""Questions about what is kept of a person, about requests and incidents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.access import Permission, within_reach
from app.checkin.models import Attendance, Scan, WalkIn
from app.db import db
from app.events.models import Event
from app.lib.refusals import N_, NotThere
from app.messages.models import Delivery, DeliveryState, Message
from app.messages.queries import letters_about
from app.participants.kept_sheets import Roster
from app.participants.models import MergedInto, Participant, ParticipantRole
from app.participants.same_person import ids_of, rows_of
from app.privacy.models import Affected, DataRequest, Erasure, Incident
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import Letter, NameCorrection, Nomination

BREACH = "privacy.breach"  # the kind of a letter about an incident, and how its key begins


class RequestNotThere(NotThere):
    """The event has no such request."""


class IncidentNotThere(NotThere):
    """The event has no such incident."""


@dataclass(frozen=True)
class Counted:
    """How many requests are open, and how many of those are overdue."""

    open: int
    overdue: int


def attendance_of(person: Participant) -> Sequence[Attendance]:
    """List how somebody stands in each session."""
    mine = select(Attendance).where(Attendance.participant_id.in_(ids_of(person))).order_by(Attendance.id)
    return db.session.scalars(mine.options(joinedload(Attendance.session))).all()


def scans_of(person: Participant) -> Sequence[Scan]:
    """List the scans of somebody's passes, the oldest first."""
    mine = select(Scan).where(Scan.participant_id.in_(ids_of(person))).order_by(Scan.id)
    return db.session.scalars(mine.options(joinedload(Scan.session), joinedload(Scan.gate))).all()


def walk_ins_of(person: Participant) -> Sequence[WalkIn]:
    """List when somebody, on no list before, was taken in at the desk."""
    mine = select(WalkIn).where(WalkIn.participant_id.in_(ids_of(person))).order_by(WalkIn.id)
    return db.session.scalars(mine).all()


def letters_to(person: Participant) -> Sequence[Delivery]:
    """List what was written to somebody, also while they waited for a place; the newest first."""
    about = [row.reference for row in rows_of(person)] + [one.reference for one in nominations_of(person)]
    letters = [letter for reference in about for letter in letters_about(reference)]
    return sorted(letters, key=lambda letter: letter.id, reverse=True)


def nominations_of(person: Participant) -> Sequence[Nomination]:
    """List by which nominations somebody came to take part."""
    mine = select(Nomination).where(Nomination.participant_id.in_(ids_of(person)))
    return db.session.scalars(mine.order_by(Nomination.id)).all()


def replacements_of(person: Participant) -> Sequence[SubstitutionRequest]:
    """List what the office asked about a person: to be replaced, or to come instead of somebody."""
    ids = ids_of(person)
    theirs = SubstitutionRequest.left_id.in_(ids) | SubstitutionRequest.came_id.in_(ids)
    mine = select(SubstitutionRequest).where(theirs).options(joinedload(SubstitutionRequest.left))
    return db.session.scalars(mine.order_by(SubstitutionRequest.id)).all()


def assignment_letters_of(person: Participant) -> Sequence[Letter]:
    """List the assignment letters of somebody's office; whom each names stands in the scan alone."""
    offices = {row.delegation_id for row in rows_of(person) if row.delegation_id}
    return db.session.scalars(
        select(Letter).where(Letter.delegation_id.in_(offices)).order_by(Letter.id)
    ).all()


def corrections_of(person: Participant) -> Sequence[NameCorrection]:
    """List what somebody asked to be written otherwise."""
    mine = select(NameCorrection).where(NameCorrection.participant_id.in_(ids_of(person)))
    return db.session.scalars(mine.order_by(NameCorrection.id)).all()


def sheet_of(person: Participant) -> Roster | None:
    """Return the sheet somebody was registered from."""
    return db.session.get(Roster, person.roster_id) if person.roster_id else None


def requests_of(person: Participant) -> Sequence[DataRequest]:
    """List what somebody asked about their data, the newest first."""
    mine = select(DataRequest).where(DataRequest.participant_id.in_(ids_of(person)))
    return db.session.scalars(mine.order_by(DataRequest.id.desc())).all()


def erasures_of(person: Participant) -> Sequence[Erasure]:
    """List what was erased of somebody."""
    mine = select(Erasure).where(Erasure.participant_id.in_(ids_of(person))).order_by(Erasure.id)
    return db.session.scalars(mine).all()


def requests(event: Event, *, actor: Any) -> Sequence[DataRequest]:
    """List the requests of an event: the open ones first, by when they are due."""
    question = select(DataRequest).join(DataRequest.participant)
    return db.session.scalars(
        question.where(DataRequest.event_id == event.id)
        .where(within_reach(actor, Permission.PRIVACY_VIEW, Participant))
        .options(contains_eager(DataRequest.participant).joinedload(Participant.office))
        .order_by(DataRequest.answered_at.is_not(None), DataRequest.due_at, DataRequest.id)
    ).all()


def request_of(event: Event, request_id: int) -> DataRequest:
    """Return one request of this event, or raise RequestNotThere."""
    question = select(DataRequest).where(DataRequest.id == request_id, DataRequest.event_id == event.id)
    asked = db.session.scalars(question.options(joinedload(DataRequest.participant))).one_or_none()
    if asked is None:
        raise RequestNotThere(N_("This event has no such request. Open the list of requests again."))
    return asked


def count_requests(event: Event, *, now: datetime) -> Counted:
    """Count open and overdue requests of an event."""
    is_open = (DataRequest.event_id == event.id, DataRequest.answered_at.is_(None))
    number = select(func.count()).select_from(DataRequest).where(*is_open)
    overdue = db.session.scalar(number.where(DataRequest.due_at < now)) or 0
    return Counted(db.session.scalar(number) or 0, overdue)


def incidents(event: Event) -> Sequence[Incident]:
    """List the incidents of an event, the newest first, with those affected."""
    question = select(Incident).where(Incident.event_id == event.id).order_by(Incident.id.desc())
    return db.session.scalars(question.options(selectinload(Incident.affected))).all()


def incident_of(event: Event, incident_id: int) -> Incident:
    """Return one incident of this event, or raise IncidentNotThere."""
    question = select(Incident).where(Incident.id == incident_id, Incident.event_id == event.id)
    incident = db.session.scalars(question).one_or_none()
    if incident is None:
        raise IncidentNotThere(N_("This event has no such incident. Open the list of incidents again."))
    return incident


def affected_by(incident: Incident) -> Sequence[Participant]:
    """List those whose data an incident concerns, by name."""
    return db.session.scalars(
        select(Participant)
        .join(Affected, Affected.participant_id == Participant.id)
        .where(Affected.incident_id == incident.id)
        .options(joinedload(Participant.office))
        .order_by(Participant.folded_name, Participant.id)
    ).all()


def letters_about_incident(incident: Incident) -> int:
    """Count the letters composed about an incident."""
    like = Message.key.startswith(f"{BREACH}:{incident.id}:")
    return db.session.scalar(select(func.count()).select_from(Message).where(like)) or 0


def notices_to(incident: Incident, *, about: Sequence[str] | None = None) -> dict[str, list[Delivery]]:
    """Return the letters about an incident by whom they are about, the oldest first; or only to these."""
    question = select(Message.about, Delivery).join(Delivery, Delivery.message_id == Message.id)
    question = question.where(Message.key.startswith(f"{BREACH}:{incident.id}:")).order_by(Delivery.id)
    if about is not None:
        question = question.where(Message.about.in_(about))
    found: dict[str, list[Delivery]] = {}
    for whom, delivery in db.session.execute(question.execution_options(populate_existing=True)):
        found.setdefault(whom or "", []).append(delivery)
    return found


def count_untold(incidents: Sequence[Incident]) -> dict[int, int]:
    """Count by incident those who have an address and to whom, at that address, no letter has gone yet."""
    incident, person = (cast(column, String) for column in (Affected.incident_id, Affected.participant_id))
    about = literal("participant:").concat(person)
    like = literal(f"{BREACH}:").concat(incident).concat(literal(":%"))
    theirs = or_(func.lower(Delivery.address) == func.lower(Participant.email), Delivery.address == "")
    left = select(Message.id).join(Delivery, Delivery.message_id == Message.id)
    left = left.where(Message.about == about, Message.key.like(like))
    left = left.where(Delivery.state == DeliveryState.SENT, theirs).correlate(Affected, Participant)
    waiting = (
        select(Affected.incident_id, func.count())
        .join(Participant, Participant.id == Affected.participant_id)
        .where(Affected.incident_id.in_([one.id for one in incidents]))
        .where(Participant.email.is_not(None), ~left.exists())
        .group_by(Affected.incident_id)
    )
    found = dict(db.session.execute(waiting).all())
    return {one.id: found.get(one.id, 0) for one in incidents}


def people_to_tell(
    event: Event, *, office_id: int | None = None, role: ParticipantRole | None = None
) -> Sequence[int]:
    """Return the ids of those an incident may concern: all of the event, of an office, or of a role.

    Who withdrew counts too: their data is kept as well. Rows that are one person are told once.
    """
    person = func.coalesce(MergedInto.participant_id, Participant.id)
    rows = select(person).select_from(Participant)
    rows = rows.outerjoin(MergedInto, MergedInto.duplicate_id == Participant.id)
    question = rows.where(Participant.event_id == event.id).distinct()
    if office_id is not None:
        question = question.where(Participant.office_id == office_id)
    if role is not None:
        question = question.where(Participant.role == role)
    return db.session.scalars(question).all()
