"""What asking for background work promises."""

from datetime import timedelta
from threading import Event as Signal

import pytest
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.jobs.background import KINDS, Interrupted, LeaseLost, Outcome, Work, background
from app.jobs.lease import LEASE, MOST_ATTEMPTS, finish, renew, take_lease
from app.jobs.models import Job, JobState
from app.jobs.queries import job_with_key
from app.jobs.worker import beat, last_heartbeat, run_due_jobs
from app.lib.refusals import N_, Refused
from app.services.clock import HeldClock

ran: list[str] = []


def remember(work: Work, *, word: str) -> Outcome:
    """Write a word down, as a job would."""
    with work.transaction():
        work.progress(1, 1)
    ran.append(word)
    return {"said": word}


def ask(word: str = "hadir", *, key: str = "k1") -> Job:
    """Ask for the work in a transaction of its own."""
    with transaction():
        return KINDS["test.remember"].later(key=key, by=COMMAND_LINE, word=word)


@pytest.fixture(autouse=True)
def _kind() -> None:
    ran.clear()
    background("test.remember", words="Try")(remember)


def test_work_is_done_once_and_its_outcome_kept(app: Flask) -> None:
    ask()
    assert (run_due_jobs(), run_due_jobs()) == (1, 0)
    job = job_with_key("k1")
    assert job is not None
    assert (job.state, job.outcome, job.progress_done, ran) == (
        JobState.DONE,
        {"said": "hadir"},
        1,
        ["hadir"],
    )


def test_asking_twice_with_one_key_is_one_job(app: Flask) -> None:
    assert ask().id == ask("lagi").id
    run_due_jobs()
    assert ran == ["hadir"]


def test_work_asked_for_in_a_transaction_that_fails_does_not_exist(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        KINDS["test.remember"].later(key="k1", by=COMMAND_LINE, word="x")
        _ = 1 / 0
    assert run_due_jobs() == 0


def test_a_refusal_fails_the_job_with_its_sentence(app: Flask) -> None:
    def refuse(work: Work, *, word: str) -> Outcome:
        raise Refused(N_("Install the printing libraries."))

    background("test.remember", words="Try")(refuse)
    ask()
    run_due_jobs()
    job = job_with_key("k1")
    assert job is not None
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.error


def test_failed_work_that_is_asked_for_again_is_tried_anew(app: Flask) -> None:
    test_a_refusal_fails_the_job_with_its_sentence(app)
    background("test.remember", words="Try")(remember)
    ask()
    run_due_jobs()
    assert ran == ["hadir"]


def test_failed_work_is_settled_when_the_same_work_is_done_later_and_only_then(app: Flask) -> None:
    test_a_refusal_fails_the_job_with_its_sentence(app)
    background("test.remember", words="Try")(remember)
    ask("lain", key="k2")
    run_due_jobs()
    assert state_of("k1") is JobState.FAILED
    ask(key="k3")
    run_due_jobs()
    assert (state_of("k1"), state_of("k3")) == (JobState.DISMISSED, JobState.DONE)


def state_of(key: str) -> JobState:
    db.session.expire_all()
    job = job_with_key(key)
    assert job is not None
    return job.state


def test_a_stumbling_job_is_tried_again_later_and_not_for_ever(app: Flask, clock: HeldClock) -> None:
    def stumble(work: Work, *, word: str) -> Outcome:
        raise OSError(word)

    background("test.remember", words="Try")(stumble)
    ask()
    for _ in range(MOST_ATTEMPTS):
        assert run_due_jobs() == 1
        assert run_due_jobs() == 0
        clock.pass_time(minutes=5)
    job = job_with_key("k1")
    assert job is not None
    assert (job.state, job.attempts) == (JobState.FAILED, MOST_ATTEMPTS)


def test_a_dead_workers_job_is_taken_again_when_its_lease_is_over(app: Flask, clock: HeldClock) -> None:
    ask()
    assert take_lease() is not None
    assert run_due_jobs() == 0
    clock.pass_time(seconds=LEASE.total_seconds() + 1)
    assert run_due_jobs() == 1
    assert ran == ["hadir"]


def test_a_worker_that_was_replaced_can_write_nothing_more(app: Flask, clock: HeldClock) -> None:
    ask()
    old = take_lease()
    clock.pass_time(minutes=1)
    new = take_lease()
    assert old is not None
    assert new is not None
    work = Work(job_id=old.job_id, fence=old.fence, by=COMMAND_LINE, stop=Signal())
    with pytest.raises(LeaseLost), work.transaction():
        pytest.fail("the old worker got in")
    assert not finish(old, {"said": "old"})
    assert not renew(old)
    assert finish(new, {"said": "new"})


def test_a_renewed_lease_is_not_taken_over(app: Flask, clock: HeldClock) -> None:
    ask()
    lease = take_lease()
    assert lease is not None
    clock.pass_time(seconds=LEASE.total_seconds() - 1)
    assert renew(lease)
    clock.pass_time(seconds=LEASE.total_seconds() - 1)
    assert take_lease() is None


def test_a_stopping_worker_puts_its_job_back(app: Flask) -> None:
    def stopping(work: Work, *, word: str) -> Outcome:
        raise Interrupted

    background("test.remember", words="Try")(stopping)
    ask()
    run_due_jobs(limit=1)
    job = job_with_key("k1")
    assert job is not None
    assert (job.state, job.leased_until, job.attempts) == (JobState.QUEUED, None, 0)


def test_the_worker_leaves_a_sign_of_life(app: Flask, clock: HeldClock) -> None:
    beat()
    clock.at += timedelta(minutes=1)
    beat()
    db.session.expire_all()
    assert last_heartbeat() == clock.at
