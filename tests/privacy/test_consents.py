"""Consent: asked for alone, never ticked beforehand, kept with proof, withdrawn with consequences at once."""

import hashlib

import pytest
from bs4 import BeautifulSoup

from app.access import Role
from app.db import db, transaction
from app.participants.consents import PURPOSE_TEXTS, Purpose, has_consent
from app.participants.kept_consents import Consent
from app.travel.models import Needs
from tests.cast import BAIQ, sign_in
from tests.privacy.people import token_for


@pytest.fixture
def andi(cast):
    return cast.participant()


@pytest.fixture
def token(andi):
    return token_for(andi)


def test_no_box_is_ticked_beforehand(client, token):
    for address in (f"/me/{token}/consents", f"/me/{token}/needs"):
        page = BeautifulSoup(client.get(address).data, "html.parser")
        assert page.select("input[type=checkbox]")
        assert not page.select("input[checked]")


def test_what_was_agreed_to_is_kept_word_for_word(client, token, andi):
    client.post(f"/me/{token}/consents?language=en", data={"purposes": ["photo", "whatsapp"]})
    proof = db.session.scalars(db.select(Consent).where(Consent.purpose == "photo")).one()
    assert proof.text == PURPOSE_TEXTS[Purpose.PHOTO]
    assert proof.text_sha256 == hashlib.sha256(proof.text.encode()).hexdigest()
    assert proof.channel == "personal_page"
    assert has_consent(andi, Purpose.WHATSAPP)
    assert not has_consent(andi, Purpose.SHARING)


def test_agreeing_twice_leaves_one_proof(client, token):
    for _ in range(2):
        client.post(f"/me/{token}/consents", data={"purposes": ["photo"]})
    assert len(db.session.scalars(db.select(Consent)).all()) == 1


def test_the_proof_stays_when_consent_is_withdrawn(client, token, andi):
    client.post(f"/me/{token}/consents", data={"purposes": ["photo"]})
    client.post(f"/me/{token}/consents/photo/withdrawal")
    assert db.session.scalars(db.select(Consent)).one().withdrawn_at
    assert not has_consent(andi, Purpose.PHOTO)
    client.post(f"/me/{token}/consents", data={"purposes": ["photo"]})
    assert has_consent(andi, Purpose.PHOTO)


def test_needs_are_not_kept_without_consent(client, token):
    told = {"diets": ["no_nuts"], "note": "Alergi berat"}
    assert client.post(f"/me/{token}/needs", data=told).status_code == 422
    assert db.session.scalars(db.select(Needs)).all() == []
    assert client.post(f"/me/{token}/needs", data={**told, "agree": "y"}).status_code == 303
    assert db.session.scalars(db.select(Needs)).one().diets == ["no_nuts"]


@pytest.mark.parametrize("door", ["consents/needs/withdrawal", "needs/withdrawal"])
def test_withdrawing_deletes_the_needs_at_once(client, token, andi, door):
    client.post(f"/me/{token}/needs", data={"diets": ["no_nuts"], "agree": "y"})
    client.post(f"/me/{token}/{door}")
    assert db.session.scalars(db.select(Needs)).all() == []
    assert not has_consent(andi, Purpose.NEEDS)


def test_nobody_agrees_for_somebody_else(client, cast, token):
    other = cast.participant(BAIQ)
    client.post(f"/me/{token}/consents", data={"purposes": ["photo"]})
    assert not has_consent(other, Purpose.PHOTO)
    assert client.post(f"/me/{'0' * 26}/consents", data={"purposes": ["photo"]}).status_code == 404


def test_who_withdrew_is_not_written_to_by_whatsapp(client, app, cast, token, andi):
    address = f"/events/{cast.event.slug}/whatsapp/people/{andi.id}"
    with transaction() as session:
        session.merge(andi).phone = "081234567890"
    client.post(f"/me/{token}/consents", data={"purposes": ["whatsapp"]})
    desk = sign_in(app.test_client(), cast.user(Role.REGISTRATION_DESK))
    assert desk.post(address, data={"seen": "0"}).location.startswith("https://wa.me/6281234567890")
    client.post(f"/me/{token}/consents/whatsapp/withdrawal")
    assert "wa.me" not in desk.post(address, data={"seen": "1"}).location
    assert "menarik persetujuan" in desk.get(address).text
