"""What a device takes along: everything once, then only what changed, and nothing when nothing did."""

from typing import Any

from app.access import Role
from app.attendance.set_attendance import set_attendance
from app.audit.record import COMMAND_LINE
from app.checkin.models import AttendanceStatus
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.db import db, transaction
from app.lib.codes import code_sha256
from app.participants.merge import merge_people
from app.participants.models import Manner, Participant, ParticipantRole
from app.participants.passes import reissue_pass
from app.participants.withdraw import withdraw_participant
from app.travel.models import Needs
from tests.api.conftest import DeviceUnderTest
from tests.cast import BAIQ, FITRI, Cast, sign_in
from tests.checkin.conftest import new_key


def take(device: DeviceUnderTest, known: dict[str, Any] | None = None) -> dict[str, Any]:
    """Take the roster along, as a device that knows another one already."""
    asked = {"since": known["version"], "arrivals_since": known["arrivals_cursor"]} if known else {}
    answer = device.client.get("/api/v1/roster", query_string=asked, headers=device.headers)
    assert answer.status_code == 200
    taken: dict[str, Any] = answer.get_json()
    return taken


def test_the_first_roster_is_complete(device: DeviceUnderTest, cast: Cast):
    andi = cast.participant()
    taken = take(device)
    assert taken["complete"]
    (entry,) = taken["people"]
    assert (entry["id"], entry["role"], entry["status"], entry["notes"]) == (
        andi.id,
        "participant",
        "valid",
        [],
    )


def test_afterwards_only_what_changed_is_told(device: DeviceUnderTest, cast: Cast):
    for number in range(70):
        cast.participant(f"Orang {number}")
    andi = cast.participant()
    known = take(device)
    with transaction():
        withdraw_participant(andi, reason="sakit", by=COMMAND_LINE)
    taken = take(device, known)
    told = {one["id"]: one["status"] for one in taken["people"]}
    assert not taken["complete"]
    assert told[andi.id] == "withdrawn"
    assert len(told) < 5


def test_who_came_on_the_list_since_is_told(device: DeviceUnderTest, cast: Cast):
    cast.participant()
    known = take(device)
    baiq = cast.participant(BAIQ)
    taken = take(device, known)
    assert baiq.id in {one["id"] for one in taken["people"]}
    assert not taken["complete"]


def test_when_a_pass_is_gone_everything_is_told_again(device: DeviceUnderTest, cast: Cast):
    andi, baiq = cast.participant(), cast.participant(BAIQ)
    known = take(device)
    with transaction():
        db.session.execute(
            db.text("UPDATE pass SET code_sha256 = NULL WHERE participant_id = :id"), {"id": andi.id}
        )
        reissue_pass(baiq, reason="hilang", by=COMMAND_LINE)
    taken = take(device, known)
    assert taken["complete"]
    assert {one["id"] for one in taken["people"]} == {baiq.id}


def test_a_version_that_is_none_of_ours_is_answered_with_everything(device: DeviceUnderTest, cast: Cast):
    cast.participant()
    for version in ("", "x", "1.2.3.4.5", "9" * 900, "💥.1.1.1.AAAA"):
        taken = take(device, {"version": version, "arrivals_cursor": "kemarin"})
        assert taken["complete"]


def test_whoever_arrived_elsewhere_is_told(device: DeviceUnderTest, cast: Cast):
    andi, baiq = cast.participant(), cast.participant(BAIQ)
    device.scan(cast.code(andi))
    known = take(device)
    assert [one["person"] for one in known["arrivals"]] == [andi.id]
    device.clock.pass_time(minutes=1)
    with transaction():
        set_attendance(
            baiq,
            session=device.session,
            status=AttendanceStatus.PRESENT,
            by=COMMAND_LINE,
            at=device.clock.now(),
        )
    (arrival,) = take(device, take(device, known))["arrivals"]
    assert arrival == {
        "session": device.session.id,
        "person": baiq.id,
        "first_at": device.clock.now().isoformat(),
    }


def test_whoever_went_at_another_gate_is_told_until_they_come_back(device: DeviceUnderTest, cast: Cast):
    with transaction():
        set_session_rule(device.session, Departure(check_out=True), by=COMMAND_LINE)
    code = cast.code(andi := cast.participant())
    where = {"session": device.session.id, "person": andi.id}
    device.scan(code)
    known, last, going = take(device), "", new_key()
    assert known["movements"] == []
    for direction, gone in (("out", True), ("in", False), ("out", True)):
        device.clock.pass_time(minutes=1)
        scan = device.one(code, key=going, direction=direction)
        device.send({"session": device.session.id, "scans": [scan]})
        known, last, going = take(device, known), going, new_key()
        assert known["movements"] == [{**where, "gone": gone}]
    assert take(device)["movements"] == [{**where, "gone": True}]
    device.clock.pass_time(minutes=1)
    undoing = {"key": new_key(), "at": device.clock.now().isoformat()}
    device.client.post(f"/api/v1/scans/{last}/undo", json=undoing, headers=device.headers)
    assert take(device, known)["movements"] == [{**where, "gone": False}]


