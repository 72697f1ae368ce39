"""The express lane answers as the plain road does; what it leaves to Flask is refused there."""

import re
from io import StringIO

import pytest
import structlog
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from app.access.guards import DECLARED
from app.api import express
from app.api.express import ADDRESS, LONGEST_BODY
from app.audit.record import COMMAND_LINE
from app.checkin.devices import device_of, revoke_device
from app.checkin.models import Scan
from app.db import db, transaction
from tests.api.conftest import DeviceUnderTest
from tests.cast import BAIQ, Cast


class PlainRoad(AssertionError):
    """Flask was asked."""


@pytest.fixture
def begun(device: DeviceUnderTest, cast: Cast) -> DeviceUnderTest:
    """Return the device, after somebody was let in."""
    assert device.scan(cast.code(cast.participant())).status_code == 200
    return device


@pytest.fixture
def only_lane(app: Flask, begun: DeviceUnderTest, monkeypatch: pytest.MonkeyPatch) -> DeviceUnderTest:
    """Return the device, with the plain road closed."""

    def closed(*_asked: object) -> None:
        raise PlainRoad

    monkeypatch.setattr(app, "request_context", closed)
    return begun


def send_plainly(device: DeviceUnderTest, body: object) -> TestResponse:
    return device.client.post(f"{ADDRESS}?plain", json=body, headers=device.headers)


def test_its_address_is_the_guarded_route(app: Flask):
    endpoint, _ = app.url_map.bind("").match(ADDRESS, method="POST")
    assert endpoint == "api.redeem"
    assert getattr(app.view_functions[endpoint], DECLARED) == "device"


def test_scans_of_a_session_that_has_begun_need_no_flask(only_lane: DeviceUnderTest, cast: Cast):
    (result,) = only_lane.scan(cast.code(cast.participant(BAIQ))).get_json()["results"]
    assert (result["status"], result["participant"]["name"]) == ("admitted", BAIQ)


def test_both_roads_answer_the_same_with_the_same_headers(begun: DeviceUnderTest, cast: Cast):
    body = {"session": begun.session.id, "scans": [begun.one(cast.code(cast.participant(BAIQ)))]}
    fast, plain = begun.send(body), send_plainly(begun, body)
    assert fast.data == plain.data
    own = ("X-Request-Id", "Vary")  # Flask looks at cookies; whoever sends one is on the plain road
    given = {name.lower(): value for name, value in fast.headers if name not in own}
    assert given == {name.lower(): value for name, value in plain.headers if name not in own}
    assert re.fullmatch("[0-9a-f]{32}", fast.headers["X-Request-Id"])


def test_https_is_told_to_stay(begun: DeviceUnderTest, cast: Cast):
    body = {"session": begun.session.id, "scans": [begun.one(cast.code(cast.participant(BAIQ)))]}
    answer = begun.client.post(ADDRESS, json=body, headers=begun.headers, base_url="https://rakornis.example")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_every_scan_leaves_its_line_with_the_id_it_came_with(only_lane: DeviceUnderTest, cast: Cast):
    before, told = structlog.get_config(), StringIO()
    structlog.configure(**{**before, "logger_factory": structlog.PrintLoggerFactory(told)})
    body = {"session": only_lane.session.id, "scans": [only_lane.one(cast.code(cast.participant(BAIQ)))]}
    headers = {**only_lane.headers, "X-Request-Id": "abc123"}
    answer = only_lane.client.post(ADDRESS, json=body, headers=headers)
    structlog.configure(**before)
    assert answer.headers["X-Request-Id"] == "abc123"
    assert re.search(
        r"request .*method=POST path=/api/v1/scans status=200 .*request_id=abc123", told.getvalue()
    )


def test_a_batch_whose_answer_was_lost_is_answered_the_same(only_lane: DeviceUnderTest, cast: Cast):
    codes = [cast.code(cast.participant(f"Peserta Nomor {number}")) for number in range(20)]
    body = {
        "session": only_lane.session.id,
        "scans": [only_lane.one(code) for code in (*codes, codes[3], "FOREIGN")],
    }
    lost = only_lane.send(body)
    only_lane.clock.pass_time(seconds=3)
    assert only_lane.send(body).get_json() == lost.get_json()
    assert db.session.scalar(select(func.count(Scan.id))) == 1 + 22


def test_a_revoked_device_is_refused_by_the_plain_road(begun: DeviceUnderTest, cast: Cast):
    with transaction():
        revoke_device(device_of(cast.event, begun.id), by=COMMAND_LINE)
    begun.clock.pass_time(seconds=10)
    answer = begun.scan(cast.code(cast.participant(BAIQ)))
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


@pytest.mark.parametrize("sent", [b"{", b"[[[[", b'{"session": NaN}', b"\xff", b"[" * LONGEST_BODY])
@pytest.mark.any_database
def test_what_cannot_be_read_is_refused_by_the_plain_road(begun: DeviceUnderTest, sent: bytes):
    headers = {**begun.headers, "Content-Type": "application/json"}
    answer = begun.client.post(ADDRESS, data=sent, headers=headers)
    assert answer.mimetype == "application/problem+json"
    assert answer.status_code == 422


def test_a_failure_is_told_once_as_a_problem(
    begun: DeviceUnderTest, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    asked = []

    def away(*_scans: object, **_hours: object) -> None:
        asked.append(1)
        raise OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))

    monkeypatch.setattr(express, "redeem_together", away)
    answer = begun.scan(cast.code(cast.participant(BAIQ)))
    assert (answer.status_code, answer.mimetype, len(asked)) == (503, "application/problem+json", 1)
    assert db.session.scalar(select(func.count(Scan.id))) == 1
