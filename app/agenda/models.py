"""Sessions of the agenda, and who presents in them."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.events.models import Day, Room


class SessionKind(enum.Enum):
    """What happens in a session."""

    REGISTRATION = "registration"
    OPENING = "opening"
    PLENARY = "plenary"
    PRESENTATION = "presentation"
    PANEL = "panel"
    BREAKOUT = "breakout"
    DISCUSSION = "discussion"
    CEREMONY = "ceremony"
    CLOSING = "closing"
    BREAK = "break"
    DEPARTURE = "departure"


# People are not checked in for these.
WITHOUT_ATTENDANCE = frozenset({SessionKind.BREAK, SessionKind.DEPARTURE})


class Session(Base):
    """One session on one day in one room; times are instants. `attended_at` is set by the first scan."""

    __tablename__ = "session"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    kind: Mapped[SessionKind]
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    attended_at: Mapped[datetime | None]

    day: Mapped[Day] = relationship()
    room: Mapped[Room | None] = relationship()
    presenters: Mapped[list["Presenter"]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="Presenter.place"
    )

    @property
    def takes_attendance(self) -> bool:
        """Whether people are checked in for it."""
        return self.kind not in WITHOUT_ATTENDANCE


class Presenter(Base):
    """Who presents, in order; often known by post only."""

    __tablename__ = "presenter"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    post: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")

    session: Mapped[Session] = relationship(back_populates="presenters")
