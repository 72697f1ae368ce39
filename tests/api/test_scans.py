"""POST /api/v1/scans: what a device sends, and what it is told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit.record import COMMAND_LINE
from app.checkin.devices import device_of, revoke_device
from app.checkin.models import Device, Scan
from app.db import db, transaction
from app.lib.codes import code_sha256
from tests.api.conftest import DeviceUnderTest
from tests.cast import ANDI, BAIQ, Cast
from tests.checkin.conftest import new_key

SCAN = {"key": "8d7f6a52-62f4-4e43-a8a5-3b29b3d6a0f1", "code": "X", "at": "2024-09-06T13:40:00+08:00"}


def test_a_scan_is_answered_with_the_person(device: DeviceUnderTest, cast: Cast):
    andi = cast.participant()
    answer = device.scan(cast.code(andi))
    (result,) = answer.get_json()["results"]
    assert answer.status_code == 200
    assert result["status"] == "admitted"
    assert result["reason"] is None
    assert result["participant"] == {
        "name": ANDI,
        "office": "Kantor Wilayah Kalimantan Timur",
        "position": "Kepala Kantor Wilayah",
    }
    assert result["first_at"] == device.clock.now().isoformat()


def test_an_officer_is_named_with_the_rank_first_and_when_asked_again(device: DeviceUnderTest, cast: Cast):
    officer = cast.participant("Rina Wati, S.H.")
    with transaction():
        db.session.add(officer)
        officer.rank = "AKBP"
    body = {"session": device.session.id, "scans": [device.one(cast.code(officer))]}
    first, again = (device.send(body).get_json()["results"][0]["participant"]["name"] for _ in range(2))
    assert first == again == officer.display_name == "AKBP Rina Wati, S.H."


def test_results_stand_in_the_order_of_the_scans(device: DeviceUnderTest, cast: Cast):
    andi, baiq = cast.participant(), cast.participant(BAIQ)
    scans = [
        device.one(cast.code(andi)),
        device.one("menu"),
        device.one(cast.code(baiq)),
        device.one(cast.code(andi)),
    ]
    results = device.send({"session": device.session.id, "scans": scans}).get_json()["results"]
    assert [one["key"] for one in results] == [one["key"] for one in scans]
    assert [one["status"] for one in results] == ["admitted", "refused", "admitted", "already"]
    assert results[1]["reason"] == "unknown_code"


def test_a_hash_of_the_code_will_do(device: DeviceUnderTest, cast: Cast):
    digest = code_sha256(cast.code(cast.participant()))
    scan = {"key": new_key(), "code_sha256": digest.upper(), "at": device.clock.now().isoformat()}
    (result,) = device.send({"session": device.session.id, "scans": [scan]}).get_json()["results"]
    assert result["status"] == "admitted"


def test_a_replay_after_a_lost_answer_gets_the_first_answer(device: DeviceUnderTest, cast: Cast):
    body = {"session": device.session.id, "scans": [device.one(cast.code(cast.participant()))]}
    first = device.send(body).get_json()
    device.clock.pass_time(seconds=40)
    assert device.send(body).get_json() == first


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer tidak-ada"}, {"Authorization": "Basic eDp5"}]
)
def test_without_a_valid_token_nothing_is_told(device: DeviceUnderTest, headers: dict[str, str]):
    for method, path in [("POST", "scans"), ("GET", "roster"), ("GET", "sessions")]:
        answer = device.client.open(f"/api/v1/{path}", method=method, json={}, headers=headers)
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_device_stops_within_ten_seconds(device: DeviceUnderTest, cast: Cast):
    assert device.scan("menu").status_code == 200
    with transaction():
        revoke_device(device_of(cast.event, device.id), by=COMMAND_LINE)
    device.clock.pass_time(seconds=9)
    assert device.scan("menu").status_code == 401


def test_a_device_is_noted_when_it_is_heard(device: DeviceUnderTest):
    device.scan("menu")
    assert db.session.get_one(Device, device.id).last_seen_at == device.clock.now()


def test_a_session_of_another_event_is_not_there(device: DeviceUnderTest, cast: Cast):
    elsewhere = cast.session("Pleno lain", event=cast.make_event("acara-lain"))
    answer = device.send({"session": elsewhere.id, "scans": [device.one("menu")]})
    assert answer.status_code == 404
    assert answer.get_json()["status"] == 404


def test_a_session_added_meanwhile_is_found(device: DeviceUnderTest, cast: Cast):
    device.scan("menu")
    added = cast.session("Panel tambahan")
    assert device.send({"session": added.id, "scans": []}).get_json() == {"results": []}


def test_more_than_fifty_scans_are_too_many(device: DeviceUnderTest):
    answer = device.scan(*["menu"] * 51)
    assert answer.status_code == 413
    assert "50" in answer.get_json()["detail"]
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (None, "session, scans"),
        ([SCAN], "session, scans"),
        ({"scans": [SCAN]}, "session"),
        ({"session": True, "scans": [SCAN]}, "session"),
        ({"session": 10**30, "scans": [SCAN]}, "session"),
        ({"session": 1, "scans": SCAN}, "scans"),
        ({"session": 1, "scans": [SCAN, "x"]}, "scans[1]"),
        ({"session": 1, "scans": [{**SCAN, "key": "7"}]}, "scans[0].key"),
        ({"session": 1, "scans": [{**SCAN, "key": 7}]}, "scans[0].key"),
        ({"session": 1, "scans": [{**SCAN, "code": ""}]}, "scans[0].code"),
        ({"session": 1, "scans": [{**SCAN, "code": "x" * 5001}]}, "scans[0].code"),
        ({"session": 1, "scans": [{**SCAN, "code": None, "code_sha256": "abc"}]}, "scans[0].code_sha256"),
        ({"session": 1, "scans": [SCAN, {**SCAN, "at": "kemarin"}]}, "scans[1].at"),
        ({"session": 1, "scans": [{**SCAN, "at": "2024-09-06T13:40:00"}]}, "scans[0].at"),
        ({"session": 1, "scans": [{**SCAN, "at": "0001-01-01T00:00:00+08:00"}]}, "scans[0].at"),
        ({"session": 1, "scans": [{**SCAN, "clock_offset_seconds": 1.5}]}, "scans[0].clock_offset_seconds"),
        ({"session": 1, "scans": [SCAN], "sent_at": 5}, "sent_at"),
    ],
)
@pytest.mark.any_database
def test_a_wrong_body_is_told_where_it_is_wrong(device: DeviceUnderTest, body: Any, field: str):
    answer = device.send(body)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["field"] == field
    assert field.split(",", maxsplit=1)[0] in answer.get_json()["detail"]


def test_a_body_that_is_no_json_is_a_problem_document(device: DeviceUnderTest):
    answer = device.client.post("/api/v1/scans", data=b"\xff{", headers=device.headers)
    assert answer.status_code == 422


def test_nothing_of_a_batch_is_kept_when_a_part_is_malformed(device: DeviceUnderTest, cast: Cast):
    good = device.one(cast.code(cast.participant()))
    device.send({"session": device.session.id, "scans": [good, {**good, "key": "x"}]})
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 0


def test_a_device_whose_clock_is_slow_is_put_right(device: DeviceUnderTest, cast: Cast):
    slow = (device.clock.now() - timedelta(hours=2)).isoformat()
    scan = {**device.one(cast.code(cast.participant())), "at": slow}
    answer = device.send({"session": device.session.id, "scans": [scan], "sent_at": slow})
    (result,) = answer.get_json()["results"]
    assert result["first_at"] == device.clock.now().isoformat()
    assert db.session.scalars(select(Scan)).one().clock_is_off


def test_a_scan_costs_at_most_three_statements(device: DeviceUnderTest, cast: Cast, statements: list[str]):
    codes = [cast.code(cast.participant()), cast.code(cast.participant(BAIQ))]
    first, second = ({"session": device.session.id, "scans": [device.one(code)]} for code in codes)
    device.send(first)
    statements.clear()
    device.send(second)
    assert len([one for one in statements if not one.startswith("BEGIN")]) == 3
