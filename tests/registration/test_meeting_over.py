"""When the last day of the meeting has passed, nobody registers, moves up or is written to any more."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Participant, ParticipantRole
from app.participants.withdraw import withdraw_participant
from app.registration.models import Nomination, Quota, State
from app.registration.set_quota import QuotaDetails, set_quota
from tests.cast import Cast, sign_in
from tests.registration.test_join_pages import PERSON, address_for, page_of
from tests.registration.test_waiting_list import mails, quota_for, register, states


@pytest.fixture
def quota(cast: Cast) -> Quota:
    """One place for the press, taken, and one who waits."""
    quota = quota_for(cast, 1, contact="Ibu Dhea 0812 0000 0000")
    register(quota, 0)
    register(quota, 1)
    return quota


def waiting_one() -> Nomination:
    return db.session.scalars(select(Nomination).filter_by(state=State.WAITING)).one()


@pytest.fixture
def address(quota: Quota, clock) -> str:
    """The link of the press, opened one minute after midnight of the day after the meeting."""
    address = address_for(quota)
    midnight = clock.now().replace(year=2024, month=9, day=8, hour=16, minute=1)  # in Bali
    clock.pass_time(minutes=(midnight - clock.now()) // timedelta(minutes=1))
    return address


def test_the_link_says_since_when_the_meeting_is_over_and_whom_to_call(client: FlaskClient, address: str):
    before = mails()
    for answer in (client.get(address), client.post(address, data=PERSON)):
        assert answer.status_code == 410
        assert "8 September 2024" in answer.text
        assert "Ibu Dhea 0812 0000 0000" in answer.text
    again = {**PERSON, "name": "Wartawan Uji A", "email": "wartawan0@contoh.example"}
    assert client.post(address, data=again).status_code == 410
    assert mails() == before


def test_who_waited_reads_that_the_meeting_is_over(client: FlaskClient, address: str):
    waiting = client.get(f"{address}/key-of-the-form-0001")
    assert waiting.status_code == 200
    assert "8 September 2024" in waiting.text
    assert "daftar tunggu" not in waiting.text


@pytest.mark.usefixtures("address")
def test_a_place_that_becomes_free_goes_to_nobody(cast: Cast, quota: Quota):
    before = mails()
    with transaction():
        withdraw_participant(
            db.session.scalars(select(Participant)).one(), reason="Tidak hadir", by=COMMAND_LINE
        )
        set_quota(cast.event, ParticipantRole.MEDIA, QuotaDetails(places=9), by=COMMAND_LINE)
    assert (states(cast), mails()) == (["confirmed", "waiting"], before)


@pytest.mark.usefixtures("address")
def test_the_committee_can_only_strike_who_waited(client: FlaskClient, cast: Cast, quota: Quota):
    committee, waiting = sign_in(client, cast.user(Role.COMMITTEE)), waiting_one()
    page, before = page_of(cast, quota), mails()
    shown = committee.get(page).text
    assert "8 September 2024" in shown
    assert [path for path in ("confirmation", "return", "queue") if f"/{waiting.id}/{path}" in shown] == []
    assert committee.post(f"{page}/{waiting.id}/confirmation").status_code == 422
    assert committee.post(f"{page}/{waiting.id}/return", data={"reason": "Selesai"}).status_code == 422
    assert committee.post(f"{page}/{waiting.id}/withdrawal").status_code == 303
    assert (waiting.state, mails()) == (State.WITHDRAWN, before)
