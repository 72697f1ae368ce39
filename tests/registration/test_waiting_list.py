"""Places and the queue: never one too many, nobody lost, and a freed place is given at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.record import COMMAND_LINE, Machine
from app.db import db, transaction
from app.messages.models import Message
from app.participants.models import Participant, ParticipantRole, Pass
from app.participants.person_entry import EntryRefused, PersonEntry
from app.participants.withdraw import withdraw_participant
from app.registration.models import Nomination, NominationStep, Quota, State
from app.registration.register_oneself import (
    OwnRegistration,
    RegistrationClosed,
    RegistrationIncomplete,
    register_oneself,
)
from app.registration.waiting_list import promote_waiting
from app.services.clock import HeldClock
from tests.cast import Cast

VISITOR = Machine("machine:visitor", "tautan")
AT_ONCE, PLACES = 20, 7


def quota_for(cast: Cast, places: int, **values) -> Quota:
    quota = Quota(event_id=cast.event.id, role=ParticipantRole.MEDIA, places=places, **values)
    with transaction() as session:
        session.add(quota)
    return quota


def register(quota: Quota, number: int, **values) -> OwnRegistration:
    entry = {"name": f"Wartawan Uji {chr(65 + number)}", "email": f"wartawan{number}@contoh.example"}
    person = PersonEntry(**(entry | values.pop("entry", {})))
    options = {"organisation": "Kantor Berita Uji", "key": f"key-of-the-form-{number:04}", **values}
    with transaction():
        done = register_oneself(quota, person, by=VISITOR, **options)
    assert done is not None, "somebody known already"
    return done


def states(cast: Cast) -> list[str]:
    rows = db.session.scalars(select(Nomination).order_by(Nomination.id))
    return [nomination.state.value for nomination in rows]


def mails() -> list[str]:
    return [
        message.key.partition(":")[0] for message in db.session.scalars(select(Message).order_by(Message.id))
    ]


def test_who_finds_room_has_a_pass_at_once(cast: Cast):
    standing = register(quota_for(cast, 1), 0)
    person = db.session.get_one(Participant, standing.nomination.participant_id)
    assert standing.nomination.state is State.CONFIRMED
    assert person.role is ParticipantRole.MEDIA
    assert person.office.name == "Kantor Berita Uji"
    assert [issued.is_valid for issued in person.passes] == [True]
    assert mails() == ["registration.confirmed"]


def test_who_finds_none_waits_and_knows_the_place(cast: Cast):
    quota = quota_for(cast, 1)
    assert [register(quota, number).place for number in range(3)] == [None, 1, 2]
    assert mails() == ["registration.confirmed", "registration.waiting", "registration.waiting"]


def test_a_withdrawal_gives_the_place_to_the_first_who_waits(cast: Cast):
    quota = quota_for(cast, 1)
    first, second, third = (register(quota, number).nomination for number in range(3))
    assert first.participant is not None
    with transaction():
        withdraw_participant(first.participant, reason="Sakit", by=COMMAND_LINE)
    assert (second.state, third.state) == (State.CONFIRMED, State.WAITING)
    assert mails().count("registration.confirmed") == 2


def test_a_raised_quota_gives_its_places_in_order(cast: Cast):
    quota = quota_for(cast, 0)
    waiting = [register(quota, number).nomination for number in range(3)]
    with transaction() as session:
        quota.places = 2
        session.add(quota)
        session.flush()
        promote_waiting(cast.event, quota.role, by=COMMAND_LINE)
    assert [each.state for each in waiting] == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


def test_every_step_says_who_and_when(cast: Cast):
    nomination = register(quota_for(cast, 1), 0).nomination
    steps = db.session.scalars(select(NominationStep).filter_by(nomination_id=nomination.id)).all()
    assert [(step.state, step.by_name) for step in steps] == [
        (State.WAITING, "tautan"),
        (State.CONFIRMED, "tautan"),
    ]


def test_a_form_sent_twice_registers_once(cast: Cast):
    quota = quota_for(cast, 5)
    assert register(quota, 0).nomination.id == register(quota, 0).nomination.id
    with pytest.raises(AssertionError, match="known already"):
        register(quota, 0, key="another-form-0001")
    assert states(cast) == ["confirmed"]


def test_after_the_closing_time_nobody_is_taken(cast: Cast, clock: HeldClock):
    quota = quota_for(cast, 5, closes_at=clock.now() + timedelta(minutes=1))
    register(quota, 0)
    clock.pass_time(minutes=1)
    with pytest.raises(RegistrationClosed):
        register(quota, 1)
    assert register(quota, 0).nomination.state is State.CONFIRMED  # who was in time sees how it stands


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"organisation": " "}, RegistrationIncomplete),
        ({"entry": {"email": ""}}, RegistrationIncomplete),
        ({"entry": {"name": "…"}}, EntryRefused),
        ({"entry": {"name": "王小明"}}, EntryRefused),
    ],
)
@pytest.mark.any_database
def test_what_cannot_be_printed_or_reached_is_refused(cast: Cast, values, refusal):
    with pytest.raises(refusal):
        register(quota_for(cast, 5), 0, **values)


def test_twenty_at_once_get_exactly_the_places_there_are(app: Flask, cast: Cast):
    quota_id = quota_for(cast, PLACES).id
    barrier = Barrier(AT_ONCE)
    db.session.remove()

    def arrive(number: int) -> None:
        with app.app_context():
            quota = db.session.get_one(Quota, quota_id)
            barrier.wait()
            register(quota, number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(arrive, range(AT_ONCE)))
    assert sorted(states(cast)) == ["confirmed"] * PLACES + ["waiting"] * (AT_ONCE - PLACES)
    counted = (db.session.scalar(select(func.count(model.id))) for model in (Participant, Pass))
    assert list(counted) == [PLACES, PLACES]


def test_places_freed_at_once_are_given_once(app: Flask, cast: Cast):
    quota = quota_for(cast, 5)
    ids = [register(quota, number).nomination.participant_id for number in range(AT_ONCE)][:5]
    barrier = Barrier(5)
    db.session.remove()

    def leave(person_id: int) -> None:
        with app.app_context():
            person = db.session.get_one(Participant, person_id)
            barrier.wait()
            with transaction():
                withdraw_participant(person, reason="Sakit", by=COMMAND_LINE)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(leave, ids))
    assert sorted(states(cast)) == ["confirmed"] * 10 + ["waiting"] * 10
