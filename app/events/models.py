"""An event and what belongs to it as a whole: days, places, letterhead, signers, rules."""

import enum
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class Event(Base):
    """One meeting. `zone` is the IANA name of the place's time zone, such as Asia/Makassar."""

    __tablename__ = "event"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    short_title: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    city: Mapped[str]
    zone: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    planned_participants: Mapped[int | None]

    days: Mapped[list["Day"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="Day.date"
    )
    venues: Mapped[list["Venue"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="Venue.id"
    )
    letterhead: Mapped["Letterhead | None"] = relationship(
        back_populates="event", cascade="all, delete-orphan"
    )
    rules: Mapped["Rules"] = relationship(back_populates="event", cascade="all, delete-orphan", lazy="joined")
    rehearsal: Mapped["Rehearsal | None"] = relationship(
        back_populates="event", cascade="all, delete-orphan", lazy="joined"
    )
    signers: Mapped[list["Signer"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="Signer.id"
    )


class Rehearsal(Base):
    """The event is a rehearsal: its clock was set to `clock_starts_at` at the real moment `set_at`.

    Only an event with this record may have a clock of its own; a real meeting never has one.
    """

    __tablename__ = "rehearsal"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    clock_starts_at: Mapped[datetime]
    set_at: Mapped[datetime]

    event: Mapped[Event] = relationship(back_populates="rehearsal")

    @property
    def lead(self) -> timedelta:
        """How far the event's clock is ahead of the real one; negative when it is behind."""
        return self.clock_starts_at - self.set_at


class Day(Base):
    """One day of the event: the unit of the daily allowance."""

    __tablename__ = "day"
    __table_args__ = (UniqueConstraint("event_id", "date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    date: Mapped[date]
    name: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship(back_populates="days")


class Venue(Base):
    """A place with rooms; an event may use several."""

    __tablename__ = "venue"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship(back_populates="venues")
    rooms: Mapped[list["Room"]] = relationship(
        back_populates="venue", cascade="all, delete-orphan", order_by="Room.id"
    )


class Room(Base):
    """A room of a venue."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("venue_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id", ondelete="CASCADE"))
    name: Mapped[str]
    capacity: Mapped[int | None]

    venue: Mapped[Venue] = relationship(back_populates="rooms")


class Letterhead(Base):
    """The head of every official paper: ministry, unit, address; the agency uploads its own mark."""

    __tablename__ = "letterhead"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    lines: Mapped[list[str]]
    address_lines: Mapped[list[str]]
    mark_storage_key: Mapped[str | None]

    event: Mapped[Event] = relationship(back_populates="letterhead")


class SignerTask(enum.Enum):
    """Which place on which paper a signer fills."""

    CERTIFICATE = "certificate"
    MINUTES_CHAIR = "minutes_chair"
    MINUTES_TAKER = "minutes_taker"
    ATTENDANCE_LIST = "attendance_list"
    INVITATION = "invitation"


class Signer(Base):
    """Who signs: `prefix` is a.n., Plt. or Plh.; the post stands above the name."""

    __tablename__ = "signer"
    __table_args__ = (UniqueConstraint("event_id", "task"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    task: Mapped[SignerTask]
    prefix: Mapped[str] = mapped_column(default="")
    post: Mapped[str]
    name: Mapped[str]
    nip: Mapped[str | None]

    event: Mapped[Event] = relationship(back_populates="signers")


class Rules(Base):
    """What the committee decided about this event."""

    __tablename__ = "rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    opens_before_minutes: Mapped[int] = mapped_column(default=60)
    late_after_minutes: Mapped[int] = mapped_column(default=15)
    certificate_least_attendances: Mapped[int] = mapped_column(default=1)
    certificate_design: Mapped[str] = mapped_column(default="sober")
    certificate_needs_confirmed_name: Mapped[bool] = mapped_column(default=False, server_default=false())
    certificate_number: Mapped[str] = mapped_column(default="{number:04}/RAKORNIS/{year}")
    minutes_number: Mapped[str] = mapped_column(default="{number:03}/NOTULA/{year}")

    event: Mapped[Event] = relationship(back_populates="rules")
