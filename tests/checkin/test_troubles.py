"""What goes wrong on a device and no scan tells of: the ways by which it reaches the log."""

from io import StringIO

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.checkin.devices import NewDevice, add_open_device
from app.checkin.models import DeviceProfile
from app.db import transaction
from tests.cast import Cast, sign_in
from tests.checkin.at_the_screen import allow
from tests.checkin.conftest import new_key, told_in


@pytest.fixture
def phone(cast: Cast) -> NewDevice:
    cast.session("Pleno")
    with transaction():
        return add_open_device(cast.event, gate="Utama 1", by=COMMAND_LINE)


def test_a_device_tells_it_with_its_next_asking(client: FlaskClient, phone: NewDevice, log: StringIO):
    bearer = {"Authorization": f"Bearer {phone.token}"}
    client.get("/api/v1/roster?troubles=two_cards,storage_full,two_cards", headers=bearer)
    told = told_in(log, "gate trouble")
    assert ["reason=storage_full" in told[0], "reason=two_cards" in told[1], len(told)] == [True, True, 2]
    assert all(f"by={phone.device.reference}" in one for one in told)


def test_so_does_the_page_of_an_account(client: FlaskClient, cast: Cast, phone: NewDevice, log: StringIO):
    user = cast.user(Role.GATE)
    sign_in(client, user)
    client.get(f"/events/{cast.event.slug}/gate/roster?troubles=camera_refused")
    (told,) = told_in(log, "gate trouble")
    assert f"reason=camera_refused by={user.reference}" in told


@pytest.mark.parametrize("code", ["", "bukan kartu"])
def test_a_kiosk_tells_it_with_a_card_or_without(client: FlaskClient, cast: Cast, log: StringIO, code: str):
    allow(cast.session("Pleno"))
    with transaction():
        kiosk = add_open_device(cast.event, gate="Lobi", by=COMMAND_LINE, profile=DeviceProfile.KIOSK)
    client.set_cookie("gate", kiosk.token)
    said = {"key": new_key(), "code": code, "troubles": "camera_missing,lampu mati"}
    answer = client.post(f"/events/{cast.event.slug}/kiosk", data=said, headers={"X-Kiosk": "1"})
    assert answer.status_code == 200
    (told,) = told_in(log, "gate trouble")
    assert f"reason=camera_missing by={kiosk.device.reference}" in told


@pytest.mark.parametrize("troubles", ["", "lampu mati", "two_cards,", "two_cards\nlevel=error"])
def test_only_known_codes_reach_the_log(client: FlaskClient, phone: NewDevice, log: StringIO, troubles: str):
    bearer = {"Authorization": f"Bearer {phone.token}"}
    answer = client.get("/api/v1/roster", query_string={"troubles": troubles}, headers=bearer)
    assert answer.status_code == 422
    assert told_in(log, "gate trouble") == []
