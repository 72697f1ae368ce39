"""Audit entries, and the seals that hold batches of them together."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Seal(Base):
    """A hash over a batch of entries and over the seal before it."""

    __tablename__ = "seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("seal.id"), unique=True)
    entries: Mapped[int]
    hash: Mapped[str]
    sealed_at: Mapped[datetime]


class AuditEntry(Base):
    """One thing that somebody did. A plain insert; a worker seals it within the minute.

    `actor` and `subject` are opaque references such as "user:3" or "participant:12".
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(index=True)
    actor_name: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str | None] = mapped_column(index=True)
    event_id: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
    request_id: Mapped[str | None]
    seal_id: Mapped[int | None] = mapped_column(ForeignKey("seal.id"), index=True)
