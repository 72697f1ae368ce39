"""Whoever waits or was returned has no personal page: the page of the registration does instead."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.registration.answer_individual import confirm_individual, return_individual
from app.registration.models import Nomination, Quota, State
from tests.cast import Cast
from tests.registration.test_join_pages import PERSON, address_for
from tests.registration.test_waiting_list import mails, quota_for, register, states


@pytest.fixture
def quota(cast: Cast) -> Quota:
    """No place is free: the one who registers waits, and somebody behind."""
    return quota_for(cast, 0, contact="Ibu Dhea 0812 0000 0000")


@pytest.fixture
def own(client: FlaskClient, quota: Quota) -> str:
    """The page of the one who registered first."""
    address: str = client.post(address_for(quota), data=PERSON).location
    register(quota, 1)
    return address


def me() -> Nomination:
    return db.session.scalars(select(Nomination).order_by(Nomination.id).limit(1)).one()


def test_the_page_leads_to_the_notice_and_says_whom_to_ask(client: FlaskClient, cast: Cast, own: str):
    page = client.get(own).text
    assert f"/events/{cast.event.slug}/privacy" in page
    assert "Ibu Dhea 0812 0000 0000" in page
    assert f"{own}/withdrawal" in page


def test_who_waits_gives_the_place_in_the_queue_to_the_next(client: FlaskClient, cast: Cast, own: str):
    before = mails()
    assert "Tarik kembali" in client.get(f"{own}/withdrawal").text
    assert states(cast) == ["waiting", "waiting"]  # asking changes nothing
    for _ in range(2):
        assert client.post(f"{own}/withdrawal").location == own
    assert (states(cast), mails()) == (["withdrawn", "waiting"], before)
    told = select(AuditEntry).where(AuditEntry.action == "registration.withdraw_nomination")
    assert db.session.scalars(told).one().actor_name == PERSON["name"]
    page = client.get(own).text
    assert f"{own}/withdrawal" not in page
    other = own.rsplit("/", 1)[0] + "/key-of-the-form-0001"
    assert "nomor 1" in client.get(other).text


def test_who_was_returned_takes_it_back_and_may_register_again(client: FlaskClient, cast: Cast, own: str):
    with transaction():
        return_individual(me(), reason="Kartu pers", by=COMMAND_LINE)
    assert client.post(f"{own}/withdrawal").status_code == 303
    assert me().state is State.WITHDRAWN
    again = client.post(own.rsplit("/", 1)[0], data={**PERSON, "key": "key-of-a-second-form"})
    assert again.status_code == 303
    assert states(cast) == ["withdrawn", "waiting", "waiting"]


def test_who_got_a_place_meanwhile_keeps_it(client: FlaskClient, cast: Cast, quota: Quota, own: str):
    with transaction() as session:
        quota.places = 1
        session.add(quota)
        session.flush()
        confirm_individual(me(), by=COMMAND_LINE)
    assert client.post(f"{own}/withdrawal").location == own
    assert client.get(f"{own}/withdrawal").location == own
    assert me().state is State.CONFIRMED


def test_nobody_takes_back_what_the_own_key_does_not_open(client: FlaskClient, cast: Cast, own: str):
    stranger = own.rsplit("/", 1)[0] + "/nobody-has-this-key"
    assert client.post(f"{stranger}/withdrawal").status_code == 404
    assert states(cast) == ["waiting", "waiting"]
