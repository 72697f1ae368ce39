"""Journeys: written by the person, the office or the committee; one of each direction; nobody else's."""

import pytest

from app.access import Role
from app.accounts.links import link_address, make_link
from app.accounts.models import LinkKind
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.merge import merge_people
from app.travel.models import Direction, Journey
from tests.cast import BAIQ, FITRI, sign_in
from tests.privacy.people import token_for

FLIGHT = {
    "arrival-at": "2024-09-03T14:30",
    "arrival-means": "flight",
    "arrival-number": "GA 402",
    "arrival-place": "Ngurah Rai",
    "arrival-revision": "0",
}
HOME = {"departure-at": "2024-09-08T17:00", "departure-means": "flight", "departure-revision": "0"}


@pytest.fixture
def andi(cast):
    return cast.participant()


def office_token(delegation):
    with transaction():
        link = make_link(
            LinkKind.OFFICE, subject=delegation.reference, by=COMMAND_LINE, event_id=delegation.event_id
        )
        return link_address(link).rpartition("/")[2]


def journeys():
    return db.session.scalars(db.select(Journey)).all()


def test_i_write_when_i_arrive_in_the_time_of_the_place(client, andi):
    token = token_for(andi)
    assert client.post(f"/me/{token}/travel/arrival", data=FLIGHT).status_code == 303
    (arrival,) = journeys()
    assert arrival.at.hour == 6  # 14.30 WITA
    assert "GA 402" in client.get(f"/me/{token}/travel").text


def test_a_wrong_link_writes_nothing(client, andi):
    assert client.post(f"/me/{'0' * 26}/travel/arrival", data=FLIGHT).status_code == 404
    assert journeys() == []


def test_a_slip_of_the_year_is_told(client, andi):
    slip = {**FLIGHT, "arrival-at": "2042-09-03T14:30"}
    answer = client.post(f"/me/{token_for(andi)}/travel/arrival", data=slip)
    assert answer.status_code == 422
    assert "GA 402" in answer.text


def test_nobody_leaves_before_arriving(client, andi):
    token = token_for(andi)
    client.post(f"/me/{token}/travel/arrival", data=FLIGHT)
    early = {**HOME, "departure-at": "2024-09-03T10:00"}
    assert client.post(f"/me/{token}/travel/departure", data=early).status_code == 422
    assert client.post(f"/me/{token}/travel/departure", data=HOME).status_code == 303


def test_two_who_write_at_once_see_each_other(client, andi):
    token = token_for(andi)
    client.post(f"/me/{token}/travel/arrival", data=FLIGHT)
    second = {**FLIGHT, "arrival-number": "JT 18"}
    refused = client.post(f"/me/{token}/travel/arrival", data=second)
    assert refused.status_code == 422
    assert "JT 18" in refused.text
    assert journeys()[0].number == "GA 402"
    client.post(f"/me/{token}/travel/arrival", data={**second, "arrival-revision": "1"})
    assert [(one.number, one.revision) for one in journeys()] == [("JT 18", 2)]


def test_a_journey_is_crossed_out(client, andi):
    token = token_for(andi)
    client.post(f"/me/{token}/travel/arrival", data=FLIGHT)
    client.post(f"/me/{token}/travel/arrival", data={"step": "cross_out"})
    assert journeys() == []


def test_a_wrong_date_does_not_hide_what_a_colleague_wrote_meanwhile(client, andi):
    token = token_for(andi)
    client.post(f"/me/{token}/travel/arrival", data=FLIGHT)
    mine = {**FLIGHT, "arrival-number": "JT 18", "arrival-revision": "1"}
    client.post(f"/me/{token}/travel/arrival", data={**mine, "arrival-number": "QZ 7"})
    slip = client.post(f"/me/{token}/travel/arrival", data={**mine, "arrival-at": "2023-09-03T10:00"})
    assert slip.status_code == 422
    assert client.post(f"/me/{token}/travel/arrival", data=mine).status_code == 422
    assert [one.number for one in journeys()] == ["QZ 7"]


