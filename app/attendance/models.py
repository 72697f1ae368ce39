"""Closed days: what stood at their closing, sealed, and what was added afterwards."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agenda.models import Session
from app.db import Base
from app.events.models import Day
from app.participants.models import Participant


class DayClose(Base):
    """A day of attendance, closed once and for ever.

    `content` is what stood then, as canonical JSON (app.attendance.content); `sha256` is its seal, which
    the audit trail holds too. It is read and never written again.
    """

    __tablename__ = "day_close"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id"), unique=True)
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    closed_by_name: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str]

    day: Mapped[Day] = relationship()
    supplements: Mapped[list["Supplement"]] = relationship(
        back_populates="close", order_by="Supplement.number"
    )

    @property
    def reference(self) -> str:
        """How the audit trail names it."""
        return f"day_close:{self.id}"


class ClosedSession(Base):
    """A session whose attendance belongs to a closed day, whatever the rules say later."""

    __tablename__ = "closed_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    close_id: Mapped[int] = mapped_column(ForeignKey("day_close.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), unique=True)


class SupplementKind(enum.Enum):
    """What brought a change after the closing."""

    BY_HAND = "by_hand"
    LATE_SCAN = "late_scan"
    UNDONE_SCAN = "undone_scan"


class Supplement(Base):
    """One change after the closing: who, when, why, before and after; the closed content stays.

    `before` and `after` are marks as canonical JSON, `null` for nothing known. `cause` names the scan or
    the undoing that brought it, so that it is added once. Each carries the hash of the one before it, the
    first one the seal of the day.
    """

    __tablename__ = "supplement"
    __table_args__ = (UniqueConstraint("close_id", "number"), UniqueConstraint("close_id", "cause"))

    id: Mapped[int] = mapped_column(primary_key=True)
    close_id: Mapped[int] = mapped_column(ForeignKey("day_close.id"))
    number: Mapped[int]
    kind: Mapped[SupplementKind]
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str]
    cause: Mapped[str | None]
    previous_sha256: Mapped[str]
    sha256: Mapped[str]

    close: Mapped[DayClose] = relationship(back_populates="supplements")
    session: Mapped[Session] = relationship()
    participant: Mapped[Participant] = relationship()
