"""Whoever waits or registers and is on the list by another way has one row, one place and one pass."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.links import token_of
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.models import Event
from app.messages.deliver import deliver_released
from app.offices.models import Office
from app.participants.merge import merge_people
from app.participants.models import Participant, ParticipantRole, Pass
from app.participants.person_entry import PersonEntry
from app.participants.register_person import register_person
from app.participants.withdraw import restore_participant, withdraw_participant
from app.registration.answer_individual import confirm_individual
from app.registration.links import registration_link
from app.registration.models import Nomination, Quota, State
from app.registration.register_oneself import register_oneself
from app.registration.substitute import substitute
from tests.cast import Cast
from tests.participants.sheets import person
from tests.participants.test_races import at_once
from tests.participants.test_register_roster import register as register_sheet
from tests.registration.test_waiting_list import quota_for, register, states

CITRA = {"name": "Citra Anggraini", "email": "citra@contoh.example"}
FORM = {**CITRA, "organisation": "Harian Uji", "key": "key-of-the-first-form"}
SHEET = person("Citra Anggraini, S.H.", unit="Harian Uji", role="Narasumber", email="Citra@Contoh.example")


@pytest.fixture
def quota(cast: Cast) -> Quota:
    """One place for the press, taken; Citra waits, and somebody behind her."""
    quota = quota_for(cast, 1)
    register(quota, 0)
    register(quota, 1, entry=CITRA)
    register(quota, 2)
    return quota


def people() -> list[str]:
    return list(db.session.scalars(select(Participant.name).order_by(Participant.id)))


def reporter() -> Participant:
    press = select(Participant).where(Participant.role == ParticipantRole.MEDIA)
    return db.session.scalars(press.order_by(Participant.id).limit(1)).one()


def leave(one: Participant) -> None:
    with transaction():
        withdraw_participant(one, reason="Sakit", by=COMMAND_LINE)


def come_instead(guest: Participant, **entry) -> Participant:
    with transaction():
        done = substitute(guest, PersonEntry(**entry), reason="Sakit", letter=None, by=COMMAND_LINE)
    return done.came


def test_who_waits_and_comes_as_a_substitute_leaves_the_queue_to_the_next(cast: Cast, quota: Quota, post):
    guest = cast.participant("Tamu Lama", role=ParticipantRole.GUEST)
    came = come_instead(guest, **CITRA, role=ParticipantRole.GUEST)
    assert states(cast) == ["confirmed", "confirmed", "waiting"]
    settled = db.session.scalars(select(Nomination).filter_by(name=CITRA["name"])).one()
    assert settled.participant_id == came.id
    leave(reporter())
    assert states(cast) == ["confirmed"] * 3
    assert people().count(CITRA["name"]) == 1
    deliver_released()
    assert [letter.to for letter in post.letters].count(CITRA["email"]) == 2  # that she waits, that she comes
    told = select(AuditEntry).where(AuditEntry.action == "registration.recognise")
    assert db.session.scalars(told).one().subject == came.reference


def test_who_waits_and_stands_in_a_sheet_has_one_row(cast: Cast, quota: Quota, post):
    register_sheet(cast.event, person("Citra Anggraini", unit="Kantor Berita Uji", role="Tamu"))
    assert states(cast) == ["confirmed", "confirmed", "waiting"]
    assert people().count(CITRA["name"]) == 1
    deliver_released()  # the sheet knows no address: whoever waits may be somebody else of that address
    assert [letter.to for letter in post.letters].count(CITRA["email"]) == 1


def test_who_waits_and_is_put_back_on_the_list_has_one_row(cast: Cast):
    quota = quota_for(cast, 2)
    citra = register(quota, 1, entry=CITRA).nomination.participant
    assert citra is not None
    leave(citra)
    register(quota, 0)
    register(quota, 3)
    register(quota, 1, entry=CITRA, key="key-of-the-second-form")
    assert states(cast)[-1] == "waiting"
    with transaction() as session:
        quota.places = 3
        session.add(quota)
        session.flush()
        restore_participant(citra, by=COMMAND_LINE)
    assert states(cast)[-1] == "confirmed"
    assert people().count(CITRA["name"]) == 1


def test_a_place_out_of_turn_makes_no_second_row(cast: Cast, quota: Quota):
    waiting = db.session.scalars(select(Nomination).filter_by(name=CITRA["name"])).one()
    guest = cast.participant("Citra Anggraini", role=ParticipantRole.GUEST)
    with transaction() as session:
        guest.email = CITRA["email"].upper()
        session.add(guest)
    with transaction():
        assert (
            confirm_individual(waiting, by=COMMAND_LINE).id == guest.id
        )  # a place of the press is not asked
    assert (waiting.state, people().count(CITRA["name"])) == (State.CONFIRMED, 1)


@pytest.mark.parametrize(
    "entry", [{"name": "Citra Anggraeni"}, {"name": "Citra", "email": "x@contoh.example"}]
)
def test_somebody_else_is_not_taken_for_who_waits(cast: Cast, quota: Quota, entry):
    come_instead(cast.participant("Tamu Lama", role=ParticipantRole.GUEST), **{**CITRA, **entry})
    assert states(cast) == ["confirmed", "waiting", "waiting"]


def test_who_registers_while_the_desk_adds_the_same_person_has_one_row(app: Flask, cast: Cast):
    quota_id, event_id, home_id = quota_for(cast, 0).id, cast.event.id, cast.office("bali").id
    turns = iter(range(2))

    def arrive() -> object:
        if next(turns):
            entry = PersonEntry(name=CITRA["name"], email=CITRA["email"], role=ParticipantRole.GUEST)
            event = db.session.get_one(Event, event_id)
            return register_person(event, entry, office=db.session.get_one(Office, home_id), by=COMMAND_LINE)
        quota, key = db.session.get_one(Quota, quota_id), "key-of-the-first-form"
        return register_oneself(
            quota,
            PersonEntry(name=CITRA["name"], email=CITRA["email"]),
            organisation="Harian Uji",
            key=key,
            by=COMMAND_LINE,
        )

    at_once(app, arrive, threads=2)
    assert people() == [CITRA["name"]]
    assert State.WAITING.value not in states(cast)


def address_for(cast: Cast, *, role: ParticipantRole = ParticipantRole.SPEAKER) -> str:
    quota = Quota(event_id=cast.event.id, role=role, places=9, contact="Ibu Dhea 0812 0000 0000")
    with transaction() as session:
        session.add(quota)
        session.flush()
        link = registration_link(quota, by=COMMAND_LINE)
    return f"/registration/{token_of(link)}"


def test_who_is_on_the_list_by_a_sheet_registers_nobody_more(client, cast: Cast, post):
    register_sheet(cast.event, SHEET)
    address = address_for(cast)
    for form in (FORM, {**FORM, "key": "key-of-a-second-form"}):
        assert client.post(address, data=form).location == f"{address}/known"
    page = client.get(f"{address}/known").text
    assert not [told for told in ("Citra", "citra@", "Harian Uji") if told in page]
    assert (people(), db.session.scalar(select(func.count(Pass.id)))) == (["Citra Anggraini"], 1)
    assert states(cast) == []
    deliver_released()
    (letter,) = post.letters  # one a day, however often the form is sent
    assert letter.to.lower() == CITRA["email"]
    assert "/me/" in letter.text


def test_a_stranger_with_the_name_and_the_office_gets_no_letter(client, cast: Cast, post):
    register_sheet(cast.event, SHEET)
    address = address_for(cast)
    answer = client.post(address, data={**FORM, "email": "orang.lain@contoh.example"})
    assert answer.location == f"{address}/known"
    deliver_released()
    assert [letter.to.lower() for letter in post.letters] == [CITRA["email"]]
    assert people() == ["Citra Anggraini"]


def test_the_letter_goes_to_the_address_the_committee_has_corrected(client, cast: Cast, post):
    address = address_for(cast)
    client.post(address, data=FORM)
    citra = db.session.scalars(select(Participant)).one()
    with transaction() as session:
        citra.email = "benar@contoh.example"
        session.add(citra)
    deliver_released()
    client.post(address, data={**FORM, "key": "key-of-a-second-form"})
    deliver_released()
    assert post.letters[-1].to == "benar@contoh.example"


def test_a_merged_row_means_whom_it_counts_as(client, cast: Cast):
    register_sheet(cast.event, SHEET)
    citra = db.session.scalars(select(Participant)).one()
    with transaction():
        merge_people(citra, cast.participant("C. Anggraini"), reason="Orang yang sama", by=COMMAND_LINE)
    assert client.post(address_for(cast), data=FORM).location.endswith("/known")
    leave(db.session.scalars(select(Participant).filter_by(name="C. Anggraini")).one())
    assert not client.post(address_for(cast, role=ParticipantRole.MEDIA), data=FORM).location.endswith(
        "/known"
    )
