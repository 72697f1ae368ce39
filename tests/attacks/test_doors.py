"""Forged forms, poisoned hosts, stolen and repeated links, guessed passwords."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts.invite import invite_user, send_password_link
from app.accounts.links import ADDRESSES, link_address, token_of
from app.accounts.models import LinkKind, User
from app.accounts.passwords import new_password
from app.accounts.set_password import set_password
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.logs import SECRET_PREFIXES
from app.messages.deliver import deliver_released
from app.participants.personal_links import personal_link, replace_personal_link
from app.services.mail import CollectingPost
from tests.access.house import furnish
from tests.accounts.conftest import PASSWORD
from tests.accounts.conftest import quick_hashes as quick_hashes
from tests.accounts.conftest import sri as sri
from tests.accounts.test_sign_in import try_to_sign_in
from tests.cast import Cast, sign_in

# Nothing is changed there, or a Bearer token is needed.
WITHOUT_TOKEN = {"documents.compare", "api.redeem", "api.undo"}


@pytest.fixture
def guarded(app: Flask):
    """Ask for the token, as the real server does."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.any_database
def test_no_form_works_without_its_token(guarded: Flask, client: FlaskClient, cast: Cast):
    house = furnish(cast)
    sign_in(client, cast.user(Role.ADMINISTRATOR))
    before = len(db.session.scalars(select(AuditEntry.id)).all())
    for rule in guarded.url_map.iter_rules():
        if "POST" not in (rule.methods or set()) or rule.endpoint in WITHOUT_TOKEN:
            continue
        answer = client.post(house.address(guarded, rule))
        assert answer.status_code == 400, (rule.rule, answer.status_code)
    assert len(db.session.scalars(select(AuditEntry.id)).all()) == before


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"]
)
def test_a_batch_forged_by_another_page_is_refused(
    guarded: Flask, client: FlaskClient, cast: Cast, content_type: str
):
    sign_in(client, cast.user(Role.GATE))
    answer = client.post(
        f"/events/{cast.event.slug}/scans?gate=1", data=b'{"scans": []}', content_type=content_type
    )
    assert answer.status_code == 400


def test_a_token_of_somebody_elses_session_is_none(guarded: Flask, client: FlaskClient, sri: User):
    stranger = guarded.test_client()
    page = stranger.get("/sign-in").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert token
    answer = try_to_sign_in(client, sri.email, csrf_token=token)
    assert answer.status_code == 400


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
@pytest.mark.any_database
def test_a_poisoned_host_reaches_no_link(
    client: FlaskClient, cast: Cast, post: CollectingPost, sri: User, header: str
):
    client.post("/forgotten-password", data={"email": sri.email}, headers={header: "evil.example"})
    deliver_released()
    assert "https://rakornis.example/links/password/" in post.letters[0].text
    assert "evil.example" not in post.letters[0].text
    answer = client.get("/events/", headers={header: "evil.example"})
    assert "evil.example" not in answer.headers["Location"]


def test_a_password_link_ends_when_the_password_is_set_otherwise(app: Flask, client: FlaskClient, sri: User):
    with transaction():
        stolen = token_of(send_password_link(sri, by=COMMAND_LINE))
    password = new_password("empat kata yang baru", email=sri.email, name=sri.name)
    with transaction():
        set_password(db.session.get_one(User, sri.id), password=password, by=COMMAND_LINE)
    assert client.get(f"/links/password/{stolen}").status_code == 410


def test_an_invitation_ends_when_the_account_gets_its_password_otherwise(client: FlaskClient, cast: Cast):
    with transaction():
        invited = invite_user(email="baru@contoh.example", name="Baru", roles=[], by=COMMAND_LINE)
    give = new_password("empat kata yang baru", email="", name="")
    with transaction():
        set_password(invited.user, password=give, by=COMMAND_LINE)
    assert client.get(f"/invitation/{token_of(invited.link)}").status_code == 410


def test_a_link_opens_only_what_it_is_for(client: FlaskClient, cast: Cast):
    with transaction():
        invited = invite_user(email="baru@contoh.example", name="Baru", roles=[], by=COMMAND_LINE)
    token = token_of(invited.link)
    for address in ("links/password", "links/first-administrator", "me", "G", "P"):
        assert client.get(f"/{address}/{token}").status_code in {404, 410}


def test_a_letter_names_no_other_link_whatever_somebody_is_called(
    client: FlaskClient, post: CollectingPost, cast: Cast
):
    with transaction():
        first = invite_user(email="a@contoh.example", name="A", roles=[], by=COMMAND_LINE)
        invite_user(
            email="b@contoh.example", name="{address} accounts.link:1 {link:1}", roles=[], by=COMMAND_LINE
        )
    deliver_released()
    assert link_address(first.link) not in post.letters[1].text


def test_a_revoked_personal_link_tells_the_phone_to_forget(client: FlaskClient, cast: Cast):
    person = cast.participant()
    with transaction():
        old = personal_link(person, by=COMMAND_LINE).removeprefix("https://rakornis.example")
    with transaction():
        replace_personal_link(person, reason="hilang", by=COMMAND_LINE)
    for address in (old, f"{old}/qr.svg", f"{old}/papers/1"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert person.name not in answer.text


def test_a_session_ends_with_the_password_it_began_with(client: FlaskClient, app: Flask, sri: User):
    thief = sign_in(app.test_client(), sri)
    assert thief.get("/account").status_code == 200
    password = new_password("empat kata yang baru", email=sri.email, name=sri.name)
    with transaction():
        set_password(db.session.get_one(User, sri.id), password=password, by=COMMAND_LINE)
    assert thief.get("/account").status_code == 303


@pytest.mark.parametrize("identity", ["", "1", "1.", ".1", "x.y", "1.1.1", "-1.1", "1.1\0", None])
def test_a_session_of_nobody_is_nobodys(client: FlaskClient, cast: Cast, identity: object):
    with client.session_transaction() as session:
        session["_user_id"] = identity
    assert client.get("/account").status_code == 303


def test_a_stranger_elsewhere_cannot_shut_somebody_out(client: FlaskClient, sri: User):
    for number in range(10):
        try_to_sign_in(client, sri.email, "salah", address=f"203.0.113.{number // 4}")
    assert try_to_sign_in(client, sri.email, PASSWORD, address="10.0.0.1").status_code == 303


def test_guessing_one_password_from_many_places_is_stopped_too(client: FlaskClient, sri: User):
    answers = [
        try_to_sign_in(client, sri.email, "salah", address=f"198.51.100.{number}").status_code
        for number in range(60)
    ]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example",
        "https:evil.example",
        "/\u2028/evil.example",
        " //evil.example",
        "/\t/evil.example",
        "/../../evil.example",
        "@evil.example",
        "javascript:1",
    ],
)
@pytest.mark.any_database
def test_nobody_is_led_elsewhere_after_signing_in(client: FlaskClient, sri: User, target: str):
    location = try_to_sign_in(client, sri.email, next=target).headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_every_kind_of_link_is_known_to_the_logs():
    assert set(ADDRESSES) == set(LinkKind)
    for address in ADDRESSES.values():
        assert f"/{address}/".startswith(SECRET_PREFIXES)
