"""What a hostile or broken device may send to the API, and what it is told."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access import Role
from app.agenda.models import SessionKind
from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device, device_of, opening_token, register_device, revoke_device
from app.checkin.models import Attendance, Device, Scan
from app.db import db, transaction
from tests.api.conftest import DeviceUnderTest
from tests.api.conftest import device as device
from tests.cast import BAIQ, Cast, sign_in

KEY = "8d7f6a52-62f4-4e43-a8a5-3b29b3d6a0f1"
NOW = "2024-09-06T13:40:00+08:00"
DEEP = 100_000


def raw(device: DeviceUnderTest, body: bytes, content_type: str = "application/json"):
    return device.client.post("/api/v1/scans", data=body, content_type=content_type, headers=device.headers)


def one_scan(device: DeviceUnderTest, **more: object):
    return device.send(
        {"session": device.session.id, "scans": [{"key": KEY, "code": "X", "at": NOW, **more}]}
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"{" * DEEP,
        b"[" * DEEP + b"]" * DEEP,
        b'{"session": ' + b"[" * DEEP + b"]" * DEEP + b"}",
        b'{"session": NaN, "scans": []}',
        b'{"session": Infinity, "scans": []}',
        b'{"session": 1e400, "scans": []}',
        b'{"session": true, "scans": []}',
        b'{"session": "1", "scans": []}',
        b'{"session": 1.0, "scans": []}',
        b'{"session": ' + b"9" * 5000 + b', "scans": []}',
        b'{"session": 2147483648, "scans": []}',
        b'{"session": -1, "scans": []}',
        b'{"session": 1, "scans": {}}',
        b'{"session": 1, "scans": [null]}',
        b'{"session": 1, "scans": [], "sent_at": 5}',
    ],
    ids=lambda body: body[:24].decode("latin-1"),
)
@pytest.mark.any_database
def test_a_body_that_is_no_batch_is_refused_in_words(device: DeviceUnderTest, body: bytes):
    answer = raw(device, body)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", None),
        ("key", ""),
        ("key", 7),
        ("key", "\ud800" * 32),
        ("key", "\0" * 36),
        ("key", ["a"]),
        ("code", ""),
        ("code", 7),
        ("code", ["X"]),
        ("code", "x" * 5001),
        ("at", "2024-09-06T13:40:00"),
        ("at", "0001-01-01T00:00:00+00:00"),
        ("at", "9999-12-31T23:59:59-12:00"),
        ("at", "1969-12-31T23:59:59+00:00"),
        ("at", 1725601200),
        ("at", True),
        ("at", "NaN"),
        ("at", {}),
    ],
)
@pytest.mark.any_database
def test_a_scan_that_is_none_says_which_field(device: DeviceUnderTest, field: str, value: object):
    answer = one_scan(device, **{field: value})
    assert (answer.status_code, answer.get_json()["field"]) == (422, f"scans[0].{field}")


@pytest.mark.parametrize(
    "code", ["\0", "\ud800", "A\0B", "🎫", "' OR 1=1 --", "x" * 5000, "http://x/" + "/a" * 2000]
)
def test_whatever_a_camera_reads_is_an_unknown_code(device: DeviceUnderTest, code: str):
    (result,) = one_scan(device, code=code).get_json()["results"]
    assert (result["status"], result["reason"]) == ("refused", "unknown_code")


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00+00:00", "2099-12-31T23:59:59+00:00"])
@pytest.mark.parametrize("sent_at", [None, "1970-01-01T00:00:00+00:00", "2099-12-31T23:59:59+00:00"])
def test_a_clock_that_was_never_set_admits_by_the_clock_of_the_event(
    device: DeviceUnderTest, cast: Cast, at: str, sent_at: str | None
):
    scan = {"key": KEY, "code": cast.code(cast.participant()), "at": at}
    answer = device.send({"session": device.session.id, "scans": [scan], "sent_at": sent_at})
    (result,) = answer.get_json()["results"]
    assert result["status"] == "admitted"
    assert result["first_at"] == device.clock.now().isoformat() or sent_at == at
    page = sign_in(device.client, cast.user(Role.GATE)).get(f"/events/{cast.event.slug}/scans/{KEY}")
    assert page.status_code in {200, 303}


def test_json_sent_as_something_else_is_read_all_the_same(device: DeviceUnderTest):
    body = f'{{"session": {device.session.id}, "scans": []}}'.encode()
    for content_type in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ):
        assert raw(device, body, content_type).status_code in {200, 422}


def test_a_body_of_a_megabyte_is_refused_not_stored(device: DeviceUnderTest):
    answer = one_scan(device, code="x" * 1_000_000)
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 0


def test_one_key_for_two_codes_in_one_batch_counts_once(device: DeviceUnderTest, cast: Cast):
    codes = [cast.code(cast.participant()), cast.code(cast.participant(BAIQ))]
    scans = [{"key": KEY, "code": code, "at": NOW} for code in codes]
    results = device.send({"session": device.session.id, "scans": scans}).get_json()["results"]
    assert [one["status"] for one in results] == ["admitted", "admitted"]
    assert results[0] == results[1]
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 1


def test_one_key_written_in_four_ways_is_one_key(device: DeviceUnderTest, cast: Cast):
    code = cast.code(cast.participant())
    ways = [KEY, KEY.upper(), KEY.replace("-", ""), f"{{{KEY}}}"]
    scans = [{"key": key, "code": code, "at": NOW} for key in ways]
    results = device.send({"session": device.session.id, "scans": scans}).get_json()["results"]
    assert [one["key"] for one in results] == ways
    assert {one["status"] for one in results} == {"admitted"}
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1


def test_a_key_of_another_device_gives_the_first_answer_and_admits_nobody_else(
    device: DeviceUnderTest, cast: Cast
):
    with transaction():
        other = add_open_device(cast.event, gate="Utama 2", by=COMMAND_LINE)
    device.send({"session": device.session.id, "scans": [{"key": KEY, "code": "X", "at": NOW}]})
    stolen = {"key": KEY, "code": cast.code(cast.participant()), "at": NOW}
    answer = device.client.post(
        "/api/v1/scans",
        json={"session": device.session.id, "scans": [stolen]},
        headers={"Authorization": f"Bearer {other.token}"},
    )
    assert answer.get_json()["results"][0]["status"] == "refused"
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 0


def test_a_device_sees_nothing_of_another_event(device: DeviceUnderTest, cast: Cast):
    other = cast.make_event("rakornis-lain")
    session, stranger = cast.session("Pleno lain", event=other), cast.participant(BAIQ, event=other)
    assert device.send({"session": session.id, "scans": [device.one("X")]}).status_code == 404
    (result,) = device.scan(cast.code(stranger)).get_json()["results"]
    assert (result["reason"], result["participant"]) == ("wrong_event", None)
    assert BAIQ not in device.client.get("/api/v1/roster", headers=device.headers).text


def test_the_api_gives_neither_number_nor_telephone_nor_code(device: DeviceUnderTest, cast: Cast):
    person = cast.participant(nip="198605102009121003")
    scanned = device.scan(cast.code(person)).text
    roster = device.client.get("/api/v1/roster", headers=device.headers).text
    for text in (scanned, roster):
        assert person.name in text
        for secret in ("198605102009121003", person.phone, person.email, cast.code(person)):
            assert str(secret) not in text


def test_a_revoked_device_is_out_within_ten_seconds_also_where_it_was_remembered(
    device: DeviceUnderTest, cast: Cast
):
    assert device.scan("X").status_code == 200
    with transaction():
        revoke_device(device_of(cast.event, device.id), by=COMMAND_LINE)
    device.clock.pass_time(seconds=10)
    assert device.scan("X").status_code == 401
    assert device.client.get("/api/v1/roster", headers=device.headers).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer \xff", "bearer x", "Bearer " + "x" * 9000]
)
def test_a_token_that_is_none_opens_nothing(device: DeviceUnderTest, header: str):
    answer = device.client.get("/api/v1/sessions", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_account_is_no_device(client: FlaskClient, cast: Cast):
    assert sign_in(client, cast.user(Role.ADMINISTRATOR)).get("/api/v1/roster").status_code == 401


def test_a_break_takes_no_attendance_by_whatever_door(client: FlaskClient, cast: Cast):
    session = cast.session("Rehat")
    with transaction():
        session.kind = SessionKind.BREAK
        gate = add_open_device(cast.event, gate="Utama 1", by=COMMAND_LINE).device.gate_id
    scan = {"key": str(uuid4()), "code": cast.code(cast.participant()), "at": NOW}
    body = {"session": session.id, "scans": [scan]}
    keeper = sign_in(client, cast.user(Role.GATE))
    answer = keeper.post(f"/events/{cast.event.slug}/scans?gate={gate}", json=body)
    assert answer.get_json()["results"][0]["status"] == "refused"
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 0


def test_the_address_of_a_gate_works_for_one_of_two_phones(app: Flask, cast: Cast, client: FlaskClient):
    event = cast.event
    with transaction():
        new = register_device(event, gate="Utama 1", by=COMMAND_LINE)
        address = f"/G/{opening_token(new)}"
    other = app.test_client()
    assert [client.get(address).status_code, other.get(address).status_code] == [200, 200]
    assert [client.post(address).status_code, other.post(address).status_code] == [303, 410]
    assert other.get(f"/events/{cast.event.slug}/gate").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Device)) == 1


def test_a_gate_of_one_event_is_no_gate_of_another(app: Flask, cast: Cast, device: DeviceUnderTest):
    other = cast.make_event("rakornis-lain")
    device.client.set_cookie("gate", device.token)
    assert device.client.get(f"/events/{cast.event.slug}/gate/place").status_code == 200
    answer = device.client.get(f"/events/{other.slug}/gate/place")
    assert "/sign-in" in answer.headers["Location"]
