"""The seat stays, the person changes: the old pass ends, the new one admits, both are remembered."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.lib.refusals import Refused
from app.participants.history import history_of
from app.participants.merge import merge_people
from app.participants.models import Manner, Participant, ParticipantState, Seat
from app.participants.passes import valid_pass
from app.participants.person_entry import PersonEntry
from app.participants.queries import participant_of
from app.participants.register_person import NipTaken
from app.participants.seats import take_seat
from app.participants.withdraw import (
    SubstitutedMeanwhile,
    restore_participant,
    withdraw_participant,
)
from app.registration.board import SeatState, board_of
from app.registration.models import Substitution
from app.registration.refusals import ReasonMissing
from app.registration.substitute import AlreadyGone, substitute
from app.registration.who_comes import CountsAsAnother, SubstitutesItself
from tests.cast import ANDI, BAIQ, FITRI, Cast
from tests.participants.test_races import at_once
from tests.registration.plans import holds, seats_for, sits_on

SICK = "Sakit, surat dokter terlampir"
NIP = "197909172003121002"
NEW = PersonEntry(name="Ngurah Widyatmika", back_titles="S.H.", position_name="Kepala Kantor Wilayah")


@pytest.fixture
def andi(cast: Cast) -> Participant:
    """The head of Bali, in the seat of the head."""
    person = holds(cast.participant(ANDI, office="bali", nip=NIP), cast.head)
    (seat,) = seats_for(cast, cast.office("bali"), [cast.head])
    with transaction():
        take_seat(person, seat, by=COMMAND_LINE)
    return person


def substituted(left: Participant, entry: PersonEntry = NEW, **changes: Any) -> Substitution:
    with transaction():
        return substitute(left, entry, **{"reason": SICK, "letter": None, "by": COMMAND_LINE} | changes)


def fresh(cast: Cast, participant_id: int) -> Participant:
    db.session.expire_all()
    return participant_of(cast.event, participant_id)


def test_the_new_person_has_the_seat_and_a_pass_that_admits(cast: Cast, andi: Participant) -> None:
    seat = andi.seat_id
    came = substituted(andi).came
    assert (sits_on(came), sits_on(andi)) == (seat, None)
    assert valid_pass(fresh(cast, came.id)) is not None


def test_who_comes_back_without_a_nip_has_the_row_there_was(cast: Cast, andi: Participant) -> None:
    came = substituted(andi).came
    back = substituted(came, PersonEntry(name=andi.name, position_name="Kepala Kantor Wilayah")).came
    assert back.id == andi.id
    assert valid_pass(fresh(cast, andi.id)) is not None


def test_the_old_pass_is_void_with_its_reason(cast: Cast, andi: Participant) -> None:
    substituted(andi)
    left = fresh(cast, andi.id)
    assert valid_pass(left) is None
    assert [issued.void_reason for issued in left.passes] == [SICK]


def test_both_stand_in_the_history(cast: Cast, andi: Participant) -> None:
    done = substituted(andi)
    left, came = fresh(cast, andi.id), fresh(cast, done.came_id)
    assert left.withdrawal is not None
    assert left.withdrawal.is_substituted
    assert (left.state, came.state) == (ParticipantState.SUBSTITUTED, ParticipantState.REGISTERED)
    assert came.substitutes_id == left.id
    assert db.session.scalars(select(Substitution.reason)).all() == [SICK]
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "registration.substitute")).one()
    assert (told.subject, told.details["came"]) == (left.reference, came.reference)


def test_the_board_shows_a_substitute(cast: Cast, andi: Participant) -> None:
    substituted(andi)
    assert board_of(cast.event).counts[SeatState.SUBSTITUTED] == 1


def test_who_acts_or_represents_is_known_by_the_post_as_written(cast: Cast, andi: Participant) -> None:
    entry = PersonEntry(name="Ngurah Widyatmika", position_name="Plh. Kepala Kantor Wilayah")
    assert substituted(andi, entry).came.manner is Manner.ACTING


def test_going_back_is_another_substitution_with_the_row_there_was(cast: Cast, andi: Participant) -> None:
    first = substituted(andi)
    back = PersonEntry(name=andi.name, nip=NIP, position_name="Kepala Kantor Wilayah")
    second = substituted(first.came, back, reason="Sudah sembuh")
    assert second.came_id == andi.id
    returned = fresh(cast, andi.id)
    assert returned.withdrawal is None
    assert valid_pass(returned) is not None
    assert sits_on(andi) is not None
    assert db.session.scalar(select(func.count()).select_from(Substitution)) == 2


def test_a_colleague_on_the_list_may_take_the_seat(cast: Cast, andi: Participant) -> None:
    baiq = cast.participant(BAIQ, office="bali", nip="198504172010012004")
    came = substituted(andi, PersonEntry(name=baiq.name, nip=baiq.nip)).came
    assert came.id == baiq.id
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 2


def test_somebody_of_another_office_keeps_the_own_place(cast: Cast, andi: Participant) -> None:
    cast.participant(BAIQ, office="kaltim", nip="198504172010012004")
    with pytest.raises(NipTaken):
        substituted(andi, PersonEntry(name="Baiq", nip="198504172010012004"))
    left = fresh(cast, andi.id)
    assert left.withdrawal is None
    assert valid_pass(left) is not None


def test_nobody_comes_instead_of_oneself(andi: Participant) -> None:
    with pytest.raises(SubstitutesItself):
        substituted(andi, PersonEntry(name=andi.name, nip=NIP))


def test_a_reason_is_needed(andi: Participant) -> None:
    with pytest.raises(ReasonMissing):
        substituted(andi, reason="  ")


def test_the_second_substitution_of_one_person_is_told_who_came(andi: Participant) -> None:
    substituted(andi)
    with pytest.raises(AlreadyGone, match="already comes instead of"):
        substituted(andi, PersonEntry(name=FITRI))


def test_who_withdrew_is_not_substituted(andi: Participant) -> None:
    with transaction():
        withdraw_participant(andi, reason=SICK, by=COMMAND_LINE)
    with pytest.raises(AlreadyGone, match="has withdrawn"):
        substituted(andi)


def test_of_two_who_substitute_at_once_one_wins(app: Flask, cast: Cast, andi: Participant) -> None:
    number, seat_id = andi.id, andi.seat_id
    names = iter(["Satu", "Dua", "Tiga", "Empat"])

    def change() -> int:
        left = db.session.get_one(Participant, number)
        entry = PersonEntry(name=f"Pengganti {next(names)}")
        return substitute(left, entry, reason=SICK, letter=None, by=COMMAND_LINE).came_id

    outcomes = at_once(app, change)
    winners = [one for one in outcomes if isinstance(one, int)]
    assert len(winners) == 1
    assert [type(one) for one in outcomes if isinstance(one, Refused)] == [AlreadyGone] * 3
    assert db.session.scalars(select(Participant.id).where(Participant.seat_id == seat_id)).all() == winners
    assert db.session.get_one(Seat, seat_id).id == seat_id


def test_who_was_substituted_is_not_simply_restored(cast: Cast, andi: Participant) -> None:
    substituted(andi)
    with pytest.raises(SubstitutedMeanwhile), transaction():
        restore_participant(fresh(cast, andi.id), by=COMMAND_LINE)


def test_both_pages_say_who_came_and_who_left(cast: Cast, andi: Participant) -> None:
    came = substituted(andi).came
    left_told = {one.what: one.text for one in history_of(fresh(cast, andi.id))}
    came_told = {one.what: one.text for one in history_of(fresh(cast, came.id))}
    assert left_told["Substituted by:"] == f"{came.display_name} · {SICK} ({COMMAND_LINE.name})"
    assert came_told["Comes instead of:"] == andi.display_name


def test_a_colleague_who_comes_is_written_as_by_hand(cast: Cast, andi: Participant) -> None:
    baiq = cast.participant(BAIQ, office="bali", nip="198504172010012004")
    with transaction():
        baiq.name_confirmed_at = baiq.registered_at
    seat = andi.seat_id
    came = fresh(cast, substituted(andi, PersonEntry(name="Baiq Zohra", nip=baiq.nip)).came_id)
    assert (came.id, came.name, came.seat_id) == (baiq.id, "Baiq Zohra", seat)
    assert came.name_confirmed_at is None
    told = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == came.reference)))
    assert {"participants.edit", "participants.take_seat"} <= told


def test_a_row_that_counts_as_another_does_not_come(cast: Cast, andi: Participant) -> None:
    fitri = cast.participant(FITRI, office="bali", nip="199002102015031001")
    baiq = cast.participant(BAIQ, office="bali", nip="198504172010012004")
    with transaction():
        merge_people(baiq, fitri, reason="Orang yang sama", by=COMMAND_LINE)
    with pytest.raises(CountsAsAnother) as refusal:
        substituted(andi, PersonEntry(name=BAIQ, nip=baiq.nip))
    (problem,) = refusal.value.problems
    assert (problem.field, problem.values["person"]) == ("nip", fitri.display_name)
    assert fresh(cast, andi.id).withdrawal is None


def test_nobody_comes_instead_of_oneself_by_a_merged_row(cast: Cast, andi: Participant) -> None:
    double = cast.participant("Andi T.", office="bali", nip="198504172010012004")
    with transaction():
        merge_people(double, andi, reason="Orang yang sama", by=COMMAND_LINE)
    with pytest.raises(SubstitutesItself):
        substituted(andi, PersonEntry(name=ANDI, nip=double.nip))
