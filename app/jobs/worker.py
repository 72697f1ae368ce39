"""The embedded engine: one process that takes jobs one after another and does the regular duties."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event as Signal
from threading import Thread

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.db import db, end_read, insert_once, transaction
from app.i18n import sentence
from app.jobs.background import KINDS, Interrupted, LeaseLost, Work
from app.jobs.lease import LEASE, MOST_ATTEMPTS, Lease, finish, give_up, put_back, renew, take_lease
from app.jobs.models import Job, JobState, WorkerHeartbeat
from app.jobs.queries import job_with_key
from app.lib.refusals import N_, Refused
from app.logs import log
from app.services import services

IDLE_SECONDS = 0.5
HEARTBEAT, HEARTBEAT_SECONDS = "jobs.heartbeat", 20.0


class JobFailed(Refused):
    """A job that was waited for could not be done."""


@dataclass
class Duty:
    """Something the worker does again and again; `due` is a moment of the monotonic clock."""

    name: str
    every_seconds: float
    do: Callable[[], object]
    due: float = field(default=0.0)


DUTIES: dict[str, Duty] = {}


def every(seconds: float, name: str, do: Callable[[], object]) -> None:
    """Let the worker do something regularly."""
    DUTIES[name] = Duty(name, seconds, do)


def work_until(stop: Signal) -> None:
    """Do jobs and duties until asked to stop."""
    every(HEARTBEAT_SECONDS, HEARTBEAT, beat)
    while not stop.is_set():
        _do_duties()
        if not _work_once(stop):
            stop.wait(IDLE_SECONDS)


def run_due_jobs(limit: int = 100) -> int:
    """Do what is due, here and now; returns how many jobs ran. For tests and the command line."""
    done = 0
    while done < limit and _work_once(Signal()):
        done += 1
    return done


def run_job(key: str) -> Job:
    """See one job through: do it here, or wait for the worker that has it. For the command line.

    Raises JobFailed with the reason when it could not be done.
    """
    while True:
        job = job_with_key(key)
        if job is None:
            raise LookupError(key)
        db.session.refresh(job)
        if job.state is JobState.DONE:
            return job
        if job.state is JobState.FAILED:
            raise JobFailed(N_("This could not be done: %(reason)s"), reason=job.error or "")
        end_read()
        if not _work_once(Signal(), key=key):
            time.sleep(IDLE_SECONDS)


def _work_once(stop: Signal, *, key: str | None = None) -> bool:
    lease = take_lease(key=key)
    if lease is None:
        return False
    with _renewed(lease):
        _run(lease, stop)
    return True


def _run(lease: Lease, stop: Signal) -> None:
    if lease.kind not in KINDS:
        give_up(lease, f"{lease.kind}: this program does not know such work")
        return
    if lease.attempts > MOST_ATTEMPTS:
        give_up(lease, f"{lease.kind}: stopped {lease.attempts - 1} times without finishing")
        return
    work = Work(job_id=lease.job_id, fence=lease.fence, by=lease.by, stop=stop)
    try:
        outcome = KINDS[lease.kind].handle(work, **lease.arguments)
    except Interrupted:
        put_back(lease)
    except LeaseLost:
        log().warning("lease lost", job=lease.job_id, kind=lease.kind)
    except Refused as refusal:
        give_up(lease, sentence(refusal), state=KINDS[lease.kind].refused)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the job must know
        db.session.rollback()
        log().error("job failed", job=lease.job_id, kind=lease.kind, exc_info=failure)
        put_back(lease, error=repr(failure)) if lease.attempts < MOST_ATTEMPTS else give_up(
            lease, repr(failure)
        )
    else:
        finish(lease, outcome)
    finally:
        db.session.rollback()


@contextmanager
def _renewed(lease: Lease) -> Iterator[None]:
    """Keep the lease alive from a thread of its own while the handler works."""
    over = Signal()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    thread = Thread(target=_keep_renewing, args=(app, lease, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep_renewing(app: Flask, lease: Lease, over: Signal) -> None:
    with app.app_context():
        while not over.wait(LEASE.total_seconds() / 3):
            try:
                renew(lease)
                if HEARTBEAT in DUTIES:  # duties wait meanwhile, and a long job is no dead worker
                    beat()
            except DBAPIError as failure:
                log().warning("lease not renewed", job=lease.job_id, exc_info=failure)
            finally:
                db.session.remove()


def _do_duties() -> None:
    for duty in DUTIES.values():
        if time.monotonic() < duty.due:
            continue
        duty.due = time.monotonic() + duty.every_seconds
        try:
            duty.do()
        except Exception as failure:  # noqa: BLE001 - one duty's trouble must not stop the others
            log().error("duty failed", duty=duty.name, exc_info=failure)
        finally:
            db.session.rollback()


def beat() -> None:
    """Leave a sign of life."""
    with transaction() as session:
        if insert_once(WorkerHeartbeat, id=1, seen_at=services().clock.now()) is None:
            beat_row = session.get_one(WorkerHeartbeat, 1, populate_existing=True)
            beat_row.seen_at = services().clock.now()


def last_heartbeat() -> datetime | None:
    """Return when the worker was last seen."""
    return db.session.execute(select(WorkerHeartbeat.seen_at)).scalar_one_or_none()
