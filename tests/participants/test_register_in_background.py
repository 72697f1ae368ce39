"""Large sheets are registered by the worker: the same people, all or nothing, once."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access import Role
from app.audit.models import AuditEntry
from app.db import db
from app.jobs.models import Job, JobState
from app.jobs.worker import run_due_jobs
from app.participants import large_sheets, register_in_background
from app.participants.kept_sheets import Roster
from app.participants.models import Participant
from app.participants.register_roster import register_roster
from tests.cast import Cast, sign_in
from tests.participants.sheets import person, press_register, sheet
from tests.participants.test_register_roster import everybody

ROSTERS = "/events/rakornis-uji/rosters"
SHEET = sheet(person("Ucu Uji"), person("Lie Uji", unit="PT Uji"))


@pytest.fixture
def committee(client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(large_sheets, "LARGE_TEXT_BYTES", 10)
    cast.office("kaltim")
    return sign_in(client, cast.user(Role.COMMITTEE))


def registering(client: FlaskClient) -> str:
    preview = client.post(ROSTERS, data={"file": (BytesIO(SHEET), "peserta.csv")}).location
    run_due_jobs()  # it is looked at
    return press_register(client, preview).location


def test_the_worker_registers_everybody_and_leads_to_the_sheets(committee: FlaskClient) -> None:
    address = registering(committee)
    assert address.startswith("/jobs/")
    assert everybody() == []
    assert run_due_jobs() == 1
    assert [one.name for one in everybody()] == ["Ucu Uji", "Lie Uji"]
    job = db.session.scalars(select(Job).where(Job.kind == "participants.register_roster")).one()
    assert (job.state, job.progress_done, job.progress_total) == (JobState.DONE, 100, 100)
    assert job.outcome == {"created": 2, "updated": 0, "unchanged": 0, "address": ROSTERS}
    assert db.session.scalars(select(Roster)).one().registered_by == "Petugas committee"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "participants.register")).one()
    assert (entry.actor, entry.actor_name) == (job.requested_by, "Petugas committee")


def test_asking_twice_asks_for_the_same_work(committee: FlaskClient) -> None:
    work = registering(committee)
    sheet = db.session.scalars(select(Roster.id).order_by(Roster.id.desc())).first()
    assert press_register(committee, f"{ROSTERS}/{sheet}").location == work
    assert run_due_jobs() == 1
    registering(committee)
    assert run_due_jobs() == 1
    assert db.session.scalar(select(func.count(Participant.id))) == 2


def test_a_worker_that_dies_half_way_leaves_nobody_and_the_next_registers_all(
    committee: FlaskClient, monkeypatch: pytest.MonkeyPatch, clock
) -> None:
    registering(committee)

    def die(*arguments, **more):
        register_roster(*arguments, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(register_in_background, "register_roster", die)
    with pytest.raises(KeyboardInterrupt):
        run_due_jobs()
    assert everybody() == []
    monkeypatch.setattr(register_in_background, "register_roster", register_roster)
    clock.pass_time(minutes=2)
    assert run_due_jobs() == 1
    assert len(everybody()) == 2