def test_only_the_journey_that_was_shown_is_crossed_out(client, andi):
    token = token_for(andi)
    client.post(f"/me/{token}/travel/arrival", data=FLIGHT)
    client.post(f"/me/{token}/travel/arrival", data={**FLIGHT, "arrival-revision": "1"})
    gone = {"step": "cross_out", "arrival-revision": "1"}
    assert client.post(f"/me/{token}/travel/arrival", data=gone).status_code == 422
    assert len(journeys()) == 1
    assert (
        client.post(f"/me/{token}/travel/arrival", data={**gone, "arrival-revision": "2"}).status_code == 303
    )
    assert journeys() == []


def test_the_office_writes_for_its_own_people_only(client, cast, andi):
    other = cast.participant(BAIQ, office="bali")
    token = office_token(cast.delegation(cast.event, cast.office("kaltim")))
    page = client.get(f"/delegation/{token}/travel").text
    assert andi.name in page
    assert other.name not in page
    assert client.post(f"/delegation/{token}/travel/{andi.id}/arrival", data=FLIGHT).status_code == 303
    assert client.post(f"/delegation/{token}/travel/{other.id}/arrival", data=FLIGHT).status_code == 404
    assert [one.participant_id for one in journeys()] == [andi.id]


def test_the_committee_writes_for_everybody_of_its_event(client, cast, andi):
    sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/{cast.event.slug}/participants/{andi.id}/travel"
    assert client.post(f"{address}/arrival", data=FLIGHT).status_code == 303
    stranger = cast.participant(FITRI, event=cast.make_event("lain"))
    away = f"/events/{cast.event.slug}/participants/{stranger.id}/travel/arrival"
    assert client.post(away, data=FLIGHT).status_code == 404
    assert {one.direction for one in journeys()} == {Direction.ARRIVAL}


def test_what_a_merged_row_told_is_seen_changed_and_crossed_out(client, andi, cast):
    duplicate = cast.participant("Andi T.")
    client.post(f"/me/{token_for(duplicate)}/travel/arrival", data=FLIGHT)
    with transaction():
        merge_people(duplicate, andi, reason="Orang yang sama", by=COMMAND_LINE)
    token = token_for(andi)
    assert "GA 402" in client.get(f"/me/{token}/travel").text
    assert "14.30" in client.get(f"/delegation/{office_token(andi.delegation)}/travel").text
    unseen = {**FLIGHT, "arrival-number": "QZ 7"}
    assert client.post(f"/me/{token}/travel/arrival", data=unseen).status_code == 422
    seen = {**FLIGHT, "arrival-number": "JT 18", "arrival-revision": "1"}
    assert client.post(f"/me/{token}/travel/arrival", data=seen).status_code == 303
    assert [(one.number, one.participant_id) for one in journeys()] == [("JT 18", duplicate.id)]
    gone = {"step": "cross_out", "arrival-revision": "2"}
    assert client.post(f"/me/{token}/travel/arrival", data=gone).status_code == 303
    assert journeys() == []


def test_crossing_out_lets_no_other_row_of_the_person_count(client, andi, cast):
    duplicate = cast.participant("Andi T.")
    for person, number in ((andi, "GA 402"), (duplicate, "QZ 7")):
        flight = {**FLIGHT, "arrival-number": number}
        client.post(f"/me/{token_for(person)}/travel/arrival", data=flight)
    with transaction():
        merge_people(duplicate, andi, reason="Orang yang sama", by=COMMAND_LINE)
    token = token_for(andi)
    assert "QZ 7" not in client.get(f"/me/{token}/travel").text
    client.post(f"/me/{token}/travel/arrival", data={"step": "cross_out", "arrival-revision": "1"})
    assert journeys() == []


def test_a_merged_row_leaves_the_page_of_the_office(client, andi, cast):
    duplicate = cast.participant(FITRI)
    with transaction():
        merge_people(duplicate, andi, reason="Orang yang sama", by=COMMAND_LINE)
    token = office_token(cast.delegation(cast.event, cast.office("kaltim")))
    page = client.get(f"/delegation/{token}/travel")
    assert andi.name in page.text
    assert duplicate.name not in page.text
    assert client.get(f"/delegation/{token}/travel/{duplicate.id}").status_code == 404
