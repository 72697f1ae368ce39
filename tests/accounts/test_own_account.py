"""One's own account: name, password, sessions."""

import pytest

from app.accounts.models import User
from app.db import db
from tests.accounts.conftest import PASSWORD
from tests.cast import sign_in

NEW = "sepuluh awan di langit"


def change(client, present=PASSWORD, password=NEW, confirm=NEW):
    return client.post(
        "/account/password", data={"present": present, "password": password, "confirm": confirm}
    )


def test_a_changed_password_keeps_this_session_and_ends_the_others(app, client, sri):
    other = sign_in(app.test_client(), sri)
    sign_in(client, sri)
    assert change(client).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("present", "password", "confirm"),
    [("salah", NEW, NEW), (PASSWORD, "pendek", "pendek"), (PASSWORD, NEW, "beda")],
)
@pytest.mark.any_database
def test_a_change_that_is_wrong_somewhere_changes_nothing(client, sri, present, password, confirm):
    was = sri.password_hash
    assert change(sign_in(client, sri), present, password, confirm).status_code == 422
    assert db.session.get_one(User, sri.id).password_hash == was


def test_other_sessions_end_on_request(app, client, sri):
    other = sign_in(app.test_client(), sri)
    sign_in(client, sri)
    assert client.post("/account/sessions").status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_a_name_is_changed_and_an_empty_one_is_not(client, sri):
    sign_in(client, sri)
    assert client.post("/account/name", data={"name": " Sri Wahyuni, S.H. "}).status_code == 303
    assert client.post("/account/name", data={"name": ""}).status_code == 422
    assert db.session.get_one(User, sri.id).name == "Sri Wahyuni, S.H."


@pytest.mark.parametrize("address", ["/account/name", "/account/password", "/account/sessions"])
@pytest.mark.any_database
def test_strangers_are_sent_to_the_sign_in_page(client, address):
    assert client.post(address).location.startswith("/sign-in")
    assert client.get("/account").location == "/sign-in?next=/account"


@pytest.mark.parametrize("identity", ["", "1", "1.", ".1", "1.x", "999.1", "1.2.3"])
def test_a_made_up_session_is_nobody(client, sri, identity):
    with client.session_transaction() as session:
        session["_user_id"] = identity
    assert client.get("/account").status_code == 303
