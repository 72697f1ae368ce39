"""What a device may read: hashes only, the clock, the sessions."""

from app.audit.record import COMMAND_LINE
from app.checkin.models import Device
from app.db import db, transaction
from app.lib.codes import code_sha256
from app.participants.passes import reissue_pass
from tests.api.conftest import DeviceUnderTest
from tests.cast import ANDI, BAIQ, Cast


def test_the_roster_holds_hashes_and_no_code(device: DeviceUnderTest, cast: Cast):
    andi = cast.participant()
    answer = device.client.get("/api/v1/roster", headers=device.headers)
    (entry,) = answer.get_json()["people"]
    assert entry["code_sha256"] == code_sha256(cast.code(andi))
    assert (entry["name"], entry["status"]) == (ANDI, "valid")
    assert cast.code(andi) not in answer.get_data(as_text=True)


def test_the_roster_tells_the_clock_of_the_event(device: DeviceUnderTest):
    roster = device.client.get("/api/v1/roster", headers=device.headers).get_json()
    assert roster["now"] == device.clock.now().isoformat()
    assert roster["valid_until"] > roster["now"]
    assert roster["rehearsal_lead_seconds"] == 0
    assert [(one["title"], one["open"]) for one in roster["sessions"]] == [("Pleno", True)]


def test_a_known_version_is_not_sent_again(device: DeviceUnderTest, cast: Cast):
    andi = cast.participant()
    version = device.client.get("/api/v1/roster", headers=device.headers).headers["ETag"]
    headers = {**device.headers, "If-None-Match": version}
    assert device.client.get("/api/v1/roster", headers=headers).status_code == 304
    with transaction():
        reissue_pass(andi, reason="hilang", by=COMMAND_LINE)
    changed = device.client.get("/api/v1/roster", headers=headers)
    assert [one["status"] for one in changed.get_json()["people"]] == ["void", "valid"]


def test_the_roster_knows_only_its_event(device: DeviceUnderTest, cast: Cast):
    cast.participant(BAIQ, event=cast.make_event("acara-lain"))
    assert device.client.get("/api/v1/roster", headers=device.headers).get_json()["people"] == []


def test_sessions_tell_which_are_open(device: DeviceUnderTest):
    answer = device.client.get("/api/v1/sessions", headers=device.headers).get_json()
    assert answer["gate"] == "Utama 1"
    assert [(one["id"], one["open"]) for one in answer["sessions"]] == [(device.session.id, True)]


def test_taking_the_roster_charges_the_device(device: DeviceUnderTest):
    device.client.get("/api/v1/roster", headers=device.headers)
    row = db.session.get_one(Device, device.id)
    assert row.roster_fetched_at == device.clock.now()
