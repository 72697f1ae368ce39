"""The board: each office in protocol order, how every seat is filled, and what is still empty."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.demo.load import load_bare
from app.demo.loader import EVENT_SLUG
from app.events.models import Event
from app.events.queries import event_by_slug
from app.offices.models import OfficeKind
from app.participants.models import Manner, Participant
from app.participants.read_roster import read_roster
from app.participants.register_roster import register_roster
from app.participants.withdraw import withdraw_participant
from app.registration.board import Owed, SeatState, Shown, board_of
from app.registration.letter_files import read_letter
from app.registration.letters import keep_letter
from tests.cast import ANDI, BAIQ, Cast, sign_in
from tests.pictures import made_once
from tests.reading import first
from tests.registration.letter_files import DATED, pdf
from tests.registration.plans import holds, seats_for, sits_on

SHEET = Path("tests/data/roster.xlsx")
MOST_STATEMENTS = 8


@pytest.fixture
def meeting(app: Flask) -> Event:
    """The 33 regional offices of the demonstration with their seats; the committee's sheet is registered."""
    made_once("the sheet is registered", register_the_sheet)
    return event_by_slug(EVENT_SLUG)


def register_the_sheet() -> None:
    with transaction():
        load_bare()
    there = event_by_slug(EVENT_SLUG)
    roster = read_roster(SHEET.read_bytes(), filename=SHEET.name, today=there.starts_on)
    with transaction():
        register_roster(there, roster, by=COMMAND_LINE, filename=SHEET.name, content=SHEET.read_bytes())


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect what is sent to the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> FlaskClient:
    """A browser of the committee."""
    return sign_in(client, cast.user(Role.COMMITTEE))


@pytest.fixture
def bali(cast: Cast) -> Participant:
    """The head of Bali, registered before Bali has a seat for its head and two for its staff."""
    person = holds(cast.participant(ANDI, office="bali"), cast.head)
    seats_for(cast, cast.office("bali"), [cast.head], staff=2)
    return person


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.data, "html.parser")


def test_the_sheet_fills_the_board_of_33_offices(meeting: Event) -> None:
    board = board_of(meeting)
    assert (board.kind, board.offices, board.complete) == (OfficeKind.REGIONAL, 33, 33)
    assert (board.seats, board.filled) == (231, 231)
    assert board.counts[SeatState.ACTING] == 3
    assert [post.short_name for post in board.posts] == [
        "Kakanwil",
        "Kadivyankumham",
        "Kabid Yankum",
        "Kasubbid KI",
    ]


def test_the_three_acting_heads_of_division_are_shown_where_they_act(meeting: Event) -> None:
    board = board_of(meeting)
    division = board.posts[1].id
    acting = [
        line.office
        for line in board.lines
        if [mark.state for mark in line.marks[division]] == [SeatState.ACTING]
    ]
    assert acting == ["Kanwil Jambi", "Kanwil Sulawesi Tenggara", "Kanwil Gorontalo"]


def test_offices_stand_in_protocol_order_never_by_the_alphabet(meeting: Event) -> None:
    offices = [line.office for line in board_of(meeting).lines]
    assert offices[:3] == ["Kanwil Aceh", "Kanwil Sumatera Utara", "Kanwil Sumatera Barat"]
    assert offices[-1] == "Kanwil Papua Barat"
    assert offices != sorted(offices)


def test_who_leaves_makes_the_delegation_incomplete(meeting: Event) -> None:
    person = db.session.scalars(
        db.select(Participant).where(Participant.seat_id.is_not(None)).order_by(Participant.id).limit(1)
    ).one()
    with transaction():
        withdraw_participant(person, reason="Sakit", by=COMMAND_LINE)
    board = board_of(meeting, shown=Shown(kind=OfficeKind.REGIONAL, owed=Owed.PEOPLE))
    assert (board.complete, board.offices) == (32, 33)
    assert [line.office for line in board.lines] == ["Kanwil Aceh"]


def test_a_zone_and_a_search_show_less_and_count_the_same(meeting: Event) -> None:
    eastern = board_of(meeting, shown=Shown(zone="Asia/Jayapura"))
    assert (len(eastern.lines), eastern.offices) == (4, 33)
    assert [line.office for line in board_of(meeting, shown=Shown(search="kaltim")).lines] == []
    samarinda = board_of(meeting, shown=Shown(search="SAMARINDA"))
    assert [line.office for line in samarinda.lines] == ["Kanwil Kalimantan Timur"]


