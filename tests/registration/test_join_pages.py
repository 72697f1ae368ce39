"""Registering oneself by the link of an invitation, and the committee's list of who did."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access import Role
from app.accounts.links import token_of
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.deliver import deliver_released
from app.participants.models import Participant, ParticipantRole
from app.registration.links import end_registration_link, registration_link
from app.registration.models import Nomination, Quota, State
from app.registration.routes import self_registration
from tests.cast import Cast, sign_in
from tests.reading import first
from tests.registration.test_waiting_list import quota_for, register

PERSON = {
    "name": "Ni Luh Wartini",
    "organisation": "Harian Uji",
    "email": "niluh@contoh.example",
    "key": "key-of-the-first-form",
}


def address_for(quota: Quota) -> str:
    with transaction():
        link = registration_link(quota, by=COMMAND_LINE)
    return f"/registration/{token_of(link)}"


@pytest.fixture
def quota(cast: Cast) -> Quota:
    return quota_for(cast, 1, contact="Ibu Dhea 0812 0000 0000")


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    return sign_in(client, cast.user(Role.COMMITTEE))


def page_of(cast: Cast, quota: Quota) -> str:
    return f"/events/{cast.event.slug}/individuals/{quota.id}"


def registered() -> int:
    return db.session.scalar(select(func.count(Nomination.id))) or 0


def test_a_place_is_told_on_the_page_and_by_mail(client, post, quota):
    address = address_for(quota)
    answer = client.post(address, data=PERSON)
    assert (answer.status_code, answer.location) == (303, f"{address}/key-of-the-first-form")
    assert "niluh@contoh.example" in client.get(answer.location).text
    deliver_released()
    assert [letter.to for letter in post.letters] == ["niluh@contoh.example"]
    assert "/me/" in post.letters[0].text
    assert db.session.scalars(select(Participant)).one().role is ParticipantRole.MEDIA


def test_the_queue_is_told_on_the_page(client, quota):
    register(quota, 0)
    register(quota, 1)
    address = address_for(quota)
    answer = client.get(client.post(address, data=PERSON).location)
    assert "2" in first(BeautifulSoup(answer.text, "html.parser"), ".notice b").get_text()


def test_sending_the_form_twice_registers_once(client, quota):
    address = address_for(quota)
    assert client.post(address, data=PERSON).location == client.post(address, data=PERSON).location
    assert registered() == 1


def test_who_registers_again_is_told_by_letter_alone(client, post, quota):
    address = address_for(quota)
    client.post(address, data={**PERSON, "phone": "0812 5555 0101", "position_name": "Wartawan Istana"})
    deliver_released()
    for key in ("key-of-a-second-form", "key-of-the-third-form"):
        answer = client.post(address, data={**PERSON, "organisation": "Lain", "key": key})
        page = client.get(answer.location).text
        assert "sudah terdaftar" in page
        assert not [told for told in ("Harian Uji", "0101", "Istana", "niluh@") if told in page]
        assert client.get(f"{address}/{key}").status_code == 404
    deliver_released()
    assert registered() == 1
    assert [letter.to for letter in post.letters] == ["niluh@contoh.example"] * 2
    assert "/me/" in post.letters[1].text


def test_who_waits_and_registers_again_gets_the_page_by_letter(client, post, quota):
    register(quota, 0)
    address = address_for(quota)
    client.post(address, data=PERSON)
    client.post(address, data={**PERSON, "key": "key-of-a-second-form"})
    deliver_released()
    assert f"{address}/key-of-the-first-form" in post.letters[-1].text


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, quota):
    answer = client.post(address_for(quota), data={**PERSON, "email": "tanpa-at", "organisation": ""})
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert page.select_one("#organisation-error")
    assert first(page, "#email")["value"] == "tanpa-at"
    assert registered() == 0


def test_the_closing_time_holds_at_the_moment_of_sending(cast: Cast, clock, client):
    closes_at = clock.now() + timedelta(minutes=1)
    quota = quota_for(cast, 5, closes_at=closes_at, contact="Ibu Dhea 0812 0000 0000")
    address = address_for(quota)
    assert client.get(address).status_code == 200
    clock.pass_time(minutes=1)
    late = client.post(address, data=PERSON)
    assert late.status_code == 422
    assert 'value="Ni Luh Wartini"' in late.text
    for answer in (late, client.get(address)):
        assert "6 September 2024, 13.41 WITA" in answer.text
        assert "Ibu Dhea 0812 0000 0000" in answer.text
    assert client.get(address).status_code == 410
    assert registered() == 0


def test_an_ended_link_says_since_when_and_whom_to_call(client, quota):
    address = address_for(quota)
    with transaction():
        end_registration_link(quota, by=COMMAND_LINE)
    answer = client.post(address, data=PERSON)
    assert answer.status_code == 410
    assert "<h1>Sudah ditutup</h1>" in answer.text
    assert "Ibu Dhea 0812 0000 0000" in answer.text


def person_number(number: int) -> dict[str, str]:
    return {**PERSON, "name": f"Andi {'abcdefghijkl'[number]}", "key": f"{number:020}"}


def test_a_network_that_floods_waits_and_loses_nothing(client, quota, monkeypatch):
    monkeypatch.setattr(self_registration, "MOST_PER_MINUTE", 5)
    address = address_for(quota)
    sent = [client.post(address, data=person_number(number)) for number in range(6)]
    assert [answer.status_code for answer in sent] == [303] * 5 + [422]
    assert PERSON["organisation"] in sent[5].text
    assert registered() == 5


def test_a_hall_behind_one_address_registers_and_the_flood_of_one_link_stops_no_other(
    cast: Cast, client, quota, monkeypatch
):
    assert self_registration.MOST_PER_MINUTE >= 200  # half of a hall of 350 within one minute
    monkeypatch.setattr(self_registration, "MOST_PER_MINUTE", 2)
    address = address_for(quota)
    sent = [client.post(address, data=person_number(number)) for number in range(3)]
    assert sent[-1].status_code == 422
    guests = Quota(event_id=cast.event.id, role=ParticipantRole.GUEST, places=9)
    with transaction() as session:
        session.add(guests)
    assert client.post(address_for(guests), data=person_number(7)).status_code == 303


def test_the_standing_of_others_cannot_be_opened(cast: Cast, client, quota):
    register(quota, 0)
    guests = Quota(event_id=cast.event.id, role=ParticipantRole.GUEST, places=1)
    with transaction() as session:
        session.add(guests)
    assert client.get(f"{address_for(quota)}/nobody-has-this-key").status_code == 404
    assert client.get(f"{address_for(guests)}/key-of-the-form-0000").status_code == 404
    assert client.get(f"{address_for(quota)}/key-of-the-form-0000").status_code == 200


def test_nobody_chooses_the_own_role(client, quota):
    client.post(address_for(quota), data={**PERSON, "role": "committee"})
    assert db.session.scalars(select(Participant)).one().role is ParticipantRole.MEDIA


def test_the_committee_makes_and_ends_the_link(cast: Cast, committee, quota):
    page = page_of(cast, quota)
    committee.post(f"{page}/link")
    assert "/registration/" in committee.get(page).text
    committee.post(f"{page}/link/end")
    assert "/registration/" not in committee.get(page).text


def test_a_place_out_of_turn_needs_a_free_one(cast: Cast, committee, quota):
    register(quota, 0)
    waiting = register(quota, 1).nomination
    answer = committee.post(f"{page_of(cast, quota)}/{waiting.id}/confirmation")
    assert answer.status_code == 422
    assert db.session.get_one(Nomination, waiting.id).state is State.WAITING


def test_who_is_returned_reads_why_and_can_come_back(cast: Cast, committee, post, quota):
    register(quota, 0)
    waiting = register(quota, 1).nomination
    page = f"{page_of(cast, quota)}/{waiting.id}"
    assert committee.post(f"{page}/return", data={"reason": "Kartu pers belum ada"}).status_code == 303
    deliver_released()
    assert "Kartu pers belum ada" in post.letters[-1].text
    assert committee.post(f"{page}/queue").status_code == 303
    assert db.session.get_one(Nomination, waiting.id).state is State.WAITING
    deliver_released()
    assert "nomor 1" in post.letters[-1].text
    pressed = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "registration.queue_again"))
    assert pressed.one().actor_name == "Petugas committee"
    assert committee.post(f"{page}/return", data={"reason": "Masih belum ada"}).status_code == 303
    deliver_released()
    assert "Masih belum ada" in post.letters[-1].text
    assert committee.post(f"{page}/withdrawal").status_code == 303
    assert db.session.get_one(Nomination, waiting.id).state is State.WITHDRAWN


def test_what_cannot_be_answered_is_said_of_a_registration_not_of_a_delegation(cast: Cast, committee, quota):
    confirmed = register(quota, 0).nomination
    page = page_of(cast, quota)
    for path in (f"{confirmed.id}/withdrawal", f"{confirmed.id}/queue", f"{confirmed.id + 1}/queue"):
        answer = committee.post(f"{page}/{path}")
        assert answer.status_code in (404, 409)
        assert "delegasi" not in first(BeautifulSoup(answer.data, "lxml"), "main").get_text().lower()


def test_a_registration_of_another_role_is_not_there(cast: Cast, committee, quota):
    guests = Quota(event_id=cast.event.id, role=ParticipantRole.GUEST, places=1)
    with transaction() as session:
        session.add(guests)
    theirs = register(quota, 0).nomination
    assert committee.post(f"{page_of(cast, guests)}/{theirs.id}/withdrawal").status_code == 404


def test_withdrawing_on_the_person_s_page_gives_the_place_on(cast: Cast, committee, quota):
    first = register(quota, 0).nomination
    second = register(quota, 1).nomination
    person = f"/events/{cast.event.slug}/participants/{first.participant_id}/withdrawal"
    assert committee.post(person, data={"reason": "Sakit"}).status_code == 303
    assert db.session.get_one(Nomination, second.id).state is State.CONFIRMED
