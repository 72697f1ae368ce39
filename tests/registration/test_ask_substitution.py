"""An office asks that somebody comes instead of one of its people; the committee accepts or says why not."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.lib.refusals import Refused
from app.messages.deliver import deliver_released
from app.participants.models import Participant
from app.participants.passes import valid_pass
from app.participants.person_entry import EntryRefused, PersonEntry
from app.participants.queries import participant_of
from app.participants.seats import take_seat
from app.participants.withdraw import withdraw_participant
from app.privacy.retention import erase_all_due
from app.registration.answer_substitution import accept_request, return_request
from app.registration.ask_substitution import (
    AskedAlready,
    MeetingOver,
    NumberElsewhere,
    PersonGone,
    ask_for_substitute,
    take_request_back,
)
from app.registration.delegation_history import told_of
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import State, Substitution
from app.registration.queries import waiting_for_the_committee
from app.registration.refusals import ReasonMissing
from app.registration.requests_of_offices import AnsweredMeanwhile
from app.registration.substitute import substitute
from app.registration.who_comes import SubstitutesItself
from app.reports.readiness import readiness_of
from tests.cast import ANDI, BAIQ, Cast
from tests.participants.test_races import at_once
from tests.registration.acts import KEY, OPERATOR, SECOND
from tests.registration.plans import holds, seats_for

SICK = "Sakit, surat dokter menyusul"
NIP = "197909172003121002"
BAIQS_NIP = "198504172010012004"
NEW = PersonEntry(name="Ngurah Widyatmika", back_titles="S.H.", email="ngurah@contoh.example")


def head_of_bali(cast: Cast) -> Participant:
    """The head of Bali, in the seat of the head; the office has an address."""
    person = holds(cast.participant(ANDI, office="bali", nip=NIP), cast.head)
    (seat,) = seats_for(cast, cast.office("bali"), [cast.head])
    with transaction():
        take_seat(person, seat, by=COMMAND_LINE)
        person.office.email = "bali@contoh.example"
    return person


@pytest.fixture
def andi(cast: Cast) -> Participant:
    return head_of_bali(cast)


def ask(left: Participant, entry: PersonEntry = NEW, **changes: Any) -> SubstitutionRequest:
    values = {"reason": SICK, "letter": None, "key": KEY, "by": OPERATOR} | changes
    with transaction():
        return ask_for_substitute(left, entry, **values)


def accept(asked: SubstitutionRequest) -> Substitution:
    with transaction():
        return accept_request(asked, by=COMMAND_LINE)


def send_back(asked: SubstitutionRequest, reason: str = "Surat tugas belum ada") -> None:
    with transaction():
        return_request(asked, reason=reason, by=COMMAND_LINE)


def requests() -> list[SubstitutionRequest]:
    return list(db.session.scalars(select(SubstitutionRequest).order_by(SubstitutionRequest.id)))


def fresh(cast: Cast, participant_id: int) -> Participant:
    db.session.expire_all()
    return participant_of(cast.event, participant_id)


def test_nothing_changes_before_the_committee_answers(cast: Cast, andi: Participant) -> None:
    assert ask(andi).state is State.SUBMITTED
    assert valid_pass(fresh(cast, andi.id)) is not None
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 1


def test_accepting_voids_the_old_pass_and_the_new_one_admits(cast: Cast, andi: Participant) -> None:
    seat = andi.seat_id
    came = fresh(cast, accept(ask(andi)).came_id)
    assert (came.seat_id, came.name, came.role) == (seat, NEW.name, andi.role)
    assert valid_pass(came) is not None
    assert valid_pass(fresh(cast, andi.id)) is None


def test_what_was_asked_and_answered_stands_in_the_history(andi: Participant) -> None:
    send_back(ask(andi))
    accept(ask(andi, key="second-form-of-it"))
    told = [each.what for each in told_of(andi.delegation)]
    assert "Substituted:" in told
    assert told.count("The office asks for a substitution:") == 2
    assert "The request was returned:" in told


def test_contacts_leave_the_request_once_somebody_comes(cast: Cast, andi: Participant) -> None:
    asked = ask(andi)
    came = fresh(cast, accept(asked).came_id)
    assert (came.email, requests()[0].email) == (NEW.email, None)


def test_asking_again_forgets_the_contacts_of_what_came_back(andi: Participant) -> None:
    send_back(ask(andi))
    ask(andi, key="second-form-of-it")
    assert [one.email for one in requests()] == [None, NEW.email]


def test_contacts_of_what_nobody_answered_go_by_date(clock, andi: Participant) -> None:
    ask(andi)
    clock.pass_time(days=120)
    erase_all_due()
    db.session.expire_all()
    assert requests()[0].email is None


def test_a_second_press_is_the_same_request(andi: Participant) -> None:
    assert ask(andi).id == ask(andi).id
    assert len(requests()) == 1


def test_a_second_operator_is_told_what_was_asked(andi: Participant) -> None:
    ask(andi)
    with pytest.raises(AskedAlready, match="Ngurah Widyatmika"):
        ask(andi, PersonEntry(name="Orang Lain"), key="form-of-another-one", by=SECOND)


def test_of_operators_who_ask_at_once_one_wins(app: Flask, andi: Participant) -> None:
    number, keys = andi.id, iter(f"a-form-of-operator-{n}" for n in range(4))

    def do() -> int:
        left = db.session.get_one(Participant, number)
        return ask_for_substitute(left, NEW, reason=SICK, letter=None, key=next(keys), by=OPERATOR).id

    outcomes = at_once(app, do)
    assert [type(one) for one in outcomes if isinstance(one, Refused)] == [AskedAlready] * 3
    assert len(requests()) == 1


def test_of_committee_members_who_accept_at_once_one_wins(app: Flask, andi: Participant) -> None:
    asked_id = ask(andi).id

    def do() -> int:
        return accept_request(db.session.get_one(SubstitutionRequest, asked_id), by=COMMAND_LINE).id

    outcomes = at_once(app, do)
    assert [type(one) for one in outcomes if isinstance(one, Refused)] == [AnsweredMeanwhile] * 3
    assert db.session.scalar(select(func.count()).select_from(Substitution)) == 1


def test_what_the_office_took_back_is_not_accepted(andi: Participant) -> None:
    asked = ask(andi)
    with transaction():
        take_request_back(asked, by=OPERATOR)
        take_request_back(asked, by=OPERATOR)
    with pytest.raises(AnsweredMeanwhile):
        accept(asked)
    assert requests()[0].email is None


def test_who_withdrew_or_was_replaced_is_not_asked_about(cast: Cast, andi: Participant) -> None:
    baiq = cast.participant(BAIQ, office="bali")
    with transaction():
        withdraw_participant(andi, reason=SICK, by=COMMAND_LINE)
        substitute(baiq, NEW, reason=SICK, letter=None, by=COMMAND_LINE)
    for gone in (andi, baiq):
        with pytest.raises(PersonGone):
            ask(gone, key=f"key-of-the-form-{gone.id}")


def test_the_committee_that_lets_somebody_else_come_has_answered(andi: Participant, post) -> None:
    asked = ask(andi)
    with transaction():
        substitute(andi, PersonEntry(name="Orang Lain"), reason=SICK, letter=None, by=COMMAND_LINE)
    with pytest.raises(AnsweredMeanwhile):
        accept(asked)
    db.session.expire_all()
    (answered,) = requests()
    assert (answered.state, answered.came_id) == (State.RETURNED, None)
    assert "Orang Lain" in answered.answer
    deliver_released()
    assert "Andi" not in post.letters[-1].text.split("Alasannya")[0]  # nobody is said to stay who left


def test_the_committee_that_lets_the_same_one_come_has_accepted(andi: Participant) -> None:
    ask(andi)
    with transaction():
        done = substitute(andi, NEW, reason=SICK, letter=None, by=COMMAND_LINE)
    db.session.expire_all()
    (answered,) = requests()
    assert (answered.state, answered.came_id) == (State.SUBSTITUTED, done.came_id)
    assert answered.email is None


def test_after_the_meeting_nobody_is_replaced(cast: Cast, clock, andi: Participant) -> None:
    clock.pass_time(days=3)
    with pytest.raises(MeetingOver):
        ask(andi)


def test_what_is_wrong_is_said_to_the_office(cast: Cast, andi: Participant) -> None:
    cast.participant(BAIQ, office="kaltim", nip=BAIQS_NIP)
    with pytest.raises(EntryRefused):
        ask(andi, PersonEntry(name="Ngurah", nip="123"))
    with pytest.raises(SubstitutesItself):
        ask(andi, PersonEntry(name="Andi", nip=NIP))
    with pytest.raises(ReasonMissing):
        ask(andi, reason=" ")
    with pytest.raises(NumberElsewhere) as refusal:
        ask(andi, PersonEntry(name="Baiq", nip=BAIQS_NIP))
    assert "Zohratulaini" not in str(refusal.value)


def test_the_office_is_told_the_answer_by_mail(andi: Participant, post) -> None:
    send_back(ask(andi))
    accept(ask(andi, key="second-form-of-it"))
    deliver_released()
    returned, accepted = post.letters
    assert returned.to == accepted.to == "bali@contoh.example"
    assert "Surat tugas belum ada" in returned.text
    assert "Ngurah Widyatmika, S.H. hadir menggantikan Andi" in accepted.text
    assert "/delegation/" in accepted.text


def test_requests_wait_among_the_delegations_and_in_the_readiness(cast: Cast, andi: Participant) -> None:
    ask(andi)
    (waiting,) = waiting_for_the_committee(cast.event)
    assert (waiting.delegation.id, waiting.substitutions, waiting.is_handed_in) == (
        andi.delegation_id,
        1,
        False,
    )
    titles = {line.title: line.missing for line in readiness_of(cast.event).lines}
    assert titles["Substitutions that offices ask for"] == 1
