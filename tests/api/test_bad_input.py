"""What gates are shown by mistake or malice: each has its own reason, and each scan is kept."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.checkin.devices import device_of, revoke_device
from app.checkin.models import DeviceProfile, RefusalReason, Scan
from app.db import db, transaction
from app.participants.models import Participant, ParticipantState
from app.participants.passes import reissue_pass
from app.participants.withdraw import withdraw_participant
from tests.api.conftest import DeviceUnderTest
from tests.cast import ANDI, BAIQ, Cast
from tests.checkin.conftest import new_key


def reason_of(device: DeviceUnderTest, code: str, **more: Any) -> str | None:
    """Send one scan and return why it was refused."""
    (result,) = device.scan(code, **more).get_json()["results"]
    kept = db.session.scalars(select(Scan).where(Scan.key == result["key"])).one()
    assert (kept.reason.value if kept.reason else None) == result["reason"]
    reason: str | None = result["reason"]
    return reason


def test_a_code_of_something_else(device: DeviceUnderTest):
    for text in ("https://contoh.example/menu", "A" * 18, "1", "💥"):
        assert reason_of(device, text) == RefusalReason.UNKNOWN_CODE.value


def test_a_pass_of_another_event_and_another_committee(device: DeviceUnderTest, cast: Cast):
    stranger = cast.participant(BAIQ, event=cast.make_event("acara-lain"))
    assert reason_of(device, cast.code(stranger)) == RefusalReason.WRONG_EVENT.value
    (result,) = device.scan(cast.code(stranger)).get_json()["results"]
    assert result["participant"] is None


def test_a_void_pass(device: DeviceUnderTest, cast: Cast):
    andi = cast.participant()
    old = cast.code(andi)
    with transaction():
        reissue_pass(andi, reason="hilang", by=COMMAND_LINE)
    assert reason_of(device, old) == RefusalReason.VOID_PASS.value


def test_somebody_who_has_withdrawn(device: DeviceUnderTest, cast: Cast):
    andi = cast.participant()
    code = cast.code(andi)
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    assert reason_of(device, code) == RefusalReason.WITHDRAWN.value


def test_somebody_who_is_not_confirmed(device: DeviceUnderTest, cast: Cast):
    andi: Participant = cast.participant()
    with transaction():
        andi.state = ParticipantState.WITHOUT_PASS
    assert reason_of(device, cast.code(andi)) == RefusalReason.NOT_CONFIRMED.value
    (entry,) = device.client.get("/api/v1/roster", headers=device.headers).get_json()["people"]
    assert entry["status"] == "unconfirmed"


def test_the_wrong_day(device: DeviceUnderTest, cast: Cast):
    yesterday = device.clock.now() - timedelta(days=1)
    at = yesterday.isoformat()
    assert reason_of(device, cast.code(cast.participant()), at=at) == RefusalReason.WRONG_DAY.value


def test_a_session_that_is_not_open(device: DeviceUnderTest, cast: Cast):
    early = (device.clock.now() - timedelta(hours=4)).isoformat()
    assert reason_of(device, cast.code(cast.participant()), at=early) == RefusalReason.SESSION_NOT_OPEN.value


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_two_hours_off_is_put_right_and_flagged(device: DeviceUnderTest, cast: Cast, hours: int):
    wrong = (device.clock.now() + timedelta(hours=hours)).isoformat()
    body = {
        "session": device.session.id,
        "sent_at": wrong,
        "scans": [device.one(cast.code(cast.participant()), at=wrong)],
    }
    (result,) = device.send(body).get_json()["results"]
    assert (result["status"], result["first_at"]) == ("admitted", device.clock.now().isoformat())
    assert db.session.scalars(select(Scan)).one().clock_offset_seconds == hours * 3600
    assert device_of(cast.event, device.id).clock_is_off


def test_a_clock_set_right_while_scans_waited_leaves_each_its_own_moment(device: DeviceUnderTest, cast: Cast):
    now = device.clock.now()
    before, after = (device.one(cast.code(cast.participant(name))) for name in (ANDI, BAIQ))
    before |= {"at": (now + timedelta(hours=2, minutes=-9)).isoformat(), "clock_offset_seconds": 7200}
    after |= {"at": (now - timedelta(minutes=3)).isoformat(), "clock_offset_seconds": 0}
    body = {"session": device.session.id, "sent_at": now.isoformat(), "scans": [before, after]}
    first, second = device.send(body).get_json()["results"]
    assert first["first_at"] == (now - timedelta(minutes=9)).isoformat()
    assert second["first_at"] == (now - timedelta(minutes=3)).isoformat()
    scans = db.session.scalars(select(Scan).order_by(Scan.id)).all()
    assert sorted(one.clock_offset_seconds or 0 for one in scans) == [0, 7200]
    assert not device_of(cast.event, device.id).clock_is_off


def test_a_token_revoked_in_the_middle_of_a_queue_ends_it_and_keeps_what_was_sent(
    device: DeviceUnderTest, cast: Cast
):
    people = [cast.participant(f"Orang {number}") for number in range(3)]
    queue = [device.one(cast.code(person)) for person in people]
    first = device.send({"session": device.session.id, "scans": queue[:1], "waiting": 3})
    with transaction():
        revoke_device(device_of(cast.event, device.id), by=COMMAND_LINE)
    device.clock.pass_time(seconds=9)
    rest = device.send({"session": device.session.id, "scans": queue[1:], "waiting": 2})
    assert (first.status_code, rest.status_code) == (200, 401)
    assert rest.mimetype == "application/problem+json"
    assert [scan.key for scan in db.session.scalars(select(Scan))] == [queue[0]["key"]]
    assert device_of(cast.event, device.id).waiting == 2


def test_a_device_that_is_no_gate_may_not_scan(device: DeviceUnderTest, cast: Cast):
    with transaction():
        device_of(cast.event, device.id).profile = DeviceProfile.KIOSK
    answer = device.send({"session": device.session.id, "scans": [device.one("menu")]})
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    undo = {"key": new_key(), "at": device.clock.now().isoformat()}
    assert device.client.post("/api/v1/scans/x/undo", json=undo, headers=device.headers).status_code == 403


def test_a_letter_o_for_a_zero_and_small_letters_are_read_as_meant(device: DeviceUnderTest, cast: Cast):
    code = cast.code(cast.participant())
    assert reason_of(device, f" {code.lower().replace('0', 'o')} ") is None
