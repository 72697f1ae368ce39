"""The committee's list of those who registered alone: as the list says by now, and whether letters arrive."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.bounce import record_bounce
from app.messages.deliver import deliver_released
from app.messages.models import Delivery
from app.participants.models import Participant, ParticipantRole
from app.participants.person_entry import PersonEntry
from app.registration.models import Quota, State
from app.registration.substitute import substitute
from tests.cast import Cast, sign_in
from tests.reading import first
from tests.registration.test_join_pages import PERSON, address_for, page_of
from tests.registration.test_waiting_list import quota_for, register


@pytest.fixture
def quota(cast: Cast) -> Quota:
    return quota_for(cast, 1, contact="Ibu Dhea 0812 0000 0000")


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    return sign_in(client, cast.user(Role.COMMITTEE))


def test_who_was_returned_and_registers_again_stands_in_the_queue_once(cast: Cast, committee, quota):
    register(quota, 0)
    returned = register(quota, 1).nomination
    page = f"{page_of(cast, quota)}/{returned.id}"
    committee.post(f"{page}/return", data={"reason": "Kartu pers belum ada"})
    again = register(quota, 1, key="key-of-a-second-form").nomination
    refused = committee.post(f"{page}/queue")
    assert refused.status_code == 409
    assert "mendaftar sekali lagi" in refused.text
    assert (returned.state, again.state) == (State.RETURNED, State.WAITING)
    quota.places = 2
    db.session.commit()
    assert committee.post(f"{page}/confirmation").status_code == 303  # the place settles both
    assert (returned.state, again.state) == (State.CONFIRMED, State.CONFIRMED)
    assert returned.participant_id == again.participant_id


def test_who_was_returned_and_is_on_the_list_meanwhile_is_not_queued(cast: Cast, committee, quota):
    register(quota, 0)
    returned = register(quota, 1).nomination
    page = f"{page_of(cast, quota)}/{returned.id}"
    committee.post(f"{page}/return", data={"reason": "Kartu pers belum ada"})
    guest = cast.participant(returned.name, role=ParticipantRole.GUEST)
    with transaction() as session:
        guest.email = returned.email
        session.add(guest)
    assert committee.post(f"{page}/queue").status_code == 303
    assert (returned.state, returned.participant_id) == (State.CONFIRMED, guest.id)


def bounce_the_newest() -> None:
    newest = db.session.scalars(select(Delivery).order_by(Delivery.id.desc()).limit(1)).one()
    with transaction():
        record_bounce(newest, reason="user unknown", by=COMMAND_LINE)


def test_a_letter_that_came_back_is_told_on_both_pages(cast: Cast, committee, post, quota):
    address = address_for(quota)
    own = committee.post(address, data=PERSON).location
    deliver_released()
    assert "sedang dikirim" in committee.get(own).text
    bounce_the_newest()
    page = committee.get(own).text
    assert "kepada Anda tidak sampai" in page
    assert "sedang dikirim" not in page
    assert "Ibu Dhea 0812 0000 0000" in page
    assert f"{PERSON['email']} tidak sampai" in committee.get(page_of(cast, quota)).text


def test_an_address_that_was_corrected_is_shown_to_the_committee_alone(cast: Cast, committee, post, quota):
    own = committee.post(address_for(quota), data=PERSON).location
    deliver_released()
    bounce_the_newest()
    with transaction() as session:
        db.session.scalars(select(Participant)).one().email = "benar@contoh.example"
        session.flush()
    page = committee.get(own).text
    assert "benar@" not in page
    assert "sedang dikirim" not in page
    shown = committee.get(page_of(cast, quota)).text
    assert "benar@contoh.example" in shown
    assert f"{PERSON['email']} tidak sampai" in shown


def test_who_was_substituted_is_not_called_withdrawn(cast: Cast, committee, quota):
    left = register(quota, 0).nomination.participant
    assert left is not None
    with transaction():
        entry = PersonEntry(name="Ngurah Widyatmika", role=ParticipantRole.MEDIA)
        substitute(left, entry, reason="Sakit", letter=None, by=COMMAND_LINE)
    shown = first(BeautifulSoup(committee.get(page_of(cast, quota)).text, "html.parser"), "main").get_text()
    assert "Digantikan" in shown
    assert "Mengundurkan diri" not in shown


def test_a_closing_time_that_has_passed_is_told_as_passed(cast: Cast, committee, clock):
    quota = quota_for(cast, 5, closes_at=clock.now() + timedelta(minutes=1))
    page = page_of(cast, quota)

    assert "Dibuka sampai Jumat, 6 September 2024, 13.41 WITA" in committee.get(page).text
    clock.pass_time(minutes=1)
    assert "Ditutup sejak Jumat, 6 September 2024, 13.41 WITA" in committee.get(page).text
