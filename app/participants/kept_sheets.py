"""Sheets that were registered, what each changed, and the headings people taught us."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Roster(Base):
    """A sheet as it was uploaded: the file is kept, so that one can see where a name came from.

    `reading` is what people said about reading it (app/participants/reading.py). Once registered it says
    by whom and what came of it; the same file registered again is a row of its own.
    """

    __tablename__ = "roster"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    filename: Mapped[str]
    storage_key: Mapped[str]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str]
    reading: Mapped[dict[str, Any] | None]
    registered_at: Mapped[datetime | None]
    registered_by: Mapped[str | None]
    created: Mapped[int | None]
    updated: Mapped[int | None]
    unchanged: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]

    @property
    def reference(self) -> str:
        """How the audit trail names this sheet."""
        return f"roster:{self.id}"

    @property
    def is_registered(self) -> bool:
        """Whether its people are on the list because of it."""
        return self.registered_at is not None and self.undone_at is None


class RosterChange(Base):
    """What registering a sheet did to one person.

    `changed` holds the old and the new value of each column, nothing for who was new.
    """

    __tablename__ = "roster_change"
    __table_args__ = (UniqueConstraint("roster_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    changed: Mapped[dict[str, Any] | None]


class TaughtHeading(Base):
    """A heading that somebody explained once: `folded` is what is compared, `field` what it means."""

    __tablename__ = "taught_heading"

    id: Mapped[int] = mapped_column(primary_key=True)
    heading: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    field: Mapped[str]
    taught_at: Mapped[datetime]
    taught_by: Mapped[str]
