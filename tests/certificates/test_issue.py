"""Everybody who earned a certificate gets exactly one, whatever is repeated, killed or raced."""

from threading import Event as Signal
from typing import Any

import pytest
from sqlalchemy import delete, select

from app.audit.record import COMMAND_LINE
from app.certificates.issue import NamesUnconfirmed
from app.certificates.issuing import issue
from app.certificates.models import Certificate
from app.certificates.paper import SignerMissing
from app.certificates.queries import ISSUE, certificates_of, to_be_printed
from app.checkin.models import AttendanceStatus
from app.db import db, transaction
from app.documents.facts import facts_of
from app.documents.models import DocumentState
from app.documents.revoke import revoke_document
from app.events.clock import event_now
from app.events.models import Signer
from app.jobs.background import LeaseLost, Work
from app.jobs.lease import take_lease
from app.jobs.models import Job, JobState
from app.participants.models import ParticipantRole
from app.participants.withdraw import withdraw_participant
from app.services import services
from app.services.paper import PaperUnavailable
from tests.cast import BAIQ
from tests.certificates.hall import UNPRINTABLE


def figures(job):
    return [job.outcome[name] for name in ("issued", "skipped", "failed")]


def test_who_came_once_gets_a_certificate(hall):
    andi = hall.came("Andi Tenrisangka, S.H.")
    hall.cast.participant(BAIQ)
    assert figures(hall.issue()) == [1, 0, 0]
    [paper] = hall.papers()
    assert paper.holder_name == "Andi Tenrisangka, S.H."
    assert paper.is_printed
    assert certificates_of(andi) == [paper]


@pytest.mark.parametrize("status", [one for one in AttendanceStatus if not one.is_here])
def test_who_did_not_come_in_person_earns_none(hall, status):
    hall.came("Andi Tenrisangka, S.H.", status=status)
    assert to_be_printed(hall.event) == []


def test_who_came_late_did_come(hall):
    andi = hall.came("Andi Tenrisangka, S.H.", status=AttendanceStatus.LATE)
    assert to_be_printed(hall.event) == [andi]


def test_the_rule_of_the_event_says_how_often(hall):
    first, second = hall.session("Pleno 1"), hall.session("Pleno 2")
    often, once = hall.came("Andi Tenrisangka", to=first), hall.came("Baiq Zohra", to=first)
    hall.attend(often, second)
    with transaction():
        hall.event.rules.certificate_least_attendances = 2
    assert to_be_printed(hall.event) == [often]
    assert once not in to_be_printed(hall.event)


def test_a_rule_may_ask_that_names_are_confirmed_first(hall):
    andi, baiq = hall.came("Andi Tenrisangka, S.H."), hall.came("Baiq Zohra")
    with transaction():
        hall.event.rules.certificate_needs_confirmed_name = True
        andi.name_confirmed_at = event_now(hall.event)
    with pytest.raises(NamesUnconfirmed, match="Baiq Zohra") as refused:
        hall.issue()
    assert andi.display_name not in str(refused.value)
    with transaction():
        baiq.name_confirmed_at = andi.name_confirmed_at
    assert figures(hall.issue()) == [2, 0, 0]


def test_who_withdrew_gets_none(hall):
    andi = hall.came("Andi Tenrisangka, S.H.")
    with transaction():
        withdraw_participant(andi, reason="Tugas lain", by=COMMAND_LINE)
    assert figures(hall.issue()) == [0, 0, 0]


def test_issuing_twice_issues_none_twice(hall):
    hall.people(3)
    assert figures(hall.issue()) == [3, 0, 0]
    before = [(paper.number, paper.sha256) for paper in hall.papers()]
    assert figures(hall.issue()) == [0, 3, 0]
    assert [(paper.number, paper.sha256) for paper in hall.papers()] == before


def test_who_comes_later_gets_the_next_number(hall):
    hall.people(2)
    hall.issue()
    hall.came("Andi Tenrisangka, S.H.")
    assert figures(hall.issue()) == [1, 2, 0]
    assert hall.papers()[-1].number == "0003/RAKORNIS/2024"


def test_more_than_one_chunk_is_issued_and_progress_is_told(hall):
    hall.people(53)
    job = hall.issue()
    assert figures(job) == [53, 0, 0]
    assert (job.progress_done, job.progress_total) == (53, 53)
    assert [paper.number[:4] for paper in hall.papers()] == [f"{n:04}" for n in range(1, 54)]


def test_asking_while_the_work_waits_gives_the_same_work(hall):
    hall.people(1)
    assert hall.ask().id == hall.ask().id
    hall.issue()
    assert hall.ask().state is JobState.QUEUED