def test_the_command_counts_the_seats(meeting: Event, app: Flask) -> None:
    command = ["registration", "seats", "--event", EVENT_SLUG, "--json"]
    told = json.loads(app.test_cli_runner().invoke(args=command).output)
    assert (told["seats"], told["filled"], told["complete"]) == (231, 231, told["offices"])
    assert told["delegations"][0] == {"office": "Kanwil Aceh", "seats": 7, "filled": 7}


def test_an_empty_seat_has_a_word_and_a_filled_one_is_read_out(
    desk: FlaskClient, cast: Cast, bali: Participant
) -> None:
    desk.post(f"/events/{cast.event.slug}/delegations/seating")
    board = page(desk, f"/events/{cast.event.slug}/delegations")
    (line,) = [row for row in board.select("tbody tr") if "Kanwil Bali" in row.text]
    assert [mark.text for mark in line.select(".seat.filled .visually-hidden")] == ["Terisi"]
    assert "0/2" in line.text
    assert "Belum lengkap" in line.text


def test_represented_is_an_open_diamond(desk: FlaskClient, cast: Cast, bali: Participant) -> None:
    with transaction():
        bali.manner = Manner.REPRESENTING
    desk.post(f"/events/{cast.event.slug}/delegations/seating")
    board = page(desk, f"/events/{cast.event.slug}/delegations")
    assert [mark.text for mark in board.select("tbody .seat")] == ["Diwakili"]


def test_the_board_asks_at_most_eight_questions(
    desk: FlaskClient, cast: Cast, bali: Participant, statements: list[str]
) -> None:
    address = f"/events/{cast.event.slug}/delegations"
    statements.clear()
    page(desk, address)
    assert len(statements) <= MOST_STATEMENTS


def test_an_office_sees_its_own_delegation_only(client: FlaskClient, cast: Cast, bali: Participant) -> None:
    seats_for(cast, cast.office("kaltim"), [], staff=1)
    operator = sign_in(client, cast.user(Role.OFFICE_OPERATOR, office=cast.office("kaltim")))
    board = page(operator, f"/events/{cast.event.slug}/delegations")
    rows = board.select("tbody tr:not(.zone)")
    assert [first(row, "th").text for row in rows] == ["Kanwil Kalimantan Timur"]
    assert operator.get(f"/events/{cast.event.slug}/delegations/{bali.delegation_id}").status_code == 404


def test_somebody_is_seated_freed_and_seated_again_by_hand(
    desk: FlaskClient, cast: Cast, bali: Participant
) -> None:
    home = f"/events/{cast.event.slug}/delegations/{bali.delegation_id}"
    seat = cast.delegation(cast.event, cast.office("bali")).seats[0]
    assert desk.post(f"{home}/seats/{seat.id}/person", data={"person": bali.id}).status_code == 303
    assert sits_on(bali) == seat.id
    assert desk.post(f"{home}/seats/{seat.id}/person/removal").status_code == 303
    assert sits_on(bali) is None


def test_a_seat_taken_meanwhile_is_told(desk: FlaskClient, cast: Cast, bali: Participant) -> None:
    home = f"/events/{cast.event.slug}/delegations/{bali.delegation_id}"
    seat = cast.delegation(cast.event, cast.office("bali")).seats[0]
    baiq = cast.participant(BAIQ, office="bali")
    desk.post(f"{home}/seats/{seat.id}/person", data={"person": bali.id})
    answer = desk.post(f"{home}/seats/{seat.id}/person", data={"person": baiq.id})
    assert answer.status_code == 409
    assert "sudah menempati kursi ini" in answer.text


def test_one_office_gets_a_seat_more_and_loses_it_again(
    desk: FlaskClient, cast: Cast, bali: Participant
) -> None:
    home = f"/events/{cast.event.slug}/delegations/{bali.delegation_id}"
    desk.post(f"{home}/seats", data={"post": ""})
    assert len(page(desk, home).select("#seats li")) == 4
    newest = page(desk, home).select("#seats li")[-1]["id"]
    desk.post(f"{home}/seats/{str(newest).removeprefix('seat-')}/removal")
    assert len(page(desk, home).select("#seats li")) == 3


def test_the_board_shows_those_without_a_letter(cast: Cast) -> None:
    sent, owes = cast.office("kaltim"), cast.office("bali")
    for office in (sent, owes):
        seats_for(cast, office, [cast.head])
    with transaction():
        keep_letter(
            cast.delegation(cast.event, sent),
            number="W.18-1",
            dated=DATED,
            filename="st.pdf",
            file=read_letter(pdf()),
            by=COMMAND_LINE,
        )
    shown = board_of(cast.event, shown=Shown(owed=Owed.LETTER))
    assert [line.office for line in shown.lines] == [owes.short_name]
