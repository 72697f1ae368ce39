"""Allow people to check themselves in to a session, and say whether that counts for the payment file.

It is off until the committee allows it. What rests on self check-in alone has a mark (`SelfCheckIn`), and
`without_proof` names it: day attendance leaves those rows out unless the rule of their session counts them.
"""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Subquery, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from app.agenda.models import Session
from app.agenda.queries import sessions_of
from app.audit.record import Doer, record
from app.checkin.hours import hours_of_event
from app.checkin.models import Attendance, Direction, Scan, ScanStatus
from app.checkin.rules import checked_in_sessions, rulebook
from app.checkin.undone import UndoneScan
from app.db import Base, db, insert_once
from app.events.models import Event
from app.participants.models import MergedInto
from app.services import services


class SelfCheckInAllowed(Base):
    """Self check-in is allowed for a session; without this row it is not."""

    __tablename__ = "self_check_in_allowed"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), unique=True)
    counts_for_payment: Mapped[bool] = mapped_column(default=False)
    allowed_at: Mapped[datetime]
    allowed_by: Mapped[str]


class Way(enum.Enum):
    """How somebody checked in without a person at a gate."""

    PHONE = "phone"
    KIOSK = "kiosk"


class SelfCheckIn(Base):
    """The mark of a scan that nobody of the committee made: by the own phone, or at a kiosk.

    `phone_sha256` stands for a phone (a random cookie, nothing else about it); a kiosk has none.
    """

    __tablename__ = "self_check_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("scan.id", ondelete="CASCADE"), unique=True)
    way: Mapped[Way]
    phone_sha256: Mapped[str | None] = mapped_column(index=True)
    tried_at: Mapped[datetime]  # by the real clock


class Offer(enum.Enum):
    """What the committee chooses for a session."""

    NO = "no"
    YES = "yes"
    YES_AND_COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Offered:
    """A session that takes attendance, and what is chosen for it."""

    session: Session
    offer: Offer


def offer_self_check_in(session: Session, *, offer: Offer, by: Doer) -> None:
    """Choose whether people may check themselves in to a session. The same choice twice changes nothing."""
    if offer_of(session) is offer:
        return
    db.session.execute(delete(SelfCheckInAllowed).where(SelfCheckInAllowed.session_id == session.id))
    if offer is not Offer.NO:
        insert_once(
            SelfCheckInAllowed,
            session_id=session.id,
            counts_for_payment=offer is Offer.YES_AND_COUNTS,
            allowed_at=services().clock.now(),
            allowed_by=by.reference,
        )
    record(
        "checkin.offer_self_check_in",
        by=by,
        on=f"session:{session.id}",
        event_id=session.event_id,
        session=session.title,
        offer=offer.value,
    )


def offer_of(session: Session) -> Offer:
    """Return what is chosen for a session."""
    asked = select(SelfCheckInAllowed.counts_for_payment).where(SelfCheckInAllowed.session_id == session.id)
    return _offer(db.session.scalar(asked))


def offers_of(event: Event) -> list[Offered]:
    """List the sessions that people are checked in for, with what is chosen for each."""
    rows = db.session.execute(select(SelfCheckInAllowed.session_id, SelfCheckInAllowed.counts_for_payment))
    chosen = dict(rows.all())
    sessions = checked_in_sessions(sessions_of(event), rulebook(event))
    return [Offered(session, _offer(chosen.get(session.id))) for session in sessions]


def open_for_self_check_in(event: Event, now: datetime) -> list[Session]:
    """List the sessions to which people may check themselves in at this moment, what began last first."""
    offered = [one.session for one in offers_of(event) if one.offer is not Offer.NO]
    hours = hours_of_event(event) if offered else {}
    return [
        session for session in reversed(offered) if session.id in hours and hours[session.id].lets_in(now)
    ]


def without_proof() -> Subquery:
    """Return the attendance (`attendance_id`) that rests on self check-in alone where that does not count.

    Whoever also showed a card at a gate of that session, before or after, has proof and is not in it; nor is
    who was set present by hand since: the word of the committee counts.
    """
    allowed, marked = SelfCheckInAllowed, SelfCheckIn
    counting = select(allowed.session_id).where(allowed.counts_for_payment.is_(True))
    own, counted_as = _shown_at_a_gate("own"), _shown_at_a_gate("counted_as")
    return (
        select(Attendance.id.label("attendance_id"))
        .join(marked, marked.scan_id == Attendance.scan_id)
        .join(Scan, Scan.id == Attendance.scan_id)
        .outerjoin(own, _is_shown(own, Attendance.participant_id))
        .outerjoin(MergedInto, MergedInto.duplicate_id == Attendance.participant_id)
        .outerjoin(counted_as, _is_shown(counted_as, MergedInto.participant_id))
        .where(Attendance.set_by == Scan.by, Attendance.session_id.not_in(counting))
        .where(own.c.session_id.is_(None), counted_as.c.session_id.is_(None))
        .subquery("without_proof")
    )


def _shown_at_a_gate(name: str) -> Subquery:
    """Who showed a card at a gate, of the sessions to which anybody checked themselves in.

    Joined as a set: asked row by row, each of thousands would look through all scans of a session.
    """
    scan, mark = aliased(Scan), aliased(SelfCheckIn)
    with_marks = select(Scan.session_id).join(SelfCheckIn, SelfCheckIn.scan_id == Scan.id)
    return (
        select(scan.session_id, scan.participant_id)
        .distinct()
        .outerjoin(mark, mark.scan_id == scan.id)
        .outerjoin(UndoneScan, UndoneScan.scan_id == scan.id)
        .where(
            scan.session_id.in_(with_marks),
            scan.status != ScanStatus.REFUSED,
            scan.direction == Direction.IN,
            mark.id.is_(None),
            UndoneScan.id.is_(None),
        )
        .subquery(f"shown_{name}")
    )


def _is_shown(shown: Subquery, person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """A scan names whom a row counts as: the row of an attendance itself, or the one it was merged into."""
    return (shown.c.session_id == Attendance.session_id) & (shown.c.participant_id == person)


def _offer(counts: bool | None) -> Offer:  # noqa: FBT001 - a column, not a switch
    if counts is None:
        return Offer.NO
    return Offer.YES_AND_COUNTS if counts else Offer.YES
