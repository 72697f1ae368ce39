"""Consent: asked for alone, never ticked beforehand, kept with proof, withdrawn with consequences at once."""

import hashlib

import pytest
from bs4 import BeautifulSoup

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.consents import PURPOSE_TEXTS, Purpose, has_consent
from app.participants.kept_consents import Consent, Refusal
from app.participants.merge import merge_people
from app.participants.refuse_whatsapp import who_refuses_whatsapp
from app.travel.models import Needs
from tests.cast import BAIQ, sign_in
from tests.privacy.people import token_for


@pytest.fixture
def andi(cast):
    return cast.participant()


@pytest.fixture
def token(andi):
    return token_for(andi)


def anchors(answer):
    return BeautifulSoup(answer.text, "html.parser").select("a[href]")


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
    assert "tidak mau dihubungi lewat WhatsApp" in desk.get(address).text


def test_who_never_agreed_refuses_whatsapp_with_one_button(client, app, cast, token, andi):
    session = cast.session()
    with transaction() as database:
        database.merge(andi).phone = "081234567890"
    event = f"/events/{cast.event.slug}"
    share = f"{event}/whatsapp/people/{andi.id}"
    missing = f"{event}/sessions/{session.id}/attendance"
    ask = f"{missing}/people/{andi.id}/reminder"
    desk = sign_in(app.test_client(), cast.user(Role.REGISTRATION_DESK))
    offers = (f"{event}/desk?person={andi.id}", missing, f"{missing}/people")
    for page in offers:
        assert {share, ask} & {link["href"] for link in anchors(desk.get(page))}, page
    assert client.post(f"/me/{token}/whatsapp/refusal").status_code == 303
    for page in offers:
        assert not {share, ask} & {link["href"] for link in anchors(desk.get(page))}, page
        assert "WhatsApp" in desk.get(page).text
    assert not BeautifulSoup(desk.get(f"{event}/whatsapp").text, "html.parser").select("form[action*=people]")
    for address in (share, ask):
        assert "wa.me" not in desk.post(address, data={"seen": "0"}).location
        assert 'name="seen"' not in desk.get(address).text


def test_a_refusal_is_taken_back_by_its_button_or_by_agreeing(client, cast, token, andi):
    for way in (f"/me/{token}/whatsapp/permission", f"/me/{token}/consents"):
        client.post(f"/me/{token}/whatsapp/refusal")
        client.post(f"/me/{token}/whatsapp/refusal")
        assert who_refuses_whatsapp(cast.event.id) == {andi.id}
        assert "Boleh lagi" in client.get(f"/me/{token}/consents").text
        client.post(way, data={"purposes": ["whatsapp"]})
        assert who_refuses_whatsapp(cast.event.id) == set()
    assert len(db.session.scalars(db.select(Refusal)).all()) == 2


def test_refusing_ends_the_consent_and_counts_for_merged_rows(client, cast, token, andi):
    double = cast.participant("Andi T.")
    client.post(f"/me/{token_for(double)}/whatsapp/refusal")
    with transaction():
        merge_people(double, andi, reason="Orang yang sama", by=COMMAND_LINE)
    assert who_refuses_whatsapp(cast.event.id) == {andi.id}
    client.post(f"/me/{token}/consents", data={"purposes": ["whatsapp"]})
    client.post(f"/me/{token}/whatsapp/refusal")
    assert not has_consent(andi, Purpose.WHATSAPP)
    assert who_refuses_whatsapp(cast.event.id) == {andi.id}
