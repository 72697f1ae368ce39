"""Scans that were undone: each undoing is a row of its own, and the scan stays as it was."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.checkin.models import Scan
from app.db import Base


class UndoneScan(Base):
    """One scan, taken back. `key` comes from the device: one key, one answer for ever.

    `at` is when the device says it happened, `received_at` when it arrived, both by the event's clock.
    `by` is an opaque reference.
    """

    __tablename__ = "undone_scan"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    key: Mapped[str]
    scan_id: Mapped[int] = mapped_column(ForeignKey("scan.id"), unique=True)
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    by: Mapped[str]
    by_name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")

    scan: Mapped[Scan] = relationship()
