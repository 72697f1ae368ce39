"""Devices: registered, opened once, revoked; and the command that prints a token."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.checkin.devices import (
    OpeningRefused,
    device_with_token,
    open_device,
    opening_token,
    register_device,
    revoke_device,
)
from app.checkin.models import Device
from app.db import db, transaction
from app.services.clock import HeldClock
from tests.cast import Cast, sign_in


@pytest.fixture
def device(cast: Cast) -> Device:
    event = cast.event
    with transaction():
        return register_device(event, gate="Utama 1", by=COMMAND_LINE)


def test_the_opening_address_works_once(device: Device):
    with transaction():
        new = open_device(opening_token(device))
    found = device_with_token(new.token)
    assert found
    assert found.id == device.id
    with pytest.raises(OpeningRefused, match="used already"), transaction():
        open_device(opening_token(device))


def test_the_token_itself_is_not_stored(device: Device):
    with transaction():
        new = open_device(opening_token(device))
    assert new.token not in str(db.session.get_one(Device, device.id).__dict__)


def test_the_opening_address_runs_out(device: Device, clock: HeldClock):
    clock.pass_time(minutes=31)
    with pytest.raises(OpeningRefused, match="run out"), transaction():
        open_device(opening_token(device))


@pytest.mark.parametrize("opening", ["", "x", "7", "99999999999999999999-AB", "1-0000"])
def test_a_guessed_address_opens_nothing(device: Device, client: FlaskClient, opening: str):
    assert client.get(f"/G/{opening or '-'}").status_code == 410


def test_a_revoked_device_is_recognised_no_longer(device: Device):
    with transaction():
        new = open_device(opening_token(device))
    with transaction():
        revoke_device(new.device, by=COMMAND_LINE)
    assert device_with_token(new.token) is None


def test_a_phone_that_opened_the_address_is_at_the_gate_of_its_event_only(
    device: Device, client: FlaskClient, cast: Cast
):
    cast.session("Pleno")
    other = cast.make_event("acara-lain").slug
    assert client.get(f"/events/{cast.event.slug}/gate").status_code == 303
    opened = client.post(f"/G/{opening_token(device)}")
    assert opened.headers["Location"].endswith(f"/events/{cast.event.slug}/gate")
    assert client.get(f"/events/{cast.event.slug}/gate/place").status_code == 200
    assert "sign-in" in client.get(f"/events/{other}/gate/place").headers["Location"]
    assert "sign-in" in client.get(f"/events/{cast.event.slug}/attendance").headers["Location"]


def test_the_committee_registers_shows_and_ends_a_device(client: FlaskClient, cast: Cast):
    page = f"/events/{cast.event.slug}/devices"
    sign_in(client, cast.user(Role.SUPERVISOR))
    shown = client.post(page, data={"gate": "Utama 2"})
    assert client.get(shown.headers["Location"]).status_code == 200
    qr = client.get(f"{shown.headers['Location']}/opening.svg")
    assert qr.mimetype == "image/svg+xml"
    assert client.post(f"{shown.headers['Location']}/revocation").status_code == 303
    assert db.session.query(Device).one().revoked_at


@pytest.mark.parametrize("role", [Role.GATE, Role.SECRETARY, Role.PARTICIPANT])
@pytest.mark.any_database
def test_others_do_not_register_devices(client: FlaskClient, cast: Cast, role: Role):
    sign_in(client, cast.user(role))
    assert client.post(f"/events/{cast.event.slug}/devices", data={"gate": "X"}).status_code == 403


def test_a_device_of_another_event_is_not_there(device: Device, client: FlaskClient, cast: Cast):
    other = cast.make_event("acara-lain")
    sign_in(client, cast.user(Role.COMMITTEE, event=other))
    assert client.get(f"/events/{other.slug}/devices/{device.id}").status_code == 404


def test_the_command_prints_token_clock_and_sessions(app: Flask, cast: Cast, clock: HeldClock):
    session = cast.session("Pleno")
    later = cast.session("Besok", at=clock.now() + timedelta(hours=20))
    run = app.test_cli_runner().invoke(
        args=["checkin", "device", "--event", cast.event.slug, "--gate", "A", "--json"]
    )
    printed = json.loads(run.output)
    assert set(printed) == {"token", "gate", "now", "sessions"}
    assert printed["gate"] == "A"
    assert device_with_token(printed["token"])
    assert [(one["id"], one["open"]) for one in printed["sessions"]] == [
        (session.id, True),
        (later.id, False),
    ]


@pytest.mark.parametrize(("profile", "header"), [("gate", "Bearer"), ("hall", "Cookie"), ("desk", "Cookie")])
def test_the_command_makes_a_device_of_each_profile(app: Flask, cast: Cast, profile: str, header: str):
    runner, of_event = app.test_cli_runner(), ["--event", cast.event.slug]
    told = runner.invoke(args=["checkin", "device", *of_event, "--gate", "A", "--profile", profile]).output
    made = db.session.scalars(select(Device)).one()
    assert (made.profile.value, made.is_open) == (profile, True)
    assert header in told
    assert profile in runner.invoke(args=["checkin", "devices", *of_event]).output


def test_the_commands_list_and_revoke(app: Flask, device: Device, cast: Cast):
    runner, of_event = app.test_cli_runner(), ["--event", cast.event.slug, "--json"]
    (listed,) = json.loads(runner.invoke(args=["checkin", "devices", *of_event]).output)
    runner.invoke(args=["checkin", "revoke", "--device", str(listed["id"]), *of_event])
    db.session.expire_all()
    assert db.session.get_one(Device, device.id).revoked_at
