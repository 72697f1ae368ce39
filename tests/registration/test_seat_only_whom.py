"""Seating touches nobody it was not asked about, and leaves the seats of whom an office has proposed."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.offices.models import OfficeKind
from app.participants.models import Participant, Seat
from app.participants.person_entry import PersonEntry
from app.participants.seats import free_seat, seat_people, take_seat
from app.registration.nominate import nominate, withdraw_nomination
from app.registration.plan_seats import plan_seats
from tests.cast import BAIQ, Cast, sign_in
from tests.participants.sheets import person
from tests.participants.test_register_roster import everybody, register
from tests.registration.plans import holds, seats_for, sits_on

UCU = person("Ucu Uji", unit="Kanwil Bali")


@pytest.fixture
def seat(cast: Cast) -> Seat:
    """One seat of the staff of an office."""
    (seat,) = seats_for(cast, cast.office("bali"), [], staff=1)
    return seat


@pytest.fixture
def zeth(cast: Cast, seat: Seat) -> Participant:
    """Somebody whose seat was freed by hand."""
    zeth = cast.participant("Zeth Uji", office="bali")
    with transaction():
        take_seat(zeth, seat, by=COMMAND_LINE)
    with transaction():
        free_seat(zeth, by=COMMAND_LINE)
    return zeth


def seated(cast: Cast) -> int:
    with transaction():
        return seat_people(cast.event, by=COMMAND_LINE)


def proposed(seat: Seat):
    with transaction():
        entry = PersonEntry(name="Citra Uji")
        return nominate(seat.delegation, entry, key="key-of-citra-uji-1", by=COMMAND_LINE, seat=seat)


def named(name: str) -> Participant:
    return next(one for one in everybody() if one.name == name)


def test_a_sheet_seats_nobody_whose_seat_was_freed_by_hand(cast: Cast, zeth: Participant) -> None:
    register(cast.event, person("Lie Uji", unit="PT Uji"))
    assert sits_on(zeth) is None
    register(cast.event, person("Zeth Uji", unit="Kanwil Bali", email="zeth@contoh.example"))
    assert (named("Zeth Uji").email, sits_on(zeth)) == ("zeth@contoh.example", None)


def test_a_sheet_seats_whom_it_adds(cast: Cast, seat: Seat, zeth: Participant) -> None:
    register(cast.event, UCU)
    assert (sits_on(named("Ucu Uji")), sits_on(zeth)) == (seat.id, None)


def test_a_sheet_seats_whom_it_moves_to_another_post(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("bali"), [cast.head])
    register(cast.event, UCU)
    register(cast.event, person("Ucu Uji", unit="Kanwil Bali", post=cast.head.name))
    assert sits_on(named("Ucu Uji")) == seat.id


def test_the_seat_of_whom_an_office_has_proposed_is_left_to_them(cast: Cast, seat: Seat) -> None:
    drafted = proposed(seat)
    register(cast.event, UCU)
    assert (sits_on(named("Ucu Uji")), seated(cast)) == (None, 0)
    with transaction():
        withdraw_nomination(drafted, by=COMMAND_LINE)
    assert seated(cast) == 1


def test_the_button_seats_everybody_and_the_page_says_so(
    client: FlaskClient, cast: Cast, seat: Seat, zeth: Participant
) -> None:
    sign_in(client, cast.user(Role.COMMITTEE))
    board = f"/events/{cast.event.slug}/delegations"
    assert "juga yang kursinya pernah dikosongkan" in client.get(board).text
    client.post(f"{board}/seating")
    assert sits_on(zeth) == seat.id


def test_making_the_seats_fills_the_new_ones_only(app: Flask, cast: Cast, zeth: Participant) -> None:
    head = holds(cast.participant(BAIQ, office="bali"), cast.head)
    with transaction():
        plan_seats(cast.event, OfficeKind.REGIONAL, places={cast.head.id: 1, None: 1}, by=COMMAND_LINE)
    command = ["registration", "make-seats", "--event", cast.event.slug, "--json"]
    told = json.loads(app.test_cli_runner().invoke(args=command).output)
    assert told == {"offices": 1, "added": 1, "removed": 0, "unremoved": [], "seated": 1}
    db.session.expire_all()
    assert sits_on(head) is not None
    assert sits_on(zeth) is None
