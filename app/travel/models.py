"""Journeys to and from the event, and the special needs people agreed to tell."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.participants.models import Participant


class Direction(enum.Enum):
    """To the event, or home from it."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"


class Means(enum.Enum):
    """How somebody travels."""

    FLIGHT = "flight"
    TRAIN = "train"
    SHIP = "ship"
    BUS = "bus"
    CAR = "car"
    OTHER = "other"


class Journey(Base):
    """One person's way to the event or home: `at` is when they are at `place`.

    `number` is that of the flight, train or ship. `revision` grows with every change, so that two who write
    at once see each other.
    """

    __tablename__ = "journey"
    __table_args__ = (
        UniqueConstraint("participant_id", "direction"),
        Index("ix_journey_event_at", "event_id", "direction", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    direction: Mapped[Direction]
    at: Mapped[datetime]
    means: Mapped[Means]
    number: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]

    participant: Mapped[Participant] = relationship()


class Needs(Base):
    """What somebody needs, told by themselves and only with their consent; deleted when it ends.

    `diets` and `assistance` hold the codes of app.travel.words; `note` is as they wrote it.
    """

    __tablename__ = "needs"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), unique=True)
    diets: Mapped[list[str]]
    assistance: Mapped[list[str]]
    note: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]

    participant: Mapped[Participant] = relationship()
