"""A machine without the library that draws papers: pages and doctor say what to install."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.access import Role
from app.db import db
from app.jobs.models import Job, JobState
from app.jobs.worker import run_due_jobs
from app.services import EXTENSION, services
from app.services.paper import WeasyPrintPress
from tests.cast import Cast, sign_in
from tests.failures.conftest import Desk

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.fixture(autouse=True)
def without_pango(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """Let the import fail as it does without the library, before a press that has printed nothing yet."""
    monkeypatch.setitem(sys.modules, "app.services.paper.engine", None)
    press = WeasyPrintPress(ROOT / "static", ROOT / "templates")
    monkeypatch.setitem(app.extensions, EXTENSION, replace(services(), press=press))


def test_the_page_of_the_certificates_says_what_to_install(committee: FlaskClient, cast: Cast):
    answer = committee.get(f"/events/{cast.event.slug}/certificates")
    assert answer.status_code == 200
    assert PACKAGES in answer.text


def test_a_paper_asked_for_says_it_instead_of_failing(committee: FlaskClient, cast: Cast):
    cast.participant()
    answer = committee.get(f"/events/{cast.event.slug}/certificates/specimen.pdf")
    assert answer.status_code == 503
    assert PACKAGES in answer.text


@pytest.fixture
def minutes(desk: Desk, client: FlaskClient, cast: Cast) -> str:
    """Return the address of a draft, for somebody who may write and publish it."""
    sign_in(client, cast.user(Role.SECRETARY))
    desk.write()
    return desk.address.removesuffix("/entries")


def told_at_the_button(page: TestResponse) -> bool:
    """Whether a box says what to install, and the button beside it says that it waits for that."""
    drawn = BeautifulSoup(page.text, "html.parser")
    box, waiting = drawn.select_one("#unprintable"), drawn.select("[aria-describedby=unprintable]")
    return box is not None and PACKAGES in box.text and bool(waiting)


def test_the_page_of_the_badges_says_it_and_its_button_refuses(committee: FlaskClient, cast: Cast):
    person = cast.participant()
    badges = f"/events/{cast.event.slug}/badges"
    assert told_at_the_button(committee.get(badges))
    for address, typed in (
        (badges, {"office": "0", "key": "k"}),
        (f"{badges}/chosen", {"chosen": person.id}),
    ):
        refused(committee.post(address, data=typed))


def test_the_page_of_the_attendance_says_it_and_its_button_refuses(committee: FlaskClient, cast: Cast):
    attendance = f"/events/{cast.event.slug}/sessions/{cast.session().id}/attendance"
    assert told_at_the_button(committee.get(attendance))
    refused(committee.post(f"{attendance}.pdf"))


def test_who_may_not_print_is_not_told(client: FlaskClient, cast: Cast):
    sign_in(client, cast.user(Role.SECRETARY))
    page = client.get(f"/events/{cast.event.slug}/sessions/{cast.session().id}/attendance")
    assert page.status_code == 200
    assert PACKAGES not in page.text


def test_the_desk_of_the_minutes_says_it_and_its_button_refuses(client: FlaskClient, minutes: str):
    assert told_at_the_button(client.get(minutes))
    assert told_at_the_button(client.get(f"{minutes}/preview"))
    refused(client.post(f"{minutes}/drafts"))


def test_minutes_can_be_published_and_their_page_says_why_no_paper_comes(client: FlaskClient, minutes: str):
    assert PACKAGES in client.get(f"{minutes}/publication").text
    assert client.post(f"{minutes}/publication").status_code == 303
    run_due_jobs(5)
    assert told_at_the_button(client.get(minutes))
    refused(client.post(f"{minutes}/printing"))


def refused(answer: TestResponse) -> None:
    """The answer says what to install, and nothing was begun."""
    assert answer.status_code == 503
    assert PACKAGES in answer.text
    assert not db.session.scalar(select(func.count(Job.id)).where(Job.state == JobState.QUEUED))


def test_the_health_page_says_it(client: FlaskClient, cast: Cast):
    sign_in(client, cast.user(Role.ADMINISTRATOR))
    answer = client.get("/admin/health")
    assert answer.status_code == 200
    assert PACKAGES in answer.text


def test_the_doctor_says_it(app: Flask):
    told = app.test_cli_runner().invoke(args=["doctor", "--json"])
    assert PACKAGES in told.output
