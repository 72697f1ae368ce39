"""Seat plans, letters, nominations and substitutions: how somebody comes to fill a seat, step by step."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.lib.personal_names import PersonalName
from app.offices.models import OfficeKind, Position
from app.participants.models import Delegation, Participant, ParticipantRole, Seat
from app.registration.proposed_person import ProposedPerson


class SeatRule(Base):
    """How many of a post every office of a kind sends; without a post it counts the staff."""

    __tablename__ = "seat_rule"
    __table_args__ = (UniqueConstraint("event_id", "office_kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    office_kind: Mapped[OfficeKind]
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    code: Mapped[str]
    places: Mapped[int]

    position: Mapped[Position | None] = relationship()


class SeatAdjustment(Base):
    """How many seats of a post one delegation has, other than the rule for its kind of office says."""

    __tablename__ = "seat_adjustment"
    __table_args__ = (UniqueConstraint("delegation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"))
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    code: Mapped[str]
    places: Mapped[int]


class Quota(Base):
    """How many of a role there is room for, outside the delegations: speakers, committee, press, guests.

    `closes_at` is when its registration link stops taking people; `contact` whom to call after that.
    """

    __tablename__ = "quota"
    __table_args__ = (UniqueConstraint("event_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    role: Mapped[ParticipantRole]
    places: Mapped[int]
    closes_at: Mapped[datetime | None]
    contact: Mapped[str] = mapped_column(default="")

    @property
    def reference(self) -> str:
        """How links name this quota, opaquely."""
        return f"quota:{self.id}"


class Letter(Base):
    """An assignment letter (surat tugas): the file as it was sent, its number and its date."""

    __tablename__ = "assignment_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    number: Mapped[str]
    dated: Mapped[date]
    filename: Mapped[str]
    media_type: Mapped[str]
    storage_key: Mapped[str]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str]

    delegation: Mapped[Delegation] = relationship()


class State(enum.Enum):
    """Where a delegation or a nomination stands."""

    DRAFT = "draft"
    INVITED = "invited"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    SUBSTITUTED = "substituted"


class DelegationStep(Base):
    """One step of a delegation: nothing is overwritten, the last step is where it stands."""

    __tablename__ = "delegation_step"
    __table_args__ = (Index("ix_delegation_step_delegation", "delegation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    state: Mapped[State]
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("assignment_letter.id"))

    delegation: Mapped[Delegation] = relationship()
    letter: Mapped[Letter | None] = relationship()


class Nomination(ProposedPerson, Base):
    """Somebody proposed: for a seat by the office, or for a role by themselves. Confirmed: a participant.

    `state` repeats the last step; `revision` grows with every change, so that two who edit at once see
    each other. `key` comes from the form: one key, one nomination. `queued_at` is the place in the queue.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        Index(
            "uq_nomination_open_seat",
            "seat_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'submitted', 'returned')"),
            postgresql_where=text("state IN ('draft', 'submitted', 'returned')"),
        ),
        Index("ix_nomination_event_state", "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    key: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    state: Mapped[State]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    queued_at: Mapped[datetime | None]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)

    delegation: Mapped[Delegation | None] = relationship()
    seat: Mapped[Seat | None] = relationship()
    participant: Mapped[Participant | None] = relationship()

    @property
    def reference(self) -> str:
        """How other rooms name this nomination, opaquely."""
        return f"nomination:{self.id}"


class NominationStep(Base):
    """One step of a nomination."""

    __tablename__ = "nomination_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"), index=True)
    state: Mapped[State]
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class Substitution(Base):
    """The seat stays, the person changes: who left, who came, why, and by which letter.

    Who left may come back later, by another substitution; the withdrawal decides between two at once.
    """

    __tablename__ = "substitution"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"), index=True)
    left_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    came_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    reason: Mapped[str]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("assignment_letter.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    by_name: Mapped[str]

    left: Mapped[Participant] = relationship(foreign_keys=[left_id])
    came: Mapped[Participant] = relationship(foreign_keys=[came_id])
    letter: Mapped[Letter | None] = relationship()


class NameCorrection(Base):
    """A person asks the desk to write the name otherwise; the desk answers. One request at a time is open."""

    __tablename__ = "name_correction"
    __table_args__ = (
        Index(
            "uq_name_correction_open",
            "participant_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    front_titles: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    back_titles: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    is_accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")

    participant: Mapped[Participant] = relationship()

    @property
    def display_name(self) -> str:
        """The name as it was asked for."""
        return PersonalName(self.front_titles, self.name, self.back_titles).display
