"""The committee looks at what offices have handed in; and others do not."""

import pytest
from bs4 import BeautifulSoup

from app.access import Role
from app.accounts.links import token_of
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Delegation, Participant, ParticipantRole, Seat
from app.registration.links import office_link
from app.registration.queries import office_page
from app.registration.review_delegation import confirm_delegation
from tests.cast import Cast, sign_in
from tests.registration.acts import KEY, add_seat, draft, submit

PERSON = {
    "name": "Muhammad Ma'ruf",
    "back_titles": "S.H.",
    "position_name": "Kepala Kantor Wilayah",
    "manner": "holder",
    "key": KEY,
}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def delegation(cast: Cast) -> Delegation:
    return cast.delegation(cast.event, cast.office("kaltim"))


@pytest.fixture
def seat(cast: Cast, delegation) -> Seat:
    return add_seat(cast, delegation)


@pytest.fixture
def address(delegation) -> str:
    with transaction():
        link = office_link(delegation, by=COMMAND_LINE)
    return f"/delegation/{token_of(link)}"


def test_the_committee_returns_with_a_reason_the_office_reads(cast: Cast, client, address, delegation, seat):
    draft(delegation, seat)
    submit(delegation)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    review = f"/events/{cast.event.slug}/delegations/{delegation.id}/review"
    assert committee.post(f"{review}/return", data={"reason": ""}).status_code == 422
    assert committee.post(f"{review}/return", data={"reason": "Nomor surat salah"}).status_code == 303
    assert "Nomor surat salah" in client.get(address).text
    assert office_page(delegation).places[0].state == "returned"


def test_what_must_be_mended_is_said_with_what_was_written(cast: Cast, client, delegation, seat):
    nomination = draft(delegation, seat)
    submit(delegation)
    with transaction():
        nomination.nip = "12345"
    review = f"/events/{cast.event.slug}/delegations/{delegation.id}/review"
    answer = sign_in(client, cast.user(Role.COMMITTEE)).get(review)
    assert answer.status_code == 200
    assert "%(" not in answer.text


def test_a_namesake_on_the_list_is_asked_about(cast: Cast, client, delegation, seat):
    known = cast.participant("Muhammad Ma'ruf, S.H.")
    nomination = draft(delegation, seat)
    submit(delegation)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    review = f"/events/{cast.event.slug}/delegations/{delegation.id}/review"
    box = f"same-{nomination.id}"
    page = BeautifulSoup(committee.get(review).text, "html.parser")
    assert [one["value"] for one in page.select(f"input[name={box}]")] == [str(known.id), ""]
    assert committee.post(f"{review}/confirmation", data={box: known.id}).status_code == 303
    assert db.session.get_one(Participant, known.id).seat_id == seat.id


def test_a_speaker_whom_the_office_nominates_too_stays_a_speaker(cast: Cast, client, delegation, seat):
    known = cast.participant(nip="197203141998031002", role=ParticipantRole.SPEAKER)
    draft(delegation, seat, nip="197203141998031002", name=known.name)
    submit(delegation)
    with transaction():
        confirm_delegation(delegation, by=COMMAND_LINE)
    person = db.session.get_one(Participant, known.id)
    assert (person.seat_id, person.role) == (seat.id, ParticipantRole.SPEAKER)


def test_the_same_person_cannot_be_one_of_another_office(cast: Cast, client, delegation, seat):
    stranger = cast.participant(office="bali")
    nomination = draft(delegation, seat)
    submit(delegation)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    review = f"/events/{cast.event.slug}/delegations/{delegation.id}/review"
    answer = committee.post(f"{review}/confirmation", data={f"same-{nomination.id}": stranger.id})
    assert answer.status_code in {404, 422}
    assert db.session.get_one(Participant, stranger.id).seat_id is None


@pytest.mark.parametrize("role", [Role.GATE, Role.SECRETARY, Role.OFFICE_OPERATOR])
@pytest.mark.any_database
def test_only_the_committee_answers(cast: Cast, client, delegation, seat, role):
    draft(delegation, seat)
    submit(delegation)
    other = sign_in(client, cast.user(role, office=cast.office("kaltim")))
    assert (
        other.post(f"/events/{cast.event.slug}/delegations/{delegation.id}/review/confirmation").status_code
        == 403
    )


def test_an_account_of_another_office_reads_no_letter(cast: Cast, client, delegation, seat):
    draft(delegation, seat)
    letter_id = submit(delegation).letter_id
    path = f"/events/{cast.event.slug}/delegations/{delegation.id}/letters/{letter_id}"
    own = sign_in(client, cast.user(Role.OFFICE_OPERATOR, office=cast.office("kaltim")))
    assert own.get(path).status_code == 200
    other = sign_in(client, cast.user(Role.OFFICE_OPERATOR, office=cast.office("bali")))
    assert other.get(path).status_code == 403