def test_a_name_that_cannot_be_printed_fails_alone(hall):
    hall.people(2)
    nobody = hall.came(UNPRINTABLE)
    job = hall.issue()
    assert figures(job) == [2, 0, 1]
    assert job.outcome["failures"] == [{"participant": nobody.id, "name": UNPRINTABLE, "letters": "愛"}]
    assert len(hall.papers()) == 2


def test_without_the_printing_library_the_job_says_so_and_no_number_is_lost(hall, monkeypatch):
    hall.people(1)
    with monkeypatch.context() as broken:
        broken.setattr(type(services().press), "print_certificates", _no_pango)
        job = hall.issue()
    assert job.state is JobState.FAILED
    assert "Pango" in job.error
    assert hall.papers() == []
    assert figures(hall.issue()) == [1, 0, 0]


def _no_pango(self, papers):
    raise PaperUnavailable


def test_without_a_signer_nothing_is_begun(hall):
    with transaction() as session:
        session.execute(delete(Signer))
    db.session.expire_all()
    with pytest.raises(SignerMissing):
        hall.ask()
    assert db.session.scalars(select(Job)).all() == []


def test_a_worker_killed_between_printing_and_keeping_is_made_good(hall, clock, monkeypatch):
    hall.people(3)
    hall.ask()
    with monkeypatch.context() as killed:
        killed.setattr("app.certificates.issuing._freeze", _killed)
        with pytest.raises(KeyboardInterrupt):
            issue.handle(_lease(), event=hall.event.id)
    assert [paper.is_printed for paper in hall.papers()] == [False] * 3
    numbers = [paper.number for paper in hall.papers()]
    clock.pass_time(minutes=5)  # the lease runs out
    assert figures(hall.issue()) == [3, 0, 0]
    assert [paper.number for paper in hall.papers()] == numbers
    assert all(paper.is_printed for paper in hall.papers())


def _killed(*_args, **_kwargs):
    raise KeyboardInterrupt


def _lease():
    lease = take_lease()
    assert lease is not None
    return Work(job_id=lease.job_id, fence=lease.fence, by=lease.by, stop=Signal())


def test_a_worker_that_lost_its_lease_writes_nothing_more(hall, clock):
    hall.people(2)
    hall.ask()
    old = _lease()
    clock.pass_time(minutes=5)
    new = _lease()
    with pytest.raises(LeaseLost):
        issue.handle(old, event=hall.event.id)
    assert hall.papers() == []
    issue.handle(new, event=hall.event.id)
    assert len(hall.papers()) == 2


def test_two_jobs_that_race_print_everybody_once(hall, monkeypatch):
    hall.people(3)
    with transaction():
        jobs = [issue.later(key=key, by=COMMAND_LINE, event=hall.event.id) for key in ("a", "b")]
    works = [Work(job_id=job.id, fence=0, by=COMMAND_LINE, stop=Signal()) for job in jobs]
    press, overtaken = services().press.print_certificates, list[Any]()

    def overtake(papers):
        """While the first one is printing, the second one does everything."""
        if len(papers) > 1 and not overtaken:
            overtaken.append(True)
            overtaken.append(issue.handle(works[1], event=hall.event.id))
        return press(papers)

    monkeypatch.setattr(services().press, "print_certificates", overtake)
    first: Any = issue.handle(works[0], event=hall.event.id)
    assert first["issued"] + overtaken[1]["issued"] == 3
    assert [paper.is_printed for paper in hall.papers()] == [True] * 3
    assert len(db.session.scalars(select(Certificate)).all()) == 3


def test_the_public_facts_hold_role_event_and_rehearsal_but_no_nip(hall):
    speaker = hall.cast.participant(BAIQ, role=ParticipantRole.SPEAKER, nip="196711251994032995")
    hall.attend(speaker, hall.session())
    hall.issue()
    [paper] = hall.papers()
    facts = facts_of(paper)
    assert (facts.role, facts.issuer, facts.signer) == ("Narasumber", "UNIT UJI", "Sekretaris Uji")
    assert facts.event == hall.event.title
    assert facts.rehearsal
    assert "196711251994032995" not in str(vars(paper))


def test_a_revoked_certificate_is_not_printed_again(hall):
    andi = hall.came("Andi Tenrisangka, S.H.")
    hall.issue()
    with transaction():
        revoke_document(hall.papers()[0], reason="Keliru orang", by=COMMAND_LINE)
    assert hall.issue().outcome["issued"] == 0
    assert hall.papers()[0].state is DocumentState.REVOKED
    assert certificates_of(andi) == []


def test_the_job_is_of_the_kind_that_the_worker_knows():
    assert issue.kind == ISSUE
