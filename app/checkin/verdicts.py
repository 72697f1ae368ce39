"""What the gate's screen shows of scans: the verdict in full, and the last few."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.agenda.models import Session
from app.checkin.hours import SessionHours, hours_of
from app.checkin.models import Attendance, Direction, RefusalReason, Scan, ScanStatus
from app.checkin.notes import Note, notes_of
from app.db import db
from app.events.models import Event
from app.lib.refusals import N_, NotThere
from app.participants.models import MergedInto, Participant

LAST_SCANS = 3


class ScanNotThere(NotThere):
    """The event has no scan with this key."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A scan with everything that its screen says.

    `arrival` is the scan by which the person came in; `notes` are for whoever lets somebody in; `hours` are
    those in which people are let in, where that is why somebody is not.
    """

    scan: Scan
    arrival: Scan | None
    notes: list[Note]
    hours: SessionHours | None


def verdict_of(event: Event, key: str) -> Verdict:
    """Return the scan with this key, or raise ScanNotThere."""
    question = _with_all().where(Scan.event_id == event.id, Scan.key == key)
    scan = db.session.scalars(question.options(joinedload(Scan.pass_))).one_or_none()
    if scan is None:
        raise ScanNotThere(N_("There is no such scan. Scan the card again."))
    lets_in = scan.status is not ScanStatus.REFUSED and scan.direction is Direction.IN
    notes = notes_of(scan.participant) if lets_in and scan.participant else []
    hours = hours_of(scan.session, event) if scan.reason is RefusalReason.SESSION_NOT_OPEN else None
    return Verdict(scan, _arrival(scan), notes, hours)


def _arrival(scan: Scan) -> Scan | None:
    if scan.participant_id is None:
        return None
    merged = select(MergedInto.duplicate_id).where(MergedInto.participant_id == scan.participant_id)
    of_person = (Attendance.participant_id == scan.participant_id) | Attendance.participant_id.in_(merged)
    in_session = Attendance.session_id == scan.session_id
    return db.session.scalars(
        _with_all()
        .join(Attendance, Attendance.scan_id == Scan.id)
        .where(of_person, in_session)
        .order_by(Attendance.first_at, Attendance.id)
        .limit(1)
    ).one_or_none()


def last_scans(session: Session, *, gate_id: int, limit: int = LAST_SCANS) -> list[Scan]:
    """List the last scans of a session at one gate, the newest first."""
    question = _with_all().where(Scan.session_id == session.id, Scan.gate_id == gate_id)
    return list(db.session.scalars(question.order_by(Scan.id.desc()).limit(limit)))


def _with_all() -> Select[Scan]:
    return select(Scan).options(
        joinedload(Scan.participant).joinedload(Participant.office), joinedload(Scan.gate)
    )
