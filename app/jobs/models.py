"""The record of one piece of background work."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class JobState(enum.Enum):
    """Where a job stands. A running job whose lease has run out is taken again.

    Dismissed is failed work that nobody need look at any more: the same work was done later, somebody has
    set it aside, or it was told where it was asked for.
    """

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DISMISSED = "dismissed"


class Job(Base):
    """Work to be done in the background: what, how far, and what came of it.

    `key` makes asking twice harmless: one key, one job. What is done is done in the name of who asked: the
    audit trail takes `requested_by` and `requested_by_name`. `fence` grows with every lease, so that a
    worker that was thought dead cannot overwrite its successor.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_run_after", "state", "run_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    arguments: Mapped[dict[str, Any]]
    event_id: Mapped[int | None] = mapped_column(index=True)
    requested_by: Mapped[str]
    requested_by_name: Mapped[str] = mapped_column(default="", server_default="")
    requested_at: Mapped[datetime]
    run_after: Mapped[datetime]
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state is JobState.DONE or self.has_failed

    @property
    def has_failed(self) -> bool:
        """Whether it could not be done, also when nobody need look at it any more."""
        return self.state in {JobState.FAILED, JobState.DISMISSED}


class WorkerHeartbeat(Base):
    """When the worker was last seen; one row."""

    __tablename__ = "worker_heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
