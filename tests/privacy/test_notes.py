"""What somebody wrote to the desk about the own name is erased with the contacts, and told before."""

import pytest

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.lib.personal_names import PersonalName
from app.participants.models import Participant
from app.privacy.erase import AT_REQUEST, erase_person
from app.privacy.everything import everything_about
from app.privacy.retention import erase_all_due, plan
from app.registration.correct_name import ask_for_correction
from app.registration.models import NameCorrection

NOTE = "Tulis ke andi.rumah@contoh.example atau 0812 5555 0101"


@pytest.fixture
def andi(cast):
    person = cast.participant()
    with transaction():
        ask_for_correction(person, PersonalName("Dr.", "Andi Baru", ""), note=NOTE, by=COMMAND_LINE)
    return person


def note():
    return db.session.scalars(db.select(NameCorrection.note)).one()


def told_of(person):
    return [value for one in everything_about(person) for row in one.rows for value in row]


def test_the_own_data_tell_the_note(andi):
    assert NOTE in told_of(andi)


def test_an_erasure_at_request_takes_the_note_and_leaves_the_name(andi):
    with transaction():
        erased = erase_person(andi, reason=AT_REQUEST, by=COMMAND_LINE)
        assert erased.rows["contact"] == 1
    assert note() == ""
    assert NOTE not in told_of(db.session.get_one(Participant, andi.id))
    assert db.session.scalars(db.select(NameCorrection.name)).one() == "Andi Baru"


def test_it_goes_by_date_also_when_nothing_else_is_left(cast, andi, clock):
    with transaction():
        andi = db.session.merge(andi)
        andi.email = andi.phone = andi.sex = None
    assert next(one.rows for one in plan(cast.event) if one.kind == "contact") == 1
    clock.pass_time(days=100)
    erase_all_due()
    assert note() == ""
