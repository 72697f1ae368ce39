"""Printing: once, from what was frozen; a killed or failing printer loses nothing."""

import pytest

from app.db import transaction
from app.documents.queries import NotPrintedYet, printed_bytes
from app.jobs.lease import LEASE
from app.jobs.models import Job, JobState
from app.jobs.queries import job_with_key
from app.jobs.worker import run_due_jobs
from app.minutes import print_minutes as printing
from app.minutes.models import Publication
from app.minutes.print_draft import DraftNotThere, ask_for_draft, printed_draft
from app.minutes.print_minutes import ask_for_printing, printing_key
from app.services import services
from app.services.clock import HeldClock
from app.services.paper import FakePress, PaperUnavailable
from app.services.paper.parts import Draft
from app.services.paper.sheets import MinutesPaper
from tests.minutes.conftest import Desk


def printed_papers() -> list[MinutesPaper]:
    """Return what the fake press printed."""
    press = services().press
    assert isinstance(press, FakePress)
    return [paper for paper in press.printed if isinstance(paper, MinutesPaper)]


def job_of(publication: Publication) -> Job:
    """Return the job that prints a publication."""
    job = job_with_key(printing_key(publication))
    assert job is not None
    return job


def test_published_minutes_are_printed_once_with_number_and_verification(desk: Desk) -> None:
    desk.write()
    document = desk.publish().document
    with pytest.raises(NotPrintedYet):
        printed_bytes(document)
    assert run_due_jobs() == 1
    document = desk.document
    assert len(printed_bytes(document)) == document.size_bytes
    (paper,) = printed_papers()
    assert paper.number == document.number
    assert paper.verification is not None
    assert paper.verification.address.startswith("HTTPS://RAKORNIS.EXAMPLE/V/")
    assert paper.verification.address.endswith(paper.verification.code)


def test_asking_again_for_what_is_printed_changes_nothing(desk: Desk) -> None:
    desk.write()
    publication = desk.publish()
    run_due_jobs()
    before = desk.document.sha256
    with transaction():
        ask_for_printing(publication, event_id=desk.event.id, by=desk.by)
    run_due_jobs()
    assert desk.document.sha256 == before
    assert len(printed_papers()) == 1


def test_a_printer_killed_before_it_kept_the_paper_gives_the_same_bytes_later(
    desk: Desk, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write()
    publication = desk.publish()

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as killing, pytest.raises(SystemExit):
        killing.setattr(printing, "keep_printed", killed)
        run_due_jobs()
    assert not desk.document.is_printed
    clock.pass_time(seconds=LEASE.total_seconds() + 1)
    run_due_jobs()
    first, second = printed_papers()
    assert first == second
    assert desk.document.is_printed
    assert job_of(publication).state is JobState.DONE


def test_without_the_libraries_the_publication_stays_and_is_printed_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write()
    publication = desk.publish()

    def missing(*_: object) -> bytes:
        raise PaperUnavailable

    with monkeypatch.context() as broken:
        broken.setattr(FakePress, "print_minutes", missing)
        run_due_jobs()
    job = job_of(publication)
    assert job.state is JobState.FAILED
    assert "libpango" in (job.error or "")
    assert desk.minutes.is_published
    with transaction():
        ask_for_printing(publication, event_id=desk.event.id, by=desk.by)
    run_due_jobs()
    assert desk.document.is_printed


def test_drafts_are_counted_and_cannot_be_verified(desk: Desk) -> None:
    desk.write()
    with transaction():
        ask_for_draft(desk.minutes, by=desk.by)
    run_due_jobs()
    with transaction():
        ask_for_draft(desk.minutes, by=desk.by)
    run_due_jobs()
    first, second = printed_papers()
    moment = "Jumat, 6 September 2024, 13.40 WITA"
    assert (first.draft, second.draft) == (Draft(1, moment), Draft(2, moment))
    assert first.number == ""
    assert first.verification is None
    assert printed_draft(desk.minutes, 2).startswith(b"%PDF")


def test_a_draft_that_was_never_printed_is_not_there(desk: Desk) -> None:
    with pytest.raises(DraftNotThere):
        printed_draft(desk.minutes, 1)
