"""What gates said without a network and the server knows better: for the organisers to look at, once.

A conflict is somebody in a session whom one gate let in, or out, by itself while another gate had done so
with the same pass, or while the pass admits no longer. Nothing is wrong with the attendance: it is counted
once. But two people may have come, or gone, with one card. Where coming and going fit each other (`fits`),
nobody is asked to look.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Select, UniqueConstraint, func, select, tuple_
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from app.agenda.models import Session
from app.audit.record import Doer, record
from app.checkin.fits import fits
from app.checkin.models import CLOCK_TOLERANCE, Gate, Scan, ScanStatus
from app.checkin.undone import UndoneScan
from app.db import Base, db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.lib.refusals import N_, NotThere
from app.participants.models import Participant

LONGEST_NOTE = 300
MOST_SHOWN = 100


class ConflictNotThere(NotThere):
    """Nothing contradicts here, or no more."""


class LookedAt(Base):
    """A conflict that somebody looked at, as far as `last_scan_id`; a later one opens it again."""

    __tablename__ = "conflict_looked_at"
    __table_args__ = (UniqueConstraint("session_id", "participant_id", "last_scan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="RESTRICT"))
    last_scan_id: Mapped[int] = mapped_column(ForeignKey("scan.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, slots=True)
class Trace:
    """One scan of a conflict; `undone` says who took it back."""

    scan: Scan
    undone: UndoneScan | None

    @property
    def contradicts(self) -> bool:
        """Whether the gate said "admitted" by itself, and the server something else."""
        said, is_so = self.scan.told is ScanStatus.ADMITTED, self.scan.status is ScanStatus.ADMITTED
        return said and not is_so and self.undone is None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One person in one session, with everything that gates made of the card; the earliest scan first."""

    session: Session
    person: Participant
    traces: list[Trace]
    looked: LookedAt | None

    @property
    def contradictions(self) -> list[int]:
        """The scans that contradict."""
        return [trace.scan.id for trace in self.traces if trace.contradicts]

    @property
    def last_scan_id(self) -> int:
        """The newest scan that contradicts: what somebody has looked at when they mark it now."""
        return max(self.contradictions)

    @property
    def is_open(self) -> bool:
        """Whether nobody has looked at it, or another contradiction came in since."""
        return self.looked is None or self.looked.last_scan_id < self.last_scan_id


@dataclass(frozen=True, slots=True)
class WrongClock:
    """A device whose clock was more than two minutes off: how far at most, in how many scans, until when."""

    gate: str
    device_id: int | None
    furthest: timedelta
    scans: int
    last_at: datetime


def conflicts_of(event: Event) -> list[Conflict]:
    """List the conflicts of an event, the open ones first, of those the newest first: a hundred at most."""
    seen = (
        select(func.max(LookedAt.last_scan_id))
        .where(LookedAt.session_id == Scan.session_id, LookedAt.participant_id == Scan.participant_id)
        .correlate(Scan)
        .scalar_subquery()
    )
    unseen = func.max(Scan.id) > func.coalesce(seen, 0)  # who was looked at makes room for who was not
    asked = (
        _contradicting(event.id)
        .with_only_columns(Scan.session_id, Scan.participant_id)
        .group_by(Scan.session_id, Scan.participant_id)
        .order_by(unseen.desc(), func.max(Scan.id).desc())
        .limit(MOST_SHOWN)
    )
    found, looked_at, more = list[Conflict](), 0, True
    while more and len(found) < MOST_SHOWN:  # what fits makes room for what does not
        pairs = db.session.execute(asked.offset(looked_at)).all()
        found += _with_traces(event, [(row.session_id, row.participant_id) for row in pairs])
        looked_at, more = looked_at + MOST_SHOWN, len(pairs) == MOST_SHOWN
    return sorted(found, key=lambda one: (not one.is_open, -one.last_scan_id))[:MOST_SHOWN]


def conflict_of(event: Event, *, session_id: int, participant_id: int) -> Conflict:
    """Return one conflict, or raise ConflictNotThere."""
    which = (Scan.session_id == session_id, Scan.participant_id == participant_id)
    known = db.session.scalar(_contradicting(event.id).with_only_columns(Scan.id).where(*which).limit(1))
    found = _with_traces(event, [(session_id, participant_id)]) if known else []
    if not found:
        raise ConflictNotThere(N_("Nothing contradicts here any more. Open the list of conflicts again."))
    return found[0]


