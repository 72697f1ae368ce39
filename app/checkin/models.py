"""Gates and their devices, every scan, and the attendance that comes of them."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agenda.models import Session
from app.db import Base
from app.participants.models import Participant, Pass

CLOCK_TOLERANCE = timedelta(minutes=2)  # a clock further off is flagged
SEEN_EVERY = timedelta(seconds=30)
SILENT_AFTER = timedelta(minutes=5)


class Gate(Base):
    """A place where people are let in, such as "Utama 1". A gate may have several devices."""

    __tablename__ = "gate"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str]

    devices: Mapped[list["Device"]] = relationship(back_populates="gate", order_by="Device.id")


class DeviceProfile(enum.Enum):
    """What a device is for; it reaches the pages and the endpoints of its profile, and nothing else."""

    GATE = "gate"
    DESK = "desk"
    KIOSK = "kiosk"
    HALL = "hall"


class Device(Base):
    """A phone or laptop that stands at a gate.

    Its token is known to the device alone; here is its SHA-256. A device without one has not been
    opened yet: its opening address works once, until `opening_expires_at`.
    `roster_fetched_at` is when it last took the list of passes; `waiting` is how many scans it last said
    it keeps, and `clock_offset_seconds` how far its clock was ahead then.
    """

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"), index=True)
    profile: Mapped[DeviceProfile] = mapped_column(
        default=DeviceProfile.GATE, server_default=DeviceProfile.GATE.value
    )
    token_sha256: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    opening_expires_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    roster_fetched_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0, server_default="0")
    clock_offset_seconds: Mapped[int | None]
    revoked_at: Mapped[datetime | None]

    gate: Mapped[Gate] = relationship(back_populates="devices")

    @property
    def reference(self) -> str:
        """How other rooms name this device, opaquely."""
        return f"device:{self.id}"

    @property
    def name(self) -> str:
        """What the audit and the verdict call it: the name of its gate."""
        return self.gate.name

    @property
    def is_open(self) -> bool:
        """Whether it holds a token that still works."""
        return self.token_sha256 is not None and self.revoked_at is None

    @property
    def clock_is_off(self) -> bool:
        """Whether its clock was more than two minutes away from the event's when it was heard last."""
        return abs(self.clock_offset_seconds or 0) > CLOCK_TOLERANCE.total_seconds()

    def is_silent(self, now: datetime) -> bool:
        """Whether it works but has not been heard of for five minutes, or never."""
        return self.is_open and (self.last_seen_at is None or now - self.last_seen_at > SILENT_AFTER)

    def is_due_to_be_noted(self, now: datetime) -> bool:
        """Whether half a minute has passed since it was noted: not every scan writes it."""
        return self.last_seen_at is None or now - self.last_seen_at > SEEN_EVERY


class ScanStatus(enum.Enum):
    """What a scan came to."""

    ADMITTED = "admitted"
    ALREADY = "already"
    REFUSED = "refused"


class RefusalReason(enum.Enum):
    """Why a scan was refused."""

    UNKNOWN_CODE = "unknown_code"
    VOID_PASS = "void_pass"  # noqa: S105 - a card, not a password
    WITHDRAWN = "withdrawn"
    WRONG_EVENT = "wrong_event"
    NOT_CONFIRMED = "not_confirmed"
    NOT_ADMITTED_HERE = "not_admitted_here"
    WRONG_DAY = "wrong_day"
    SESSION_NOT_OPEN = "session_not_open"
    NOT_CHECKED_IN = "not_checked_in"
    CODE_RUN_OUT = "code_run_out"


class Direction(enum.Enum):
    """Whether somebody comes or goes."""

    IN = "in"
    OUT = "out"


class Scan(Base):
    """One scan, kept whatever it came to. `key` comes from the device: one key, one answer for ever.

    `at` is when the device says it happened, `received_at` when it arrived, both by the event's
    clock. `first_at` is the time that the answer named. `told` is what the device told the person by
    itself, when it had no connection. `by` is an opaque reference.
    """

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        Index("ix_scan_session_received", "session_id", "received_at"),
        Index("ix_scan_participant", "participant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    pass_id: Mapped[int | None] = mapped_column(ForeignKey("pass.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    by: Mapped[str]
    by_name: Mapped[str]
    code_sha256: Mapped[str]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock_offset_seconds: Mapped[int | None]
    status: Mapped[ScanStatus]
    reason: Mapped[RefusalReason | None]
    first_at: Mapped[datetime | None]
    direction: Mapped[Direction] = mapped_column(default=Direction.IN, server_default=Direction.IN.value)
    told: Mapped[ScanStatus | None]

    participant: Mapped[Participant | None] = relationship()
    pass_: Mapped[Pass | None] = relationship()
    gate: Mapped[Gate] = relationship()
    session: Mapped[Session] = relationship()

    @property
    def clock_is_off(self) -> bool:
        """Whether the device's clock was more than two minutes away from the event's."""
        return abs(self.clock_offset_seconds or 0) > CLOCK_TOLERANCE.total_seconds()


class AttendanceStatus(enum.Enum):
    """How somebody stands in a session."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    OTHER_DUTY = "other_duty"
    ILL = "ill"
    REPRESENTED = "represented"
    ABSENT = "absent"

    @property
    def is_here(self) -> bool:
        """Whether the person came in person."""
        return self in HERE


HERE = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE})


class Attendance(Base):
    """How one person stands in one session: one row at most, whoever was first.

    `first_at` is the moment of arrival by the event's clock; it is empty exactly for those who are
    not here. `left_at` and `returned_at` are the last time of going and of coming back. `set_by` is an
    opaque reference: a device, an account.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "participant_id"),
        Index("ix_attendance_participant", "participant_id"),
        CheckConstraint("(first_at IS NOT NULL) = (status IN ('present', 'late'))", name="arrived_when_here"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="RESTRICT"))
    status: Mapped[AttendanceStatus]
    first_at: Mapped[datetime | None]
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"))
    set_by: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    represented_by: Mapped[str] = mapped_column(default="")
    left_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()
    session: Mapped[Session] = relationship()
    scan: Mapped[Scan | None] = relationship()

    @property
    def gone_at(self) -> datetime | None:
        """When the person left, unless they came back afterwards."""
        back = self.left_at and self.returned_at and self.returned_at >= self.left_at
        return None if back else self.left_at


class WalkIn(Base):
    """Somebody who was on no list and was taken in at the desk.

    `key` comes from the form: one key, one person.
    """

    __tablename__ = "walk_in"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str]
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), unique=True)
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str]

    participant: Mapped[Participant] = relationship()
