"""Minutes, the entries typed into them, and their publication."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agenda.models import Session
from app.db import Base
from app.documents.models import Document
from app.offices.models import Office


class EntryKind(enum.Enum):
    """What an entry is. An action needs an office and a due date before the minutes are published."""

    DECISION = "decision"
    DIRECTIVE = "directive"
    INFORMATION = "information"
    OBSTACLE = "obstacle"
    PROPOSAL = "proposal"
    ACTION = "action"
    NOTE = "note"


class Minutes(Base):
    """The minutes of one or more sessions of an event; their moments go by the event's clock."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]

    covered: Mapped[list["Covered"]] = relationship(
        back_populates="minutes", cascade="all, delete-orphan", order_by="Covered.id"
    )
    entries: Mapped[list["Entry"]] = relationship(back_populates="minutes", order_by="Entry.id")
    publication: Mapped["Publication | None"] = relationship(back_populates="minutes")

    @property
    def is_published(self) -> bool:
        """Whether they are frozen."""
        return self.publication is not None

    @property
    def begins_at(self) -> datetime:
        """When the first of their sessions begins."""
        return min(covered.session.starts_at for covered in self.covered)


class Covered(Base):
    """A session that some minutes cover; a session stands in one set of minutes."""

    __tablename__ = "minutes_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), unique=True)

    minutes: Mapped[Minutes] = relationship(back_populates="covered")
    session: Mapped[Session] = relationship()


class Entry(Base):
    """One typed row. `key` comes from whoever typed it and makes a repeated save harmless.

    `revision` grows with every change, so that nobody overwrites what somebody else wrote meanwhile.
    A struck row stays, with `struck_at`.
    """

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    kind: Mapped[EntryKind]
    text: Mapped[str]
    speaker: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    writer_name: Mapped[str]
    struck_at: Mapped[datetime | None]

    minutes: Mapped[Minutes] = relationship(back_populates="entries")
    units: Mapped[list["EntryUnit"]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="EntryUnit.id"
    )


class EntryUnit(Base):
    """An office that an entry concerns."""

    __tablename__ = "entry_unit"
    __table_args__ = (UniqueConstraint("entry_id", "office_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))

    entry: Mapped[Entry] = relationship(back_populates="units")
    office: Mapped[Office] = relationship()


class Publication(Base):
    """Published minutes: `content` is the paper's content at that moment, frozen; the rest never changes."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[str]

    minutes: Mapped[Minutes] = relationship(back_populates="publication")
    document: Mapped[Document] = relationship()
