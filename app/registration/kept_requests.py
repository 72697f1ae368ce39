"""What offices ask for after their people are confirmed: that somebody comes instead of somebody else."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.participants.models import Delegation, Participant
from app.registration.models import Letter, State
from app.registration.proposed_person import ProposedPerson


class SubstitutionRequest(ProposedPerson, Base):
    """An office asks that the person of these columns comes instead of `left`; the committee answers.

    One request about somebody is open at a time. `key` comes from the form: one key, one request. `state`
    is SUBMITTED while it is open, then SUBSTITUTED, RETURNED (`answer` says why) or WITHDRAWN by the office.
    """

    __tablename__ = "substitution_request"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        Index(
            "uq_substitution_request_open",
            "left_id",
            unique=True,
            sqlite_where=text("state = 'submitted'"),
            postgresql_where=text("state = 'submitted'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    left_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    key: Mapped[str]
    reason: Mapped[str]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("assignment_letter.id"))
    state: Mapped[State]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_name: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str | None]
    answer: Mapped[str] = mapped_column(default="")
    came_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)

    delegation: Mapped[Delegation] = relationship()
    left: Mapped[Participant] = relationship(foreign_keys=[left_id])
    came: Mapped[Participant | None] = relationship(foreign_keys=[came_id])
    letter: Mapped[Letter | None] = relationship()