def test_whoever_was_undone_is_told_too(device: DeviceUnderTest, cast: Cast):
    andi, scan = cast.participant(), new_key()
    device.send({"session": device.session.id, "scans": [{**device.one(cast.code(andi)), "key": scan}]})
    known = take(device)
    device.clock.pass_time(minutes=1)
    body = {"key": new_key(), "at": device.clock.now().isoformat()}
    device.client.post(f"/api/v1/scans/{scan}/undo", json=body, headers=device.headers)
    taken = take(device, known)
    assert taken["undone"] == [{"session": device.session.id, "person": andi.id}]
    assert taken["arrivals"] == []


def test_whoever_was_set_away_by_hand_is_told_too(device: DeviceUnderTest, cast: Cast):
    device.scan(cast.code(andi := cast.participant()))
    known = take(device)
    device.clock.pass_time(minutes=1)
    with transaction():
        set_attendance(
            andi,
            session=device.session,
            status=AttendanceStatus.ABSENT,
            by=COMMAND_LINE,
            at=device.clock.now(),
            note="Bukan dia",
        )
    assert take(device, known)["undone"] == [{"session": device.session.id, "person": andi.id}]
    known = take(device)
    device.clock.pass_time(minutes=1)
    device.scan(cast.code(andi))
    assert take(device, known)["undone"] == []


def test_an_undone_scan_of_somebody_who_stands_in_two_rows_is_told_of_the_person(
    device: DeviceUnderTest, cast: Cast
):
    andi, twin = cast.participant(), cast.participant(BAIQ)
    keys = [new_key(), new_key()]
    for key, person in zip(keys, (andi, twin), strict=True):
        scan = {**device.one(cast.code(person)), "key": key}
        device.send({"session": device.session.id, "scans": [scan]})
    with transaction():
        merge_people(twin, andi, reason="Orang yang sama", by=COMMAND_LINE)
    for key, told in ((keys[0], []), (keys[1], [{"session": device.session.id, "person": andi.id}])):
        known = take(device)
        device.clock.pass_time(minutes=1)
        body = {"key": new_key(), "at": device.clock.now().isoformat()}
        device.client.post(f"/api/v1/scans/{key}/undo", json=body, headers=device.headers)
        assert take(device, known)["undone"] == told


def test_nothing_is_sent_when_nothing_changed(device: DeviceUnderTest, cast: Cast):
    device.scan(cast.code(cast.participant()))
    known = take(device)
    device.clock.pass_time(minutes=1)
    asked = {"since": known["version"], "arrivals_since": known["arrivals_cursor"]}
    first = device.client.get("/api/v1/roster", query_string=asked, headers=device.headers)
    again = {**device.headers, "If-None-Match": first.headers["ETag"]}
    assert device.client.get("/api/v1/roster", query_string=asked, headers=again).status_code == 304
    device.scan(cast.code(cast.participant(FITRI)))
    assert device.client.get("/api/v1/roster", query_string=asked, headers=again).status_code == 200


def test_notes_say_what_matters_at_the_gate_and_never_what_somebody_needs(
    device: DeviceUnderTest, cast: Cast
):
    leader = cast.participant(role=ParticipantRole.LEADERSHIP)
    baiq, fitri = cast.participant(BAIQ), cast.participant(FITRI)
    with transaction():
        baiq.represents, baiq.manner = "Kepala Kantor Wilayah Bali", Manner.REPRESENTING
        fitri.manner, fitri.substitutes_id = Manner.ACTING, leader.id
        db.session.add(
            Needs(
                event_id=cast.event.id,
                participant_id=leader.id,
                diets=[],
                assistance=["wheelchair"],
                note="asma",
                changed_at=device.clock.now(),
            )
        )
    answer = device.client.get("/api/v1/roster", headers=device.headers)
    notes = {one["id"]: one["notes"] for one in answer.get_json()["people"]}
    assert [one["kind"] for one in notes[leader.id]] == ["vip", "needs"]
    assert notes[baiq.id] == [{"kind": "represents", "text": "Mewakili Kepala Kantor Wilayah Bali"}]
    assert [one["kind"] for one in notes[fitri.id]] == ["acting", "substituted"]
    assert "wheelchair" not in answer.get_data(as_text=True)
    assert "asma" not in answer.get_data(as_text=True)


def test_the_page_takes_the_same_along(device: DeviceUnderTest, cast: Cast):
    andi: Participant = cast.participant()
    sign_in(device.client, cast.user(Role.GATE))
    page = device.client.get(f"/events/{cast.event.slug}/gate/roster")
    assert page.get_json() == take(device)
    assert page.get_json()["people"][0]["code_sha256"] == code_sha256(cast.code(andi))
