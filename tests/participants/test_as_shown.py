"""Registering a sheet does what the page showed, or nothing: the list may have changed meanwhile."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.db import db, transaction
from app.jobs.models import Job, JobState
from app.jobs.worker import run_due_jobs
from app.participants import large_sheets
from app.participants.examine_roster import examine_roster
from app.participants.models import Participant
from app.participants.plan_mark import mark_of
from tests.cast import Cast, sign_in
from tests.participants.sheets import person, press_register, sheet
from tests.participants.test_register_roster import everybody, register

UCU, LIE = person("Ucu Uji"), person("Lie Uji", unit="PT Uji")
LIST = "/events/rakornis-uji/participants"
CHANGED = sheet(person("Ucu Uji", post="Kabid"), person("Lie Uji", unit="PT Uji", post="Direktur"))
SAYS_SO = "Tidak ada yang didaftarkan"


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.office("kaltim")
    register(cast.event, UCU, LIE)
    return sign_in(client, cast.user(Role.COMMITTEE))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_sheets, "LARGE_TEXT_BYTES", 10)


def upload(client: FlaskClient, content: bytes = CHANGED) -> str:
    file = (BytesIO(content), "peserta.csv")
    return client.post("/events/rakornis-uji/rosters", data={"file": file}).location


def mark(client: FlaskClient, address: str) -> dict[str, str]:
    drawn = BeautifulSoup(client.get(address).data, "lxml")
    return {"seen": str(drawn.select("input[name=seen]")[0]["value"])}


def correct_ucu() -> None:
    """A second window writes one name otherwise: a sheet no longer recognises it."""
    ucu = db.session.scalars(select(Participant).where(Participant.name == "Ucu Uji")).one()
    with transaction():
        ucu.name, ucu.folded_name, ucu.identity = "Ucu Uji Benar", "ucu uji benar", "ucu uji benar|kaltim"


def state() -> list[tuple[str, str]]:
    db.session.expire_all()
    return [(one.name, one.position_name) for one in everybody()]


def test_what_was_shown_is_done(committee: FlaskClient) -> None:
    answer = press_register(committee, upload(committee))
    assert (answer.status_code, answer.location) == (303, LIST)
    assert state() == [("Ucu Uji", "Kabid"), ("Lie Uji", "Direktur")]


def test_when_it_would_do_something_else_nothing_is_written_and_the_preview_says_so(
    committee: FlaskClient,
) -> None:
    address = upload(committee)
    seen = mark(committee, address)
    correct_ucu()
    assert committee.post(f"{address}/registration", data=seen).location == address
    assert state() == [("Ucu Uji Benar", ""), ("Lie Uji", "")]
    assert SAYS_SO in committee.get(address).text
    assert press_register(committee, address).location == LIST  # now it was seen: one is new
    assert len(state()) == 3


def test_the_button_of_a_page_that_carries_no_mark_registers_nobody(committee: FlaskClient) -> None:
    address = upload(committee)
    assert committee.post(f"{address}/registration").location == address
    assert state() == [("Ucu Uji", ""), ("Lie Uji", "")]


def test_pressing_twice_is_harmless(committee: FlaskClient) -> None:
    address = upload(committee)
    seen = mark(committee, address)
    for _ in range(2):
        assert committee.post(f"{address}/registration", data=seen).location == LIST
    assert "Tidak ada yang berubah" in committee.get(LIST).text


def test_a_change_that_somebody_wrote_meanwhile_is_not_written_over_unseen(committee: FlaskClient) -> None:
    address = upload(committee)
    seen = mark(committee, address)
    with transaction():
        everybody()[0].position_name = "Kakanwil"
    assert committee.post(f"{address}/registration", data=seen).location == address
    assert state()[0] == ("Ucu Uji", "Kakanwil")


@pytest.mark.usefixtures("large")
def test_the_background_refuses_too_and_the_sheet_is_looked_at_anew(committee: FlaskClient) -> None:
    address = upload(committee)
    run_due_jobs()
    correct_ucu()
    progress = press_register(committee, address).location  # what was seen is older
    assert run_due_jobs() == 2  # refused, and looked at anew
    assert state() == [("Ucu Uji Benar", ""), ("Lie Uji", "")]
    told = committee.get(progress).text
    assert SAYS_SO in told
    assert f'href="{address}"' in told
    shown = committee.get(address).text
    assert SAYS_SO in shown
    assert "Lembar ini tidak jadi didaftarkan" in shown
    job = db.session.scalars(select(Job).where(Job.kind == "participants.register_roster")).one()
    assert job.state is JobState.DISMISSED
    press_register(committee, address)
    assert run_due_jobs() == 1
    assert len(state()) == 3
    assert SAYS_SO not in committee.get(address).text


@pytest.mark.usefixtures("large")
def test_pressing_twice_is_harmless_in_the_background(committee: FlaskClient) -> None:
    address = upload(committee)
    run_due_jobs()
    seen = mark(committee, address)
    for _ in range(2):
        committee.post(f"{address}/registration", data=seen)
        assert run_due_jobs() == 1
    jobs = db.session.scalars(select(Job).where(Job.kind == "participants.register_roster")).all()
    assert {job.state for job in jobs} == {JobState.DONE}
    assert state() == [("Ucu Uji", "Kabid"), ("Lie Uji", "Direktur")]


def test_a_body_that_another_sheet_adds_changes_nothing_that_was_shown(cast: Cast) -> None:
    look = lambda: mark_of(  # noqa: E731
        examine_roster(cast.event, sheet(person("Ucu Uji", unit="PT Uji")), filename="a.csv")
    )
    before = look()
    register(cast.event, LIE)
    assert look() == before
