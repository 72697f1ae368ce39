"""Eight desks at once: one person, one number, one seat."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from app.audit.record import COMMAND_LINE
from app.db import db
from app.events.models import Event
from app.offices.models import Office
from app.participants.edit_person import ChangedMeanwhile, edit_person, revision_of, shown_of
from app.participants.models import Delegation, Participant, Pass, Seat
from app.participants.person_entry import PersonEntry, entry_of
from app.participants.register_person import NipTaken, SameNameThere, register_person
from app.participants.seats import SeatTaken
from tests.cast import Cast
from tests.participants.test_races import at_once, count

AT_ONCE = 8
NIP = "198609262015051001"


def registering(
    cast: Cast, *, nip: str | None = None, seat_id: int | None = None, namesakes: bool = True
) -> Callable[[], int]:
    event_id, office_id = cast.event.id, cast.office("kaltim").id

    def register() -> int:
        event, office = db.session.get_one(Event, event_id), db.session.get_one(Office, office_id)
        seat = db.session.get(Seat, seat_id) if seat_id else None
        entry = PersonEntry(name="Andi Tenrisangka", nip=nip)
        person = register_person(
            event, entry, office=office, seat=seat, namesake_allowed=namesakes, by=COMMAND_LINE
        )
        return person.id

    return register


def test_eight_who_register_one_nip_register_one_person(app: Flask, cast: Cast) -> None:
    outcomes = at_once(app, registering(cast, nip=NIP), threads=AT_ONCE)
    assert sum(isinstance(one, int) for one in outcomes) == 1
    refused = [one for one in outcomes if isinstance(one, NipTaken)]
    assert len(refused) == AT_ONCE - 1
    assert all("belongs to Andi Tenrisangka" in str(one) for one in refused)
    assert (count(Participant), count(Pass), count(Delegation)) == (1, 1, 1)


def test_eight_namesakes_are_eight_people_with_a_pass_each(app: Flask, cast: Cast) -> None:
    outcomes = at_once(app, registering(cast), threads=AT_ONCE)
    assert len({one for one in outcomes if isinstance(one, int)}) == AT_ONCE
    assert (count(Participant), count(Pass), count(Delegation)) == (AT_ONCE, AT_ONCE, 1)


def test_a_button_pressed_eight_times_registers_one_person(app: Flask, cast: Cast) -> None:
    outcomes = at_once(app, registering(cast, namesakes=False), threads=AT_ONCE)
    assert sum(isinstance(one, SameNameThere) for one in outcomes) == AT_ONCE - 1
    assert (count(Participant), count(Pass)) == (1, 1)


def test_eight_for_one_seat_seat_one(app: Flask, cast: Cast) -> None:
    home = cast.delegation(cast.event, cast.office("kaltim"))
    seat = Seat(event_id=cast.event.id, delegation_id=home.id, code="staff-1")
    db.session.add(seat)
    db.session.commit()
    outcomes = at_once(app, registering(cast, seat_id=seat.id), threads=AT_ONCE)
    assert sum(isinstance(one, SeatTaken) for one in outcomes) == AT_ONCE - 1
    assert db.session.scalar(select(func.count()).where(Participant.seat_id == seat.id)) == 1


def test_of_eight_who_edit_what_they_saw_one_writes(app: Flask, cast: Cast) -> None:
    person = cast.participant()
    person_id, seen = person.id, revision_of(shown_of(person))
    written = PersonEntry(**(vars(entry_of(person)) | {"rank": "III/d", "phone": "081200000001"}))

    def edit() -> int:
        return len(
            edit_person(db.session.get_one(Participant, person_id), written, revision=seen, by=COMMAND_LINE)
        )

    outcomes = at_once(app, edit, threads=AT_ONCE)
    assert outcomes.count(2) == 1
    assert sum(isinstance(one, ChangedMeanwhile) for one in outcomes) == AT_ONCE - 1
