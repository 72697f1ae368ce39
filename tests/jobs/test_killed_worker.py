"""Workers killed in the middle lose nothing and do nothing twice, on either database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.jobs.background import Background
from app.jobs.models import Job, JobState
from config import Config

JOBS = 40
KILLS = 2
DEADLINE_SECONDS = 90
Start = Callable[[], int]


@pytest.fixture
def start_worker(app: Flask, config: Config) -> Iterator[Start]:
    """Return what starts a worker on the database of this test, with short leases, and tells its number."""
    environment = {
        **os.environ,
        "RAKORNIS_DATA": str(config.data),
        "RAKORNIS_DATABASE_URL": config.database_url,
        "RAKORNIS_SECRET_KEY": config.secret_key,
    }
    command = [sys.executable, "-m", "tests.jobs.killable_worker"]
    started: list[int] = []
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as mother:

        def start() -> int:
            assert mother.stdin is not None
            assert mother.stdout is not None
            mother.stdin.write("one more\n")
            mother.stdin.flush()
            started.append(int(mother.stdout.readline()))
            return started[-1]

        yield start
        for worker in started:  # all of them children of a mother that has not let go of their numbers
            os.kill(worker, signal.SIGKILL)
        mother.kill()


def finished() -> int:
    """Count the jobs that are done."""
    db.session.rollback()
    return db.session.execute(select(func.count()).where(Job.state == JobState.DONE)).scalar_one()


def wait_for(jobs: int) -> None:
    """Wait until so many jobs are done."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while finished() < jobs:
        assert time.monotonic() < deadline, f"only {finished()} of {jobs} jobs were done"
        time.sleep(0.05)


def test_jobs_of_killed_workers_are_all_done_and_none_twice(start_worker: Start) -> None:
    with transaction():
        for number in range(JOBS):
            Background("test.slow", "Try", lambda _: None).later(
                key=f"slow:{number}", by=COMMAND_LINE, number=number
            )
    for kill in range(KILLS):
        workers = [start_worker(), start_worker()]
        wait_for((kill + 1) * JOBS // (KILLS + 2))
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
    start_worker()
    wait_for(JOBS)
    written = db.session.execute(
        select(AuditEntry.subject, func.count())
        .where(AuditEntry.action == "test.slow")
        .group_by(AuditEntry.subject)
    ).all()
    assert len(written) == JOBS
    assert {count for _, count in written} == {1}
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
