"""A queue that a device saved as a file is handed in by the committee: each scan once, whatever happened."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device, register_device, revoke_device
from app.checkin.models import Attendance, Device, Scan, ScanStatus
from app.db import db, transaction
from app.participants.models import Participant
from tests.cast import ANDI, Cast, sign_in
from tests.checkin.conftest import GateUnderTest


@pytest.fixture
def andi(cast: Cast) -> Participant:
    return cast.participant(ANDI)


@pytest.fixture
def ended(gate: GateUnderTest) -> Device:
    """A phone whose gate was ended while three scans waited on it."""
    with transaction():
        device = register_device(gate.cast.event, gate="Utama 1", by=COMMAND_LINE)
        device.token_sha256, device.waiting = "0" * 64, 3
        revoke_device(device, by=COMMAND_LINE)
    return device


def row(gate: GateUnderTest, code: str, **more: object) -> dict[str, object]:
    at = gate.clock.now().isoformat()
    return {
        "key": str(uuid4()), "event": gate.cast.event.slug, "session": gate.session.id, "at": at,
        "direction": "in", "code": code, "address": "x", "person": 3, **more,
    }  # fmt: skip


def hand_in(client: FlaskClient, gate: GateUnderTest, device: Device, content: object) -> TestResponse:
    sign_in(client, gate.cast.user(Role.COMMITTEE))
    file = (BytesIO(json.dumps(content).encode()), "antrean.json")
    return client.post(
        f"/events/{gate.cast.event.slug}/devices/{device.id}/queue",
        data={"file": file},
        content_type="multipart/form-data",
    )


def test_it_is_taken_in_once_however_often(
    client: FlaskClient, gate: GateUnderTest, ended: Device, andi: Participant
):
    code = gate.cast.code(andi)
    queue = {"scans": [row(gate, code, told="admitted"), row(gate, "asing"), row(gate, code, event="lain")]}
    for _ in range(2):
        assert hand_in(client, gate, ended, queue).status_code == 303
    stored = db.session.scalars(select(Scan).order_by(Scan.status)).all()
    assert [one.status for one in stored] == [ScanStatus.ADMITTED, ScanStatus.REFUSED]
    assert {one.device_id for one in stored} == {ended.id}
    assert db.session.get_one(Device, ended.id).waiting == 0


def test_what_was_undone_on_the_device_is_undone(
    client: FlaskClient, gate: GateUnderTest, ended: Device, andi: Participant
):
    scan = row(gate, gate.cast.code(andi))
    taken_back = row(gate, "", undoes=scan["key"])
    assert hand_in(client, gate, ended, {"scans": [scan, taken_back]}).status_code == 303
    assert db.session.scalars(select(Attendance)).all() == []


@pytest.mark.parametrize("content", ["kata", {"scans": 3}, {"scans": []}, {"scans": [{"event": "lain"}]}, []])
@pytest.mark.any_database
def test_another_file_is_refused_in_words(
    client: FlaskClient, gate: GateUnderTest, ended: Device, content: object
):
    answer = hand_in(client, gate, ended, content)
    assert answer.status_code == 422
    assert "berkas" in answer.text


def test_a_row_that_cannot_be_read_takes_nothing_in(
    client: FlaskClient, gate: GateUnderTest, ended: Device, andi: Participant
):
    whole, broken = row(gate, gate.cast.code(andi)), row(gate, "x", at="kemarin")
    answer = hand_in(client, gate, ended, {"scans": [whole, broken]})
    assert answer.status_code == 422
    assert "scans[1].at" in answer.text
    assert db.session.scalars(select(Scan)).all() == []


def test_each_moment_is_told_by_the_clock_of_its_scan(
    client: FlaskClient, gate: GateUnderTest, ended: Device, andi: Participant
):
    at = (gate.clock.now() + timedelta(hours=2, minutes=-5)).isoformat()
    hand_in(
        client, gate, ended, {"scans": [row(gate, gate.cast.code(andi), at=at, clock_offset_seconds=7200)]}
    )
    assert db.session.scalars(select(Attendance.first_at)).one() == gate.clock.now() - timedelta(minutes=5)
    assert db.session.scalars(select(Scan)).one().clock_is_off


def test_a_device_that_works_still_says_at_once_that_more_waits(
    client: FlaskClient, gate: GateUnderTest, andi: Participant
):
    with transaction():
        new = add_open_device(gate.cast.event, gate="Utama 1", by=COMMAND_LINE)
    still = {"query_string": {"waiting": 3}, "headers": {"Authorization": f"Bearer {new.token}"}}
    client.get("/api/v1/roster", **still)
    hand_in(client, gate, new.device, {"scans": [row(gate, gate.cast.code(andi))]})
    db.session.expire_all()
    assert db.session.get_one(Device, new.device.id).waiting == 0
    gate.clock.pass_time(seconds=1)
    client.get("/api/v1/roster", **still)
    db.session.expire_all()
    assert db.session.get_one(Device, new.device.id).waiting == 3
