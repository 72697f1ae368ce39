"""The committee's lists: by the hour, counted without names, and every list that leaves the house is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.consents import Purpose, has_consent
from app.participants.merge import merge_people
from app.participants.models import Withdrawal
from app.services.paper.statements import Statement
from app.travel.models import Direction, Journey, Means, Needs
from app.travel.queries import catering, count_unknown, journeys, needs_list
from app.travel.tell_needs import NeedsTold, tell_needs, withdraw_needs
from app.travel.write_journey import JourneyEntry, write_journey
from tests.cast import BAIQ, FITRI, sign_in
from tests.conftest import NOW
from tests.reading import papers

NOON = datetime(2024, 9, 3, 4, 15, tzinfo=UTC)  # 12.15 WITA


@pytest.fixture
def people(cast, clock):
    people = [cast.participant(), cast.participant(BAIQ), cast.participant(FITRI, office="bali")]
    with transaction() as session:
        for minute, person in enumerate(people[:2]):
            session.add(
                Journey(
                    event_id=person.event_id,
                    participant_id=person.id,
                    direction=Direction.ARRIVAL,
                    at=NOON.replace(minute=15 + minute),
                    means=Means.FLIGHT,
                    number="=GA(402)",
                    changed_at=clock.now(),
                    changed_by="x",
                )
            )
            told = {"diets": ["no_nuts"], "assistance": ["wheelchair"], "note": "Alergi berat"}
            who = {"event_id": person.event_id, "participant_id": person.id}
            session.add(Needs(**who, **told, changed_at=clock.now()))
    return people


@pytest.fixture
def address(cast):
    return f"/events/{cast.event.slug}/travel"


@pytest.fixture
def committee(client, cast, people):
    return sign_in(client, cast.user(Role.COMMITTEE))


def exports():
    return db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "travel.export")).all()


def test_arrivals_stand_under_their_hour_with_their_number(committee, address, people):
    page = committee.get(address).text
    assert "12.00 WITA · 2 orang" in page
    assert people[0].name in page
    assert "1 orang belum menyampaikan waktunya" in page


def test_catering_counts_and_names_nobody(committee, address, people):
    page = committee.get(f"{address}/catering").text
    assert "Tanpa kacang" in page
    assert all(person.name not in page for person in people)
    assert "Alergi berat" not in page


def test_looking_at_the_needs_is_written_down(committee, address, people):
    page = committee.get(f"{address}/needs").text
    assert people[0].name in page
    assert exports()[0].details == {"list": "needs", "people": 2, "form": "page"}


@pytest.mark.parametrize("which", ["arrival", "departure", "needs"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_every_list_that_is_taken_is_written_down(committee, address, which, form):
    assert committee.get(f"{address}/{which}.{form}").status_code == 200
    assert [(one.details["list"], one.details["form"]) for one in exports()] == [(which, form)]


@pytest.mark.any_database
def test_a_cell_never_becomes_a_formula(committee, address):
    text = committee.get(f"{address}/arrival.csv").data.decode("utf-8-sig")
    assert ";=GA" not in text
    assert "GA(402)" in text


def test_the_paper_names_the_list(committee, address):
    committee.get(f"{address}/arrival.pdf")
    assert papers(Statement)[-1].heading == "KEDATANGAN"


def test_the_desk_sees_arrivals_but_not_who_needs_what(client, cast, people, address):
    sign_in(client, cast.user(Role.REGISTRATION_DESK))
    assert client.get(address).status_code == 200
    for closed in ("needs", "needs.csv", "needs.pdf"):
        assert client.get(f"{address}/{closed}").status_code == 403


@pytest.mark.parametrize("role", [Role.GATE, Role.SECRETARY, Role.OFFICE_OPERATOR, Role.PARTICIPANT])
@pytest.mark.any_database
def test_others_see_no_journeys(client, cast, people, address, role):
    sign_in(client, cast.user(role, office=cast.office("kaltim")))
    assert client.get(address).status_code == 403


def test_who_withdrew_is_on_no_list(committee, address, people, cast):
    with transaction() as session:
        gone = {"reason": "Sakit", "withdrawn_at": NOON, "withdrawn_by": "x"}
        session.add(Withdrawal(participant_id=people[0].id, **gone))
    assert people[0].name not in committee.get(address).text


def test_what_a_merged_row_told_is_cooked_driven_and_withdrawn(cast):
    person, twin = cast.participant("Andi Makkulau"), cast.participant("Andi Makulau", office="bali")
    flight = JourneyEntry(at=NOW - timedelta(days=2), means=Means.FLIGHT, number="GA 402")
    with transaction():
        tell_needs(twin, NeedsTold(diets=("vegetarian",)), agreed_to="Setuju", by=COMMAND_LINE)
        write_journey(twin, Direction.ARRIVAL, flight, revision=0, by=COMMAND_LINE)
    with transaction():
        merge_people(twin, person, reason="satu orang", by=COMMAND_LINE)
    committee = cast.user(Role.COMMITTEE)
    assert catering(cast.event, actor=committee).diets == {"vegetarian": 1}
    assert len(journeys(cast.event, Direction.ARRIVAL, actor=committee)) == 1
    assert count_unknown(cast.event, Direction.ARRIVAL, actor=committee) == 0
    with transaction():
        write_journey(person, Direction.ARRIVAL, replace(flight, number="JT 18"), revision=1, by=COMMAND_LINE)
    assert told(cast, Direction.ARRIVAL) == [(person.name, "JT 18")]
    assert has_consent(person, Purpose.NEEDS)
    with transaction():
        withdraw_needs(person, by=COMMAND_LINE)
    assert not has_consent(person, Purpose.NEEDS)
    assert db.session.scalars(select(Needs)).all() == []


@pytest.fixture
def andi_twice(cast):
    """One person on three rows that are not merged yet, and somebody else who has said nothing."""
    cast.participant(FITRI, office="merek")
    return [cast.participant("Andi Makkulau")] + [
        cast.participant(name, office="bali") for name in ("Andi Makulau", "A. Makkulau")
    ]


def says(row, direction, number):
    flight = JourneyEntry(at=NOW - timedelta(days=2), means=Means.FLIGHT, number=number)
    write_journey(row, direction, flight, revision=0, by=COMMAND_LINE)


def merge_all(person, *twins):
    with transaction():
        for twin in twins:
            merge_people(twin, person, reason="satu orang", by=COMMAND_LINE)


def told(cast, direction):
    found = journeys(cast.event, direction, actor=cast.user(Role.COMMITTEE))
    return [(one.person.name, one.journey.number) for one in found]


def test_an_arrival_of_one_row_hides_no_departure_of_the_other(cast, andi_twice):
    person, twin, _ = andi_twice
    with transaction():
        says(person, Direction.ARRIVAL, "GA 1")
        says(twin, Direction.DEPARTURE, "GA 2")
    merge_all(person, twin)
    assert told(cast, Direction.ARRIVAL) == [(person.name, "GA 1")]
    assert told(cast, Direction.DEPARTURE) == [(person.name, "GA 2")]


def test_a_journey_of_a_merged_row_says_nothing_of_anybody_else(cast, andi_twice):
    person, twin, _ = andi_twice
    with transaction():
        says(twin, Direction.ARRIVAL, "GA 1")
    merge_all(person, twin)
    committee = cast.user(Role.COMMITTEE)
    unknown = [count_unknown(cast.event, way, actor=committee) for way in Direction]
    assert dict(zip(Direction, unknown, strict=True)) == {Direction.ARRIVAL: 2, Direction.DEPARTURE: 3}
    assert count_unknown(cast.make_event("rakornis-lain"), Direction.ARRIVAL, actor=committee) == 0


def test_two_merged_rows_that_both_told_are_one_person(cast, andi_twice):
    person, *twins = andi_twice
    with transaction():
        for place, twin in enumerate(twins):
            tell_needs(twin, NeedsTold(diets=("vegetarian",)), agreed_to="Setuju", by=COMMAND_LINE)
            says(twin, Direction.ARRIVAL, f"GA {place}")
    merge_all(person, *twins)
    committee = cast.user(Role.ADMINISTRATOR)
    assert told(cast, Direction.ARRIVAL) == [(person.name, "GA 0")]
    counted = catering(cast.event, actor=committee)
    assert (counted.diets, counted.with_needs, counted.taking_part) == ({"vegetarian": 1}, 1, 2)
    assert [one.person.id for one in needs_list(cast.event, actor=committee)] == [person.id]
