"""What a form of the desk may be sent, by mistake or on purpose, and what stays as it was."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.agenda.models import Session
from app.audit.record import Machine
from app.checkin.models import Attendance, Scan, WalkIn
from app.checkin.walk_in import NoPlaceLeft, WalkInEntry, take_in
from app.db import db, transaction
from app.events.models import Event
from app.lib.refusals import Refused
from app.participants.models import Participant, ParticipantRole, Pass, Seat
from app.participants.person_entry import PersonEntry
from app.registration.models import Quota
from tests.cast import Cast
from tests.checkin.conftest import new_key
from tests.checkin.test_desk import address, desk, rows_of
from tests.checkin.test_desk import take_in as send

__all__ = ["desk"]
DESKS = 8
NIP = "197301011998031001"


def at_once(app: Flask, event_id: int, session_id: int, entries: list[WalkInEntry]) -> list[str]:
    """Let several desks send their forms at the same moment; each answers a name, or what refused it."""
    barrier = Barrier(len(entries))
    db.session.remove()

    def send_one(entry: WalkInEntry) -> str:
        with app.app_context():
            barrier.wait()
            event, session = db.session.get_one(Event, event_id), db.session.get_one(Session, session_id)
            try:
                with transaction():
                    by = Machine("user:1", "Dhea")
                    return take_in(event, entry, session=session, by=by).participant.name
            except Refused as refusal:
                return type(refusal).__name__

    with ThreadPoolExecutor(len(entries)) as pool:
        return list(pool.map(send_one, entries))


def entry(**changes: Any) -> WalkInEntry:
    person = PersonEntry(name="Ni Luh Sekarningrum", position_name="Analis")
    return replace(WalkInEntry(person=person, office="Kanwil Bali", key=new_key()), **changes)


@pytest.fixture
def open_session(cast: Cast) -> Session:
    """Return a plenary that is open, with an office that is known."""
    cast.office("bali")
    return cast.session("Pleno")


def test_one_form_sent_by_eight_threads_registers_once(app: Flask, cast: Cast, open_session: Session):
    same = entry()
    answers = at_once(app, cast.event.id, open_session.id, [same] * DESKS)
    assert set(answers) == {"Ni Luh Sekarningrum"}
    assert [rows_of(model) for model in (Participant, Pass, WalkIn, Scan, Attendance)] == [1, 1, 1, 1, 1]


def test_two_desks_with_the_same_nip_register_one_person(app: Flask, cast: Cast, open_session: Session):
    people = [PersonEntry(name=name, nip=NIP) for name in ("Made Satu", "Made Dua")]
    answers = at_once(app, cast.event.id, open_session.id, [entry(person=person) for person in people])
    assert "NipTaken" in answers
    assert rows_of(Participant) == 1


def test_two_desks_with_the_same_name_are_asked(app: Flask, cast: Cast, open_session: Session):
    answers = at_once(app, cast.event.id, open_session.id, [entry(), entry()])
    assert sorted(answers) == ["Ni Luh Sekarningrum", "SameNameThere"]


def test_the_last_seat_is_taken_by_one(app: Flask, cast: Cast, open_session: Session):
    bali = cast.delegation(cast.event, cast.office("bali"))
    seat = Seat(event_id=cast.event.id, delegation_id=bali.id, position_id=None, code="staff-1")
    with transaction() as session:
        session.add(seat)
    people = [PersonEntry(name=f"Made {word}") for word in ("Satu", "Dua", "Tiga")]
    entries = [entry(person=person, seat_id=seat.id) for person in people]
    answers = at_once(app, cast.event.id, open_session.id, entries)
    assert answers.count("NoSuchSeat") == 2
    assert rows_of(Participant) == 1


def test_eight_desks_do_not_overbook_a_role(app: Flask, cast: Cast, open_session: Session):
    with transaction() as session:
        session.add(Quota(event_id=cast.event.id, role=ParticipantRole.MEDIA, places=3))
    people = [PersonEntry(name=f"Made {word}", role=ParticipantRole.MEDIA) for word in "abcdefgh"]
    answers = at_once(app, cast.event.id, open_session.id, [entry(person=person) for person in people])
    assert answers.count(NoPlaceLeft.__name__) == DESKS - 3
    assert rows_of(Participant) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "<script>alert(1)</script>", "office": "<b>x</b>"},
        {"role": "emperor"},
        {"seat": "99999999"},
        {"seat": "x"},
        {"key": "k" * 500},
        {"nip": "12"},
        {"phone": "abc"},
        {"name": "漢字"},
    ],
    ids=str,
)
def test_nonsense_is_told_and_registers_nobody(desk: FlaskClient, cast: Cast, changes: dict[str, Any]):
    answer = send(desk, cast, **changes)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.get_data(as_text=True)
    assert rows_of(Participant) == 0


@pytest.mark.parametrize(
    "typed", ["%%%", "___", "'; DROP TABLE participant; --", "a" * 5000, "٣٣٣", "\\\\\\"]
)
def test_whatever_is_searched_for_the_desk_answers(desk: FlaskClient, cast: Cast, typed: str):
    cast.participant()
    page = desk.get(address(cast), query_string={"q": typed})
    assert page.status_code == 200
    assert "Makkulau" not in page.get_data(as_text=True)


def test_a_person_of_another_event_is_not_there(desk: FlaskClient, cast: Cast):
    stranger = cast.participant("Orang Lain", event=cast.make_event("acara-lain"))
    for rest in ("arrival", "badge", "removal"):
        assert desk.post(address(cast, f"/people/{stranger.id}/{rest}")).status_code == 404
    assert desk.get(address(cast), query_string={"person": stranger.id}).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 0
