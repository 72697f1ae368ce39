"""What the row that stays lacks it takes over from the one merged into it, and taking apart gives it back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.edit_person import edit_person
from app.participants.merge import merge_people, unmerge
from app.participants.models import Manner, Participant, Seat
from app.participants.person_entry import PersonEntry, entry_of
from app.participants.register_person import NipTaken, register_person
from app.participants.seats import take_seat
from app.participants.withdraw import withdraw_participant
from tests.cast import BAIQ, FITRI, Cast, sign_in
from tests.reading import first

NIP, OTHER = "198504172010012004", "199002102015031001"
FULL = PersonEntry(
    name="Made Satu", nip=NIP, rank="Penata (III/c)", position_name="Plt. Kepala Kantor Wilayah",
    email="made@contoh.example", phone="081234567890",
)  # fmt: skip
BARE = PersonEntry(name="Made Satu")
KEPT = ("nip", "rank", "position_name", "position_id", "email", "phone", "sex")
SEATED = ("seat_id", "manner", "represents", "identity", "search_text", "state")
Two = tuple[Participant, Participant]
Change = Callable[[Participant], object]


@pytest.fixture
def head_seat(cast: Cast) -> Seat:
    home = cast.delegation(cast.event, cast.office("bali"))
    with transaction() as database:
        seat = Seat(event_id=cast.event.id, delegation_id=home.id, position_id=cast.head.id, code="head-1")
        database.add(seat)
    return seat


@pytest.fixture
def two(cast: Cast, head_seat: Seat) -> Two:
    """The row that stays knows nothing but the name; the other one all, and it sits."""
    home = cast.office("bali")
    with transaction():
        stays, goes = (
            register_person(cast.event, entry, office=home, by=COMMAND_LINE) for entry in (BARE, FULL)
        )
        take_seat(goes, head_seat, by=COMMAND_LINE)
    return stays, goes


def says(row: Participant) -> dict[str, object]:
    db.session.refresh(row)
    return {name: getattr(row, name) for name in KEPT + SEATED}


def merge(goes: Participant, stays: Participant) -> None:
    with transaction():
        merge_people(goes, stays, reason="Orang yang sama", by=COMMAND_LINE)


def take_apart(goes: Participant) -> None:
    with transaction():
        unmerge(goes, by=COMMAND_LINE)


def edited(person: Participant, **values: object) -> None:
    with transaction():
        db.session.refresh(person)
        edit_person(person, replace(entry_of(person), **values), by=COMMAND_LINE)  # type: ignore[arg-type]


def test_what_the_row_that_stays_lacks_it_has_afterwards(two: Two, head_seat: Seat) -> None:
    stays, goes = two
    before = says(goes)
    merge(goes, stays)
    now = says(stays)
    assert {name: now[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert (now["seat_id"], now["manner"], now["identity"]) == (head_seat.id, Manner.ACTING, NIP)


def test_taking_apart_restores_both_rows_as_they_were(two: Two) -> None:
    before = [says(row) for row in two]
    merge(two[1], two[0])
    take_apart(two[1])
    assert [says(row) for row in two] == before
    merge(two[1], two[0])
    take_apart(two[1])
    assert [says(row) for row in two] == before


def test_what_the_row_that_stays_has_of_its_own_is_kept(cast: Cast, two: Two, head_seat: Seat) -> None:
    stays, goes = two
    own = {"nip": OTHER, "rank": "Pembina", "position_name": "Analis", "phone": "081111111111"}
    edited(stays, **own)
    merge(goes, stays)
    now = says(stays)
    assert {name: now[name] for name in own} == own
    assert now["email"] == FULL.email


def test_what_was_changed_since_stays_with_the_person(two: Two) -> None:
    stays, goes = two
    merge(goes, stays)
    edited(stays, nip=OTHER, phone="081111111111", position_name="Analis Hukum")
    take_apart(goes)
    assert (says(stays)["nip"], says(stays)["phone"]) == (OTHER, "081111111111")
    assert (says(stays)["position_name"], says(stays)["email"]) == ("Analis Hukum", None)
    assert (says(goes)["nip"], says(goes)["phone"]) == (NIP, FULL.phone)


def test_a_number_and_a_seat_that_somebody_else_has_by_now_do_not_go_back(
    cast: Cast, two: Two, head_seat: Seat
) -> None:
    stays, goes = two
    merge(goes, stays)
    edited(stays, nip=None)
    fitri = cast.participant(FITRI, office="bali")
    edited(fitri, nip=NIP)
    with transaction():
        withdraw_participant(stays, reason="Sakit", by=COMMAND_LINE)
        take_seat(fitri, head_seat, by=COMMAND_LINE)
    take_apart(goes)
    assert (says(goes)["nip"], says(goes)["seat_id"]) == (None, None)
    assert (says(fitri)["nip"], says(fitri)["seat_id"]) == (NIP, head_seat.id)


def test_a_seat_of_another_office_is_not_taken_over(cast: Cast, two: Two) -> None:
    elsewhere = cast.participant(BAIQ, office="merek")
    merge(two[1], elsewhere)
    assert says(elsewhere)["seat_id"] is None
    assert says(elsewhere)["nip"] == NIP


def test_who_had_withdrawn_brings_contacts_and_no_seat(two: Two) -> None:
    stays, goes = two
    with transaction():
        withdraw_participant(goes, reason="Salah ketik", by=COMMAND_LINE)
    before = [says(row) for row in two]
    merge(goes, stays)
    assert (says(stays)["phone"], says(stays)["seat_id"]) == (FULL.phone, None)
    take_apart(goes)
    assert [says(row) for row in two] == before


def test_the_trail_says_what_was_taken_over_and_no_contact(two: Two) -> None:
    merge(two[1], two[0])
    entry = select(AuditEntry).where(AuditEntry.action == "participants.merge")
    told = db.session.scalars(entry).one().details["taken_over"]
    assert (told["nip"], told["phone"]) == ([None, NIP], [False, True])
    assert "0812345" not in str(told)


def test_a_number_that_a_merged_row_kept_is_refused_with_a_way_out(cast: Cast, two: Two) -> None:
    stays, goes = two
    edited(stays, nip=OTHER)
    merge(goes, stays)
    with pytest.raises(NipTaken) as refusal:
        edited(stays, nip=NIP)
    (problem,) = refusal.value.problems
    assert problem.values["person"] == stays.display_name
    assert "the other way" in problem.msgid


def test_the_comparison_says_what_would_be_taken_over(client: FlaskClient, cast: Cast, two: Two) -> None:
    stays, goes = two
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/rakornis-uji/participants/{stays.id}/comparison/{goes.id}"
    page = BeautifulSoup(committee.get(address).data, "lxml")
    labels = [label.get_text(" ") for label in page.select("label.choice")]
    assert first(page, "input[name=stays]:checked")["value"] == str(goes.id)
    assert "NIP, Pangkat, Jabatan, Kursi delegasi, Surel, Telepon" in labels[0]
    assert "Mengambil dari baris yang lain" in labels[0]
    assert "Mengambil" not in labels[1]
