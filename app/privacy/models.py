"""The notice of an event, requests about personal data, erasures, and incidents."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.participants.models import Participant

THREE_DAYS = timedelta(hours=72)  # "3 x 24 jam": UU 27/2022, articles 30, 32, 40, 41 and 46


class Notice(Base):
    """What an event tells about personal data beyond the standard words, and how long each kind is kept.

    Empty texts mean the standard words. Days count from the last day of the event.
    """

    __tablename__ = "privacy_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    controller: Mapped[str] = mapped_column(default="")
    officer: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    purpose_id: Mapped[str] = mapped_column(default="")
    purpose_en: Mapped[str] = mapped_column(default="")
    needs_days: Mapped[int] = mapped_column(default=0)
    travel_days: Mapped[int] = mapped_column(default=30)
    contact_days: Mapped[int] = mapped_column(default=90)


class RetentionHold(Base):
    """Nothing of the event is erased by date while this stands: the accounts are being audited, say."""

    __tablename__ = "retention_hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    reason: Mapped[str]
    set_at: Mapped[datetime]
    set_by: Mapped[str]
    set_by_name: Mapped[str]


class DataCode(Base):
    """A code of six digits that, with the personal link, opens "my data". It is derived and stands nowhere.

    `tries` are counted before they are judged. `used_at` is when it opened the page.
    """

    __tablename__ = "data_code"
    __table_args__ = (Index("ix_data_code_participant", "participant_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    salt: Mapped[str]
    channel: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RequestKind(enum.Enum):
    """What somebody asks about their own data."""

    CORRECTION = "correction"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    QUESTION = "question"


class DataRequest(Base):
    """Somebody asks about their own data; it is answered with words before `due_at`."""

    __tablename__ = "data_request"
    __table_args__ = (
        Index(
            "uq_data_request_open",
            "participant_id",
            "kind",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("ix_data_request_event_due", "event_id", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    kind: Mapped[RequestKind]
    words: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    answered_by_name: Mapped[str | None]
    is_granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")

    participant: Mapped[Participant] = relationship()

    @property
    def reference(self) -> str:
        """How the trail names this request, opaquely."""
        return f"data_request:{self.id}"


class Erasure(Base):
    """Something of a person was erased: which kinds, when, by whom and why."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    kinds: Mapped[list[str]]
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str]


class Incident(Base):
    """Personal data went where it should not: told to those affected and to the authority (article 46).

    `known_at` is when it was discovered: the clock of 3 x 24 hours runs from there to `due_at`.
    """

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    what: Mapped[str]
    happened: Mapped[str]
    remedy: Mapped[str]
    known_at: Mapped[datetime]
    due_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    recorded_by_name: Mapped[str]
    composed_at: Mapped[datetime | None]
    authority_told_at: Mapped[datetime | None]
    authority_told_how: Mapped[str] = mapped_column(default="")

    affected: Mapped[list["Affected"]] = relationship(back_populates="incident", cascade="all, delete-orphan")

    @property
    def reference(self) -> str:
        """How the trail names this incident, opaquely."""
        return f"incident:{self.id}"


class Affected(Base):
    """Somebody whose data an incident concerns."""

    __tablename__ = "affected"
    __table_args__ = (UniqueConstraint("incident_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)

    incident: Mapped[Incident] = relationship(back_populates="affected")
    participant: Mapped[Participant] = relationship()
