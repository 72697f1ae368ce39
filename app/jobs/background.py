"""Background work: a verb that is asked for now and done later, exactly once as far as anyone sees.

A handler is a function of `Work` and of plain arguments. It is registered by
`@background(kind, words=…)` and asked for by `.later(key=…, by=…)` inside the caller's
transaction, so that work exists if and only if the deed that wants it does. A killed worker's
work is taken up again when its lease has run out, therefore handlers are idempotent and write
through `work.transaction()`, which refuses a worker that was replaced meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Signal
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.record import Doer
from app.db import db, insert_once, transaction
from app.jobs.models import Job, JobState
from app.services import services

Outcome = dict[str, Any] | None
Handler = Callable[..., Outcome]


class LeaseLost(RuntimeError):
    """Another worker has taken this job over; what this one was about to write is dropped."""


class Interrupted(RuntimeError):
    """The worker is asked to stop; the job goes back into the queue."""


class Work:
    """One run of a job, in the hands of its handler. `by` is who asked for it: the doer of what it does."""

    def __init__(self, *, job_id: int, fence: int, by: Doer, stop: Signal) -> None:
        self.job_id = job_id
        self.by = by
        self._fence = fence
        self._stop = stop

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Write as the holder of the lease: all or nothing, and nothing after it was lost."""
        if self._stop.is_set():
            raise Interrupted
        with transaction() as session:
            held = session.execute(
                select(Job.id).where(Job.id == self.job_id, Job.fence == self._fence).with_for_update()
            ).scalar_one_or_none()
            if held is None:
                raise LeaseLost
            yield session

    def done_before(self) -> int:
        """How far an earlier worker said that it came: what it wrote with that is not to be done again."""
        return db.session.execute(select(Job.progress_done).where(Job.id == self.job_id)).scalar_one()

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is. Call it between the steps, inside `transaction()`."""
        db.session.execute(
            update(Job).where(Job.id == self.job_id).values(progress_done=done, progress_total=total)
        )


class Background:
    """A kind of background work: its name, the words people read for it (a msgid), and its handler.

    `refused` is how it stands once its handler has refused.
    """

    def __init__(
        self, kind: str, words: str, handle: Handler, *, refused: JobState = JobState.FAILED
    ) -> None:
        self.kind = kind
        self.words = words
        self.handle = handle
        self.refused = refused
        self.__doc__ = handle.__doc__

    def later(self, *, key: str, by: Doer, event_id: int | None = None, **arguments: object) -> Job:
        """Ask for the work, in the caller's transaction. The same key asks for the same work.

        Work that had failed is tried anew.
        """
        now = services().clock.now()
        insert_once(
            Job,
            kind=self.kind,
            key=key,
            arguments=arguments,
            event_id=event_id,
            requested_by=by.reference,
            requested_by_name=by.name,
            requested_at=now,
            run_after=now,
        )
        job = db.session.execute(
            select(Job).where(Job.key == key).execution_options(populate_existing=True)
        ).scalar_one()
        if job.has_failed:
            queue_again(job)
        return job


def queue_again(job: Job) -> None:
    """Put work that had failed back into the queue, with all its attempts before it."""
    job.state = JobState.QUEUED
    job.attempts = 0
    job.error = None
    job.finished_at = None
    job.run_after = services().clock.now()


KINDS: dict[str, Background] = {}


def background(
    kind: str, *, words: str, refused: JobState = JobState.FAILED
) -> Callable[[Handler], Background]:
    """Register a handler as background work of this kind; `words` are what pages call it.

    `refused`: DISMISSED for work whose refusal is an answer, told on the page that asked for it.
    """

    def register(handle: Handler) -> Background:
        KINDS[kind] = Background(kind, words, handle, refused=refused)
        return KINDS[kind]

    return register
