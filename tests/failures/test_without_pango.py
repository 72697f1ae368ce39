"""A machine without the library that draws papers: pages and doctor say what to install."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import Role
from app.services import EXTENSION, services
from app.services.paper import WeasyPrintPress
from tests.cast import Cast, sign_in

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


def test_the_health_page_says_it(client: FlaskClient, cast: Cast):
    sign_in(client, cast.user(Role.ADMINISTRATOR))
    answer = client.get("/admin/health")
    assert answer.status_code == 200
    assert PACKAGES in answer.text


def test_the_doctor_says_it(app: Flask):
    told = app.test_cli_runner().invoke(args=["doctor", "--json"])
    assert PACKAGES in told.output
