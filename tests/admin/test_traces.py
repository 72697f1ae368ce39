"""The pages of what was done, is being done, and was sent."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access import Role
from app.admin.queries import AuditFilter, audit_page
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE, record
from app.audit.seal import seal_entries
from app.db import db, transaction
from app.jobs.models import Job, JobState
from app.messages.compose import compose
from tests.cast import sign_in


@pytest.fixture
def browser(client, cast):
    """A browser in which an administrator is signed in."""
    return sign_in(client, cast.user(Role.ADMINISTRATOR))


def leave_traces(*actions, on="pass:1"):
    with transaction():
        for action in actions:
            record(action, by=COMMAND_LINE, on=on, reason="uji")


def make_job(clock, state):
    job = Job(
        kind="certificates.issue",
        key=f"test {state.value}",
        arguments={},
        requested_by="user:1",
        requested_at=clock.now(),
        run_after=clock.now(),
        state=state,
        attempts=5,
        error="printer on fire" if state is JobState.FAILED else None,
    )
    with transaction() as session:
        session.add(job)
    return job


def test_the_audit_trail_shows_what_is_sealed_and_what_is_not(browser):
    leave_traces("passes.issue")
    with transaction():
        seal_entries()
    leave_traces("passes.void")
    page = browser.get("/admin/audit?q=passes.").text
    assert page.count("Tersegel") == 1
    assert "reason: uji" in page


@pytest.mark.parametrize(
    ("text", "found"),
    [("passes.", 2), ("passes.void", 1), ("pass:1", 2), ("bin/raKornis", 2), ("pass:", 0), ("%", 0)],
)
def test_entries_are_found_by_action_name_or_subject(app, text, found):
    leave_traces("passes.issue", "passes.void")
    assert len(audit_page(AuditFilter(text=text))) == found


def test_entries_are_found_by_day(app, clock):
    leave_traces("passes.issue")
    today = clock.now().date()
    assert len(audit_page(AuditFilter(since=today, until=today))) == 1
    assert audit_page(AuditFilter(since=today + timedelta(days=1))) == []
    assert audit_page(AuditFilter(until=today - timedelta(days=1))) == []


def test_a_long_trail_is_paged(browser):
    leave_traces(*[f"passes.issue{number:02}" for number in range(60)])
    first = browser.get("/admin/audit?q=passes.").text
    assert "passes.issue59" in first
    assert "passes.issue09" not in first
    last = audit_page(AuditFilter(text="passes."))[49].id
    assert f"before={last}" in first
    assert "passes.issue09" in browser.get(f"/admin/audit?q=passes.&before={last}").text


def test_a_date_that_is_none_is_said_and_breaks_nothing(browser):
    assert browser.get("/admin/audit?since=31-31-31&before=x").status_code == 200


def test_failed_work_says_why_and_is_tried_again(browser, clock):
    job = make_job(clock, JobState.FAILED)
    assert "printer on fire" in browser.get("/admin/jobs?state=failed").text
    assert browser.post(f"/admin/jobs/{job.id}/retry").status_code == 303
    again = db.session.get_one(Job, job.id)
    assert (again.state, again.attempts, again.error) == (JobState.QUEUED, 0, None)


def test_failed_work_is_set_aside_by_whom_the_trail_names(client, cast, clock):
    job = make_job(clock, JobState.FAILED)
    with transaction():
        job.event_id = cast.event.id
    committee, work = sign_in(client, cast.user(Role.COMMITTEE)), f"/events/{cast.event.slug}/failed-work"
    assert "printer on fire" in committee.get(work).text
    assert committee.post(f"{work}/{job.id}/dismissal").status_code == 303
    assert "printer on fire" not in committee.get(work).text
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "jobs.dismiss")).one()
    assert (told.actor_name, told.subject) == ("Petugas committee", f"job:{job.id}")
    assert committee.post(f"{work}/{job.id}/retry").status_code == 303
    assert db.session.get_one(Job, job.id).state is JobState.QUEUED
    assert (
        committee.post(f"/events/{cast.make_event('lain').slug}/failed-work/{job.id}/retry").status_code
        == 404
    )


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_work_that_has_not_failed_is_not_tried_again(browser, clock, state):
    assert browser.post(f"/admin/jobs/{make_job(clock, state).id}/retry").status_code == 409


def test_the_committee_sees_the_messages_of_its_event_and_no_text(client, cast):
    letters = {"ini@contoh.example": cast.event.id, "itu@contoh.example": cast.make_event("lain").id}
    with transaction():
        for to, event_id in letters.items():
            words = {"recipient_name": to, "subject": "Kartu", "text": "rahasia"}
            compose(key=to, to=to, **words, event_id=event_id, by=COMMAND_LINE)
    page = sign_in(client, cast.user(Role.COMMITTEE)).get("/admin/messages").text
    assert "ini@contoh.example" in page
    assert "itu@contoh.example" not in page
    assert "rahasia" not in page


def test_messages_are_not_for_the_gate(client, cast):
    assert client.get("/admin/messages").location.startswith("/sign-in")
    assert sign_in(client, cast.user(Role.GATE)).get("/admin/messages").status_code == 403