def look_at(conflict: Conflict, *, note: str, by: Doer, last: int | None = None) -> None:
    """Mark a conflict as looked at, up to the scan that was the last one shown; twice is harmless."""
    event_id = conflict.session.event_id
    shown = [one for one in conflict.contradictions if last is None or one <= last]
    if not shown:
        return
    new = insert_once(
        LookedAt,
        event_id=event_id,
        session_id=conflict.session.id,
        participant_id=conflict.person.id,
        last_scan_id=max(shown),
        at=event_now(db.session.get_one(Event, event_id)),
        by=by.reference,
        by_name=by.name,
        note=note.strip()[:LONGEST_NOTE],
    )
    if new is not None:
        told = {"session": conflict.session.id, "scan": max(shown)}
        record("checkin.look_at_conflict", by=by, on=conflict.person.reference, event_id=event_id, **told)


def wrong_clocks(event: Event) -> list[WrongClock]:
    """List the devices that sent scans with a clock more than two minutes off, the worst first."""
    off = func.abs(Scan.clock_offset_seconds)
    rows = db.session.execute(
        select(
            Gate.name,
            Scan.device_id,
            func.min(Scan.clock_offset_seconds).label("least"),
            func.max(Scan.clock_offset_seconds).label("most"),
            func.count().label("scans"),
            func.max(Scan.received_at, type_=Scan.received_at.type).label("last_at"),
        )
        .join(Gate, Gate.id == Scan.gate_id)
        .where(Scan.event_id == event.id, off > CLOCK_TOLERANCE.total_seconds())
        .group_by(Gate.name, Scan.device_id)
    )
    found = [
        WrongClock(
            row.name,
            row.device_id,
            timedelta(seconds=max(row.least, row.most, key=abs)),
            row.scans,
            row.last_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-abs(one.furthest), one.gate))


def _contradicting(event_id: int) -> Select[Scan]:
    """Ask for the scans whose gate said "admitted" by itself, and the server something else."""
    undone = select(UndoneScan.id).where(UndoneScan.scan_id == Scan.id).exists()
    return select(Scan).where(
        Scan.event_id == event_id,
        Scan.participant_id.is_not(None),
        Scan.told == ScanStatus.ADMITTED,
        Scan.status != ScanStatus.ADMITTED,
        ~undone,
    )


def _with_traces(event: Event, pairs: Sequence[tuple[int, int]]) -> list[Conflict]:
    which = tuple_(Scan.session_id, Scan.participant_id).in_(pairs)
    scans = db.session.scalars(
        select(Scan)
        .where(Scan.event_id == event.id, which)
        .options(
            joinedload(Scan.gate),
            joinedload(Scan.session),
            joinedload(Scan.participant).joinedload(Participant.office),
        )
        .order_by(Scan.at, Scan.id)
    ).all()
    undone = _undone([scan.id for scan in scans])
    looked = _looked(event, pairs)
    traces: dict[tuple[int, int | None], list[Trace]] = defaultdict(list)
    for scan in scans:
        traces[scan.session_id, scan.participant_id].append(Trace(scan, undone.get(scan.id)))
    return [
        Conflict(of[0].scan.session, of[0].scan.participant, of, looked.get(pair))
        for pair, of in traces.items()
        if of[0].scan.participant and not fits(trace.scan for trace in of if trace.undone is None)
    ]


def _undone(scan_ids: Sequence[int]) -> dict[int, UndoneScan]:
    rows = db.session.scalars(select(UndoneScan).where(UndoneScan.scan_id.in_(scan_ids)))
    return {row.scan_id: row for row in rows}


def _looked(event: Event, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int | None], LookedAt]:
    which = tuple_(LookedAt.session_id, LookedAt.participant_id).in_(pairs)
    rows = db.session.scalars(
        select(LookedAt).where(LookedAt.event_id == event.id, which).order_by(LookedAt.last_scan_id)
    )
    return {(row.session_id, row.participant_id): row for row in rows}
