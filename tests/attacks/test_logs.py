"""What the logs tell, and what they never tell."""

from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.access import Role
from app.accounts.invite import invite_user
from app.accounts.links import link_address, token_of
from app.audit.record import COMMAND_LINE
from app.checkin.devices import opening_token, register_device
from app.db import db, transaction
from app.messages.deliver import deliver_released
from app.messages.models import Message
from app.participants.personal_links import personal_link
from app.services.mail import CollectingPost
from tests.cast import Cast, sign_in

PASSWORD = "rahasia sekali sungguh"


@pytest.fixture
def log(app: Flask) -> Iterator[StringIO]:
    """What the logs say, written as they write it."""
    before, told = structlog.get_config(), StringIO()
    structlog.configure(**{**before, "logger_factory": structlog.PrintLoggerFactory(told)})
    yield told
    structlog.configure(**before)


def test_no_secret_of_an_address_a_form_or_a_header_reaches_the_log(
    client: FlaskClient, cast: Cast, log: StringIO
):
    person, event = cast.participant(), cast.event
    with transaction():
        link = personal_link(person, by=COMMAND_LINE).rpartition("/")[2]
        invited = token_of(invite_user(email="a@b.example", name="A", roles=[], by=COMMAND_LINE).link)
        opening = opening_token(register_device(event, gate="Utama 1", by=COMMAND_LINE))
    code = cast.code(person)
    for address in (
        *(f"/{prefix}/{code}" for prefix in ("P", "p", "V", "v")),
        *(f"/me/{link}{rest}" for rest in ("", "/qr.svg", "/papers/1", "?x=1")),
        *(f"/{prefix}/{invited}" for prefix in ("invitation", "links/password", "links/first-administrator")),
        f"/G/{opening}",
        f"/verify?code={code}",
        f"/v?code={code}",
        f"/sign-in?next=/me/{link}",
    ):
        client.get(address, headers={"Referer": f"https://rakornis.example/me/{link}"})
    client.post("/sign-in", data={"email": "a@b.example", "password": PASSWORD})
    client.post("/api/v1/scans", json={"code": code}, headers={"Authorization": f"Bearer {link}"})
    told = log.getvalue()
    for secret in (code, link, invited, opening, PASSWORD):
        assert secret not in told
    assert told.count("path=/me/…") == 4


def test_a_failure_in_the_database_does_not_tell_what_was_typed(
    app: Flask, client: FlaskClient, cast: Cast, log: StringIO, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "app.events.routes.home.events_of",
        lambda _: db.session.execute(text("SELECT :a / nothing"), {"a": PASSWORD}),
    )
    answer = sign_in(client, cast.user(Role.COMMITTEE)).get("/events/")
    told = log.getvalue()
    assert answer.status_code in {500, 503}
    assert PASSWORD not in told


def test_each_request_has_an_id_of_its_own_also_where_the_event_is_unknown(app: Flask, cast: Cast):
    assert cast.event.slug
    browser = FlaskClient(app)  # as in a thread of the server: its context goes on from request to request
    identities = [
        browser.get(address).headers["X-Request-Id"]
        for address in ("/sign-in", "/events/none/", "/events/none/")
    ]
    assert len(set(identities)) == 3
    assert all(identities)


def test_an_unknown_event_is_logged_too(client: FlaskClient, log: StringIO):
    client.get("/events/none/")
    assert "path=/events/none/" in log.getvalue()


@pytest.mark.parametrize("given", ["a" * 65, "x y", "<script>", "é\n", "../../etc"])
def test_an_id_that_is_none_is_not_taken_over(client: FlaskClient, given: str):
    answer = client.get("/sign-in", headers={"X-Request-Id": given.replace("\n", "")})
    assert answer.headers["X-Request-Id"] != given


def test_a_line_break_in_an_address_begins_no_line_of_the_log(client: FlaskClient, log: StringIO):
    client.get("/x%0a2024-01-01T00:00:00Z%20[info]%20forged%1b[31m")
    told = log.getvalue()
    assert len(told.strip().splitlines()) == 1
    assert "\x1b" not in told


def test_a_copy_of_the_database_opens_no_invitation(app: Flask, cast: Cast, post: CollectingPost):
    with transaction():
        made = invite_user(email="sri@contoh.example", name="Sri {address}", roles=[], by=COMMAND_LINE)
    (message,) = db.session.query(Message).all()
    assert token_of(made.link) not in message.text + message.subject + message.key
    assert deliver_released() == 1
    assert link_address(made.link) in post.letters[0].text
    db.session.expire_all()
    assert token_of(made.link) not in db.session.query(Message).one().text
