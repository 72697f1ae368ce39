"""A long list is written as a sheet by the worker: the same rows, for who asked, and gone after a day."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from app.access import Role
from app.accounts.models import RoleHeld
from app.admin.sweep_storage import sweep_storage
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.jobs.models import Job, JobState
from app.jobs.worker import run_due_jobs
from app.participants import export_in_background
from tests.cast import Cast, sign_in

LIST = "/events/rakornis-uji/participants"
NIP = "198609262015051001"


@pytest.fixture
def committee(client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(export_in_background, "LONG_LIST", 1)
    monkeypatch.setattr(export_in_background, "AT_ONCE", 2)
    for name, office in (("Andi Uji", "kaltim"), ("Baiq Uji", "bali"), ("=Cut(Uji)", "bali")):
        cast.participant(name, office=office, nip=NIP if name == "Andi Uji" else None)
    return sign_in(client, cast.user(Role.COMMITTEE))


def asked_for(client: FlaskClient, kind: str = "xlsx", **asked: str) -> str:
    answer = client.get(f"{LIST}.{kind}", query_string={"columns": "name,nip", **asked})
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, f"/jobs/{job().id}")
    return f"{LIST}/sheets/{job().id}.{kind}"


def job() -> Job:
    newest = select(Job).order_by(Job.id.desc()).limit(1)
    return db.session.scalars(newest.execution_options(populate_existing=True)).one()


def names_in(content: bytes) -> list[object]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [row[2].value for row in sheet.iter_rows(min_row=2)]


def test_a_long_list_waits_with_its_progress_and_holds_everybody_in_order(committee: FlaskClient) -> None:
    address = asked_for(committee)
    assert committee.get(address).status_code == 404
    assert run_due_jobs() == 1
    assert (job().progress_done, job().progress_total) == (3, 3)
    assert names_in(committee.get(address).data) == ["Andi Uji", "Baiq Uji", "=Cut(Uji)"]
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "participants.export")).one()
    assert (told.details["people"], told.details["numbers"]) == (3, True)


def test_its_filters_hold_and_a_short_list_comes_at_once(committee: FlaskClient) -> None:
    address = asked_for(committee, "csv", q="uji", state="registered", role="participant")
    run_due_jobs()
    lines = committee.get(address).data.decode("utf-8-sig").splitlines()
    assert [line.split(";")[2] for line in lines[1:]] == ["Andi Uji", "Baiq Uji", "'=Cut(Uji)"]
    assert names_in(committee.get(f"{LIST}.xlsx", query_string={"q": "andi"}).data) == ["Andi Uji"]


def test_it_is_for_the_account_that_asked_alone(committee: FlaskClient, cast: Cast) -> None:
    address = asked_for(committee)
    run_due_jobs()
    assert committee.get(address.replace(".xlsx", ".csv")).status_code == 404
    assert committee.get(address.replace("rakornis-uji", "lain")).status_code == 404
    other = sign_in(committee.application.test_client(), cast.user(Role.ADMINISTRATOR))
    assert other.get(address).status_code == 404


def test_who_lost_the_role_meanwhile_gets_nobody(committee: FlaskClient) -> None:
    asked_for(committee)
    with transaction() as session:
        for held in session.scalars(select(RoleHeld)):
            session.delete(held)
    run_due_jobs()
    assert job().kind == export_in_background.EXPORT
    assert (job().progress_done or 0) == 0


def test_it_is_forgotten_after_a_day(committee: FlaskClient, clock) -> None:
    asked_for(committee)
    run_due_jobs()
    assert job().outcome is not None
    clock.pass_time(hours=25)
    sweep_storage()
    assert job().outcome is None


def test_printed_lists_and_badges_are_forgotten_after_a_week(app, clock) -> None:
    kinds = ("participants.print_people", "participants.print_nominal", "participants.print_badges")
    with transaction() as session:
        for kind in kinds:
            times = dict.fromkeys(("requested_at", "run_after", "finished_at"), clock.now())
            made = {"storage_key": "a/b", "address": "/"}
            whose = {"arguments": {}, "requested_by": "user:1", "state": JobState.DONE}
            session.add(Job(kind=kind, key=kind, outcome=made, **whose, **times))
    clock.pass_time(hours=6 * 24)
    sweep_storage()
    assert job().outcome is not None
    clock.pass_time(hours=25)
    sweep_storage()
    db.session.expire_all()
    assert [one.outcome for one in db.session.scalars(select(Job))] == [None] * 3
