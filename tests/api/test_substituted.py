"""A gate that took the passes along is told who came instead: the old pass is refused, the new one admits."""

from app.audit.record import COMMAND_LINE
from app.checkin.models import Attendance
from app.db import db, transaction
from app.lib.codes import code_sha256
from app.participants.person_entry import PersonEntry
from app.registration.substitute import substitute
from tests.api.conftest import DeviceUnderTest
from tests.cast import Cast

NEW = PersonEntry(name="Ngurah Widyatmika", position_name="Kepala Kantor Wilayah")


def test_a_pass_that_a_gate_holds_is_refused_once_its_owner_is_substituted(
    device: DeviceUnderTest, cast: Cast
) -> None:
    andi = cast.participant()
    old = cast.code(andi)
    held = device.client.get("/api/v1/roster", headers=device.headers)
    assert {one["code_sha256"]: one["status"] for one in held.get_json()["people"]} == {
        code_sha256(old): "valid"
    }
    queued = device.one(old)
    with transaction():
        came = substitute(andi, NEW, reason="Sakit", letter=None, by=COMMAND_LINE).came
    db.session.expire_all()
    new = device.one(cast.code(came))
    answer = device.send({"session": device.session.id, "scans": [queued, new]}).get_json()
    assert [(one["status"], one["reason"]) for one in answer["results"]] == [
        ("refused", "void_pass"),
        ("admitted", None),
    ]


def test_the_gate_hears_of_it_with_its_next_roster(device: DeviceUnderTest, cast: Cast) -> None:
    andi = cast.participant()
    old = cast.code(andi)
    version = device.client.get("/api/v1/roster", headers=device.headers).headers["ETag"]
    with transaction():
        came = substitute(andi, NEW, reason="Sakit", letter=None, by=COMMAND_LINE).came
    db.session.expire_all()
    answer = device.client.get("/api/v1/roster", headers={**device.headers, "If-None-Match": version})
    assert answer.status_code == 200
    assert {one["code_sha256"]: one["status"] for one in answer.get_json()["people"]} == {
        code_sha256(old): "void",
        code_sha256(cast.code(came)): "valid",
    }


def test_attendance_taken_before_stays_with_who_came(device: DeviceUnderTest, cast: Cast) -> None:
    andi = cast.participant()
    device.scan(cast.code(andi))
    with transaction():
        substitute(andi, NEW, reason="Dipanggil pulang", letter=None, by=COMMAND_LINE)
    owners = db.session.scalars(db.select(Attendance.participant_id)).all()
    assert owners == [andi.id]
