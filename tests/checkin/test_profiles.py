"""A device reaches the pages and the endpoints of its profile and its event, and nothing else."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.access import DECLARED, PUBLIC, Role
from app.attendance.set_attendance import set_attendance
from app.audit.record import COMMAND_LINE
from app.checkin.allow_self_check_in import Offer, offer_self_check_in
from app.checkin.devices import add_open_device, opening_token, register_device, revoke_device
from app.checkin.models import Attendance, AttendanceStatus, Device, DeviceProfile
from app.checkin.routes.guard import COOKIE
from app.checkin.undone import UndoneScan
from app.db import db, transaction
from app.participants.models import Participant
from app.participants.refuse_whatsapp import refuse_whatsapp
from app.participants.withdraw import withdraw_participant
from app.services.clock import HeldClock
from tests.access.lodging import draw_refusals_tersely
from tests.cast import BAIQ, Cast, sign_in
from tests.checkin.conftest import GateUnderTest, new_key
from tests.pictures import furnished

REACHED = {
    DeviceProfile.GATE: {
        "api.count",
        "api.redeem",
        "api.roster",
        "api.sessions",
        "api.undo",
        "checkin.counters",
        "checkin.counts",
        "checkin.gate_app",
        "checkin.gate_manifest",
        "checkin.gate_worker",
        "checkin.place",
        "checkin.redeem",
        "checkin.roster",
        "checkin.scan",
        "checkin.standing",
        "checkin.undo",
        "checkin.verdict",
    },
    DeviceProfile.DESK: {"checkin.check_in", "checkin.choose_session", "checkin.desk"},
    DeviceProfile.KIOSK: {"checkin.kiosk", "checkin.kiosk_answer", "checkin.kiosk_redeem"},
    DeviceProfile.HALL: {"checkin.hall", "checkin.hall_now", "checkin.hall_stream"},
}
ROOMS = ("api.", "attendance.", "checkin.", "participants.", "travel.", "portal.")


def guarded_rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """List the routes of these rooms that are not for everybody, each with each of its methods."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint.startswith(ROOMS) and getattr(view, DECLARED) != PUBLIC:
            yield from ((rule, method) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def is_turned_away(answer: TestResponse) -> bool:
    """Say whether the door stayed shut."""
    return answer.status_code in {401, 403} or "/sign-in" in answer.headers.get("Location", "")


def device_client(app: Flask, cast: Cast, profile: DeviceProfile) -> tuple[FlaskClient, str]:
    """Return a browser that is a device of this profile, and its token."""
    event = cast.event
    with transaction():
        new = add_open_device(event, gate=f"Tempat {profile.value}", by=COMMAND_LINE, profile=profile)
    client = app.test_client()
    client.set_cookie(COOKIE, new.token)
    return client, new.token


@pytest.mark.parametrize("profile", DeviceProfile)
@pytest.mark.any_database
def test_a_device_reaches_what_its_profile_names_and_nothing_else(
    app: Flask, clock: HeldClock, monkeypatch: pytest.MonkeyPatch, profile: DeviceProfile
):
    draw_refusals_tersely(monkeypatch)
    house = furnished(clock)
    session = house.cast.session()
    with transaction():
        offer_self_check_in(session, offer=Offer.YES, by=COMMAND_LINE)
    client, token = device_client(app, house.cast, profile)
    headers = {"Authorization": f"Bearer {token}"}
    reached = set()
    for rule, method in guarded_rules(app):
        if rule.endpoint in REACHED[profile] and rule.endpoint.endswith("_stream"):
            reached.add(rule.endpoint)  # it has no end; tests/checkin/test_hall.py reads it
            continue
        address = house.address(app, rule)
        answer = client.open(address, method=method, headers=headers if "/api/" in address else {})
        answer.close()
        if not is_turned_away(answer):
            reached.add(rule.endpoint)
    assert reached == REACHED[profile]


@pytest.mark.parametrize(
    ("profile", "page"),
    [
        (DeviceProfile.GATE, "gate"),
        (DeviceProfile.DESK, "desk"),
        (DeviceProfile.KIOSK, "kiosk"),
        (DeviceProfile.HALL, "hall"),
    ],
)
def test_opening_a_device_leads_to_its_page(
    client: FlaskClient, cast: Cast, profile: DeviceProfile, page: str
):
    event = cast.event
    with transaction():
        device = register_device(event, gate="Lobi", by=COMMAND_LINE, profile=profile)
    assert client.get(f"/G/{opening_token(device)}").status_code == 200
    opened = client.post(f"/G/{opening_token(device)}")
    assert opened.headers["Location"].endswith(f"/events/{cast.event.slug}/{page}")


@pytest.mark.parametrize("profile", DeviceProfile)
def test_no_device_reaches_another_event(app: Flask, cast: Cast, profile: DeviceProfile):
    client, _ = device_client(app, cast, profile)
    other = cast.make_event("acara-lain").slug
    pages = {"gate": "gate", "desk": "desk", "kiosk": "kiosk", "hall": "hall"}
    assert "/sign-in" in client.get(f"/events/{other}/{pages[profile.value]}").headers["Location"]


@pytest.mark.parametrize("profile", DeviceProfile)
def test_a_revoked_device_is_turned_away_from_its_page_at_once(
    app: Flask, cast: Cast, profile: DeviceProfile
):
    cast.session()
    client, token = device_client(app, cast, profile)
    page = f"/events/{cast.event.slug}/{profile.value}"
    assert not is_turned_away(client.get(page))
    with transaction():
        revoke_device(db.session.query(Device).one(), by=COMMAND_LINE)
    assert is_turned_away(client.get(page))
    assert is_turned_away(client.get("/api/v1/roster", headers={"Authorization": f"Bearer {token}"}))


def test_a_device_of_the_desk_finds_people_and_checks_them_in(app: Flask, cast: Cast):
    cast.session("Pleno")
    andi = cast.participant(nip="199001012015031001")
    client, _ = device_client(app, cast, DeviceProfile.DESK)
    desk = f"/events/{cast.event.slug}/desk"
    found = client.get(f"{desk}?q=tenris").get_data(as_text=True)
    assert "Tenrisangka" in found
    assert "desk/new" not in found
    assert "Tenrisangka" not in client.get(f"{desk}?q=19900101201503").get_data(as_text=True)
    chosen = client.get(f"{desk}?person={andi.id}").get_data(as_text=True)
    assert "badge" not in chosen
    client.post(f"{desk}/people/{andi.id}/arrival", data={"key": new_key()})
    attendance = db.session.query(Attendance).one()
    assert attendance.scan
    assert attendance.scan.gate.name == "Tempat desk"


def test_a_device_of_the_desk_is_told_no_reasons(app: Flask, cast: Cast, clock: HeldClock):
    session, andi, baiq = cast.session("Pleno"), cast.participant(), cast.participant(BAIQ)
    with transaction():
        withdraw_participant(andi, reason="Opname", by=COMMAND_LINE)
        ill = AttendanceStatus.ILL
        set_attendance(baiq, session=session, status=ill, by=COMMAND_LINE, at=clock.now(), note="Demam")
        refuse_whatsapp(baiq, by=COMMAND_LINE)
    client, _ = device_client(app, cast, DeviceProfile.DESK)
    desk = f"/events/{cast.event.slug}/desk"
    shown = [client.get(f"{desk}?person={person.id}&q=rapat").text for person in (andi, baiq)]
    shown += [client.get(f"{desk}?q={name[:6]}").text for name in (andi.name, baiq.name)]
    for word in ("Opname", "Demam", "Sakit", "WhatsApp"):
        assert not any(word in page for page in shown), word
    assert "Mundur" in shown[0]


def test_whoever_has_signed_in_on_a_gate_undoes_as_that_account(
    app: Flask, gate: GateUnderTest, andi: Participant
):
    scanned = gate.scan_pass_of(andi)
    client, _ = device_client(app, gate.cast, DeviceProfile.GATE)
    sign_in(client, supervisor := gate.cast.user(Role.SUPERVISOR))
    address = f"/events/{gate.cast.event.slug}/scans/{scanned.key}/undo"
    answer = client.post(address, data={"reason": "Salah orang"})
    assert answer.headers["Location"].endswith("/conflicts")
    undone = db.session.query(UndoneScan).one()
    assert (undone.by, undone.device_id) == (supervisor.reference, None)
