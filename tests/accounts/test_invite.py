"""Invitations, and links for a new password."""

import re

import pytest
from sqlalchemy import select

from app.access import Role
from app.accounts.invite import ask_for_password_link, invite_user, send_password_link
from app.accounts.links import token_of
from app.accounts.models import Link, User
from app.accounts.open_account import EmailTaken, EmailUnreadable
from app.accounts.roles import RoleWish
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.deliver import deliver_released
from tests.accounts.conftest import PASSWORD

NEW = "sepuluh awan di langit"


@pytest.fixture
def made(cast):
    """Made Suryani, invited as gate keeper."""
    gate = RoleWish(role=Role.GATE, event_id=cast.event.id)
    with transaction():
        return invite_user(email="Made@Contoh.example", name="Made Suryani", roles=[gate], by=COMMAND_LINE)


def set_password(client, address, password=NEW, confirm=None):
    form = {"password": password, "confirm": password if confirm is None else confirm}
    return client.post(address, data=form)


def test_an_invitation_opens_an_account_with_its_role_and_sends_one_letter(made, post):
    assert (made.user.email, made.user.password_hash) == ("made@contoh.example", None)
    assert [held.role for held in made.user.roles_held] == [Role.GATE]
    assert deliver_released() == 1
    assert token_of(made.link) in post.letters[0].text
    assert post.letters[0].to == "made@contoh.example"


def test_the_letter_is_written_in_indonesian(made, post):
    deliver_released()
    assert "akun" in post.letters[0].text
    assert "WIB" in post.letters[0].text


def test_the_link_sets_a_password_once_and_signs_in(made, client):
    address = f"/invitation/{token_of(made.link)}"
    assert "made@contoh.example" in client.get(address).text
    answer = set_password(client, address)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/account").status_code == 200
    assert set_password(client, address).status_code == 410


def test_opening_the_link_uses_nothing_up_and_is_never_cached(made, client):
    address = f"/invitation/{token_of(made.link)}"
    first, second = client.get(address), client.get(address)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("password", "confirm"),
    [("pendek", "pendek"), (NEW, "lain sama sekali"), ("Made Suryani", "Made Suryani"), ("", "")],
)
def test_a_bad_password_leaves_the_link_open(made, client, password, confirm):
    address = f"/invitation/{token_of(made.link)}"
    assert set_password(client, address, password, confirm).status_code == 422
    assert set_password(client, address).status_code == 303


def test_an_invitation_lasts_seven_days(made, client, clock):
    clock.pass_time(days=7)
    assert client.get(f"/invitation/{token_of(made.link)}").status_code == 410


def test_inviting_again_ends_the_earlier_link(made, client):
    with transaction():
        newer = send_password_link(made.user, by=COMMAND_LINE)
    assert client.get(f"/invitation/{token_of(made.link)}").status_code == 410
    assert client.get(f"/invitation/{token_of(newer)}").status_code == 200


def test_an_email_has_one_account(made):
    with pytest.raises(EmailTaken), transaction():
        invite_user(email="MADE@contoh.example", name="Made Lain", roles=[], by=COMMAND_LINE)


@pytest.mark.parametrize("email", ["made", "made@", "made@contoh", "made contoh@x.id", "a@b.id, c@d.id"])
@pytest.mark.any_database
def test_what_is_no_email_is_refused(app, email):
    with pytest.raises(EmailUnreadable), transaction():
        invite_user(email=email, name="Made", roles=[], by=COMMAND_LINE)


def test_everything_is_audited(made):
    actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["accounts.open", "accounts.give_role", "accounts.invite"]


def test_asking_for_a_link_answers_the_same_whether_the_email_has_an_account(client, sri, post):
    known = client.post("/forgotten-password", data={"email": sri.email})
    unknown = client.post("/forgotten-password", data={"email": "siapa@contoh.example"})
    assert (known.status_code, known.location, known.text) == (
        unknown.status_code,
        unknown.location,
        unknown.text,
    )
    deliver_released()
    assert [letter.to for letter in post.letters] == [sri.email]


def test_asking_again_within_minutes_sends_no_second_letter(app, sri, post, clock):
    for minutes in (0, 1, 6):
        clock.pass_time(minutes=minutes)
        with transaction():
            ask_for_password_link(sri.email, address="10.0.0.1")
    deliver_released()
    assert len(post.letters) == 2


def test_a_closed_account_gets_no_link(app, sri, post, clock):
    with transaction():
        sri.closed_at = clock.now()
    with transaction():
        ask_for_password_link(sri.email, address="10.0.0.1")
    assert (deliver_released(), post.letters) == (0, [])


def test_a_new_password_ends_every_session_and_the_old_password(client, app, sri):
    client.post("/sign-in", data={"email": sri.email, "password": PASSWORD})
    with transaction():
        link = send_password_link(sri, by=COMMAND_LINE)
    other = app.test_client()
    assert set_password(other, f"/links/password/{token_of(link)}").status_code == 303
    assert client.get("/account").status_code == 303
    assert client.post("/sign-in", data={"email": sri.email, "password": PASSWORD}).status_code == 422


def test_the_token_never_reaches_the_log(made, client, capsys):
    client.get(f"/invitation/{token_of(made.link)}")
    assert not re.search(token_of(made.link), capsys.readouterr().err)
    assert db.session.scalar(select(Link.used_at)) is None
    assert db.session.scalar(select(User.name)) == "Made Suryani"
