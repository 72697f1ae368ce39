"""Who registered and never took part is erased as others are: contacts, and the letters about the waiting."""

import pytest

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.deliver import deliver_released
from app.messages.models import Delivery, Message
from app.participants.models import Participant
from app.privacy.erase import AT_REQUEST, erase_person
from app.privacy.everything import everything_about
from app.privacy.retention import erase_all_due, plan
from app.registration.answer_individual import return_individual
from app.registration.models import Nomination, State
from app.registration.review_delegation import confirm_nomination
from app.registration.waiting_list import promote_waiting
from tests.cast import sign_in
from tests.registration.acts import draft, submit
from tests.registration.test_waiting_list import quota_for, register


@pytest.fixture
def waiting(cast, post):
    """Somebody who waits for a place, and has been told so."""
    quota = quota_for(cast, 0)
    nomination = register(quota, 0, entry={"phone": "081200000001"}).nomination
    deliver_released()
    return quota, nomination


def kept_of(nomination):
    fresh = db.session.get_one(Nomination, nomination.id, populate_existing=True)
    texts = db.session.scalars(db.select(Message.text)).all()
    return fresh.email, fresh.phone, [*texts, *db.session.scalars(db.select(Delivery.address))]


def contacts_due(event):
    return next(one.rows for one in plan(event) if one.kind == "contact")


def test_who_was_returned_goes_when_the_time_is_over(cast, waiting, clock):
    _, nomination = waiting
    with transaction():
        return_individual(nomination, reason="Tidak terdaftar", by=COMMAND_LINE)
    deliver_released()
    assert contacts_due(cast.event) == 3
    clock.pass_time(days=100)
    erase_all_due()
    email, phone, told = kept_of(nomination)
    assert (email, phone) == (None, None)
    assert not any(told)
    assert contacts_due(cast.event) == 0


def test_who_waited_and_then_came_loses_the_letters_of_the_waiting_too(cast, waiting):
    quota, nomination = waiting
    with transaction():
        db.session.merge(quota).places = 1
        promote_waiting(cast.event, quota.role, by=COMMAND_LINE)
    deliver_released()
    came = db.session.get_one(Nomination, nomination.id, populate_existing=True)
    assert came.state is State.CONFIRMED
    with transaction():
        person = db.session.get_one(Participant, came.participant_id)
        erase_person(person, reason=AT_REQUEST, by=COMMAND_LINE)
    email, phone, told = kept_of(nomination)
    assert (email, phone) == (None, None)
    assert not any(told)


def test_the_nip_of_who_was_proposed_and_never_came_goes_and_of_who_came_stays(cast, clock):
    delegation = cast.delegation(cast.event, cast.office("kaltim"))
    nips = "19870412 201012 1 001", "19900101 201503 2 002"
    never, came = (draft(delegation, key=f"key-of-the-form-{nip[:8]}", nip=nip) for nip in nips)
    submit(delegation)
    with transaction():
        confirm_nomination(came, by=COMMAND_LINE)
    clock.pass_time(days=100)
    erase_all_due()
    kept = [db.session.get_one(Nomination, one.id, populate_existing=True).nip for one in (never, came)]
    assert [bool(nip) for nip in kept] == [False, True]
    assert contacts_due(cast.event) == 0


def test_an_assignment_letter_is_told_kept_and_its_opening_written_down(cast, client, clock):
    person = cast.participant()
    step = submit(person.delegation)
    kept = {section.code: section.rows for section in everything_about(person)}
    assert kept["assignment_letters"][0][0] == "W.18-1"
    clock.pass_time(days=100)
    erase_all_due()
    board = f"/events/{cast.event.slug}/delegations/{person.delegation_id}/letters/{step.letter_id}"
    assert sign_in(client, cast.user(Role.COMMITTEE)).get(board).status_code == 200
    opened = db.select(AuditEntry).where(AuditEntry.action == "registration.open_letter")
    assert db.session.scalars(opened).one().actor_name == "Petugas committee"
