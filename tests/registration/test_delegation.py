"""A delegation on its way: drafts, the letter, the committee's answer, and the passes in the end."""

import pytest
from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Manner, Participant, Seat
from app.participants.register_person import NipTaken
from app.registration.models import Nomination, NominationStep, State
from app.registration.nominate import edit_nomination, mark_of, send_nobody, withdraw_nomination
from app.registration.queries import office_page, waiting_for_the_committee
from app.registration.refusals import (
    NobodyNamed,
    NominationChanged,
    NominationNotThere,
    ReasonMissing,
    SeatFilled,
    UnderReview,
)
from app.registration.review_delegation import (
    NotSubmitted,
    confirm_delegation,
    confirm_nomination,
    return_delegation,
    return_nomination,
)
from app.registration.steps import last_step
from app.registration.submit_delegation import DelegationIncomplete, submit_delegation, what_is_missing
from tests.cast import Cast
from tests.registration.acts import KEY, OPERATOR, SECOND, add_seat, draft, entry, submit


@pytest.fixture
def delegation(cast: Cast):
    return cast.delegation(cast.event, cast.office("kaltim"))


@pytest.fixture
def seat(cast: Cast, delegation) -> Seat:
    return add_seat(cast, delegation)


def state_of(delegation) -> State:
    step = last_step(delegation)
    assert step is not None
    return step.state


def confirm(delegation, **values) -> list[Participant]:
    with transaction():
        return confirm_delegation(delegation, by=COMMAND_LINE, **values)


def test_what_is_typed_is_kept_at_once_even_when_it_is_not_right_yet(delegation, seat):
    kept = draft(delegation, seat, nip="12", email="salah")
    assert (kept.state, kept.nip, kept.email) == (State.DRAFT, "12", "salah")
    assert [step.state for step in db.session.scalars(select(NominationStep))] == [State.DRAFT]


def test_a_form_sent_twice_makes_one_draft(delegation, seat):
    assert draft(delegation, seat).id == draft(delegation, seat).id


def test_a_form_sent_again_after_it_was_taken_back_is_a_new_draft(delegation, seat):
    first = draft(delegation, seat)
    with transaction():
        withdraw_nomination(first, by=OPERATOR)
    second = draft(delegation, seat)
    assert (first.state, second.state, first.id != second.id) == (State.WITHDRAWN, State.DRAFT, True)


def test_two_who_fill_the_same_seat_see_each_other(delegation, seat):
    draft(delegation, seat)
    with pytest.raises(NominationChanged, match="Kanwil Kalimantan Timur") as told:
        draft(delegation, seat, key="key-of-another-form", by=SECOND, name="Baiq")
    assert told.value.now.name == "Muhammad Ma'ruf"


def test_two_who_edit_see_each_other_and_nothing_is_overwritten(delegation, seat):
    kept = draft(delegation, seat)
    shown = kept.revision
    with transaction():
        edit_nomination(kept, entry("Baiq Zohra"), revision=shown, by=OPERATOR)
    with pytest.raises(NominationChanged), transaction():
        edit_nomination(kept, entry("Andi"), revision=shown, by=SECOND)
    with transaction():
        edit_nomination(kept, entry("Andi"), revision=kept.revision, by=SECOND)
    assert db.session.get_one(Nomination, kept.id).name == "Andi"


def test_a_seat_of_another_office_cannot_be_filled(cast: Cast, seat):
    other = cast.delegation(cast.event, cast.office("bali"))
    with pytest.raises(NominationNotThere):
        draft(other, seat)
    with pytest.raises(NominationNotThere), transaction():
        send_nobody(other, seat, reason="x", key=KEY, by=OPERATOR)


def test_the_key_of_another_office_names_nothing(cast: Cast, delegation):
    draft(delegation)
    with pytest.raises(NominationNotThere):
        draft(cast.delegation(cast.event, cast.office("bali")))


def test_a_name_is_the_least(delegation, seat):
    with pytest.raises(NobodyNamed):
        draft(delegation, seat, name=" \u200b")


def test_a_seat_can_stay_empty_for_a_reason(delegation, seat):
    kept = draft(delegation, seat)
    with pytest.raises(ReasonMissing), transaction():
        send_nobody(delegation, seat, reason=" ", key="key-of-nobody-here", by=OPERATOR)
    with transaction():
        send_nobody(
            delegation, seat, reason="Kosong", key="key-of-nobody-here", by=OPERATOR, seen=mark_of(kept)
        )
    place = office_page(delegation).places[0]
    assert (place.state, place.reason) == ("nobody", "Kosong")
    draft(delegation, seat, key="key-after-all-one")
    assert office_page(delegation).places[0].state == "draft"


def test_handing_in_says_everything_that_is_missing(delegation, seat):
    assert [lack.msgid for lack in what_is_missing(delegation)] == [
        "Fill at least one seat.",
        "Upload the assignment letter.",
    ]
    draft(delegation, seat, nip="12")
    lacks = what_is_missing(delegation)
    assert ["NIP" in lack.msgid for lack in lacks] == [True, False]
    with pytest.raises(DelegationIncomplete), transaction():
        submit_delegation(delegation, by=OPERATOR)


def test_what_is_handed_in_is_read_only(delegation, seat):
    kept = draft(delegation, seat)
    submit(delegation)
    with pytest.raises(UnderReview):
        draft(delegation, seat, key="key-of-another-form")
    with pytest.raises(UnderReview), transaction():
        edit_nomination(kept, entry("Andi"), revision=kept.revision, by=OPERATOR)
    with pytest.raises(UnderReview), transaction():
        withdraw_nomination(kept, by=OPERATOR)
    with pytest.raises(UnderReview), transaction():
        submit_delegation(delegation, by=OPERATOR)


def test_confirmed_people_sit_in_their_seats_with_a_pass(delegation, seat):
    draft(delegation, seat, manner=Manner.ACTING)
    submit(delegation)
    (person,) = confirm(delegation)
    assert (person.seat_id, person.manner) == (seat.id, Manner.ACTING)
    assert [issued.is_valid for issued in person.passes] == [True]
    assert state_of(delegation) is State.CONFIRMED
    with pytest.raises(SeatFilled):
        draft(delegation, seat, key="key-of-another-form")
    with pytest.raises(NotSubmitted):
        confirm(delegation)


def test_an_officer_is_proposed_under_the_name_that_papers_will_print(delegation, seat):
    assert draft(delegation, seat, rank="AKBP").display_name == "AKBP Muhammad Ma'ruf, S.H."


def test_all_are_confirmed_or_nobody(cast: Cast, delegation, seat):
    cast.participant(office="bali", nip="197203141998031002")
    draft(delegation, seat)
    draft(delegation, key="key-of-another-form", name="Baiq", nip="197203141998031002")
    submit(delegation)
    with pytest.raises(NipTaken):
        confirm(delegation)
    db.session.expire_all()
    assert {each.state for each in db.session.scalars(select(Nomination))} == {State.SUBMITTED}


def test_whoever_the_sheet_named_first_is_the_same_person(cast: Cast, delegation, seat):
    known = cast.participant(nip="197203141998031002")
    draft(delegation, seat, nip="19720314 199803 1 002")
    submit(delegation)
    (person,) = confirm(delegation)
    assert (person.id, person.name, person.seat_id) == (known.id, "Muhammad Ma'ruf", seat.id)


def test_a_delegation_returns_with_the_reason_and_comes_again(delegation, seat):
    kept = draft(delegation, seat)
    submit(delegation)
    with transaction():
        return_delegation(delegation, reason="Nomor surat salah", by=COMMAND_LINE)
    page = office_page(delegation)
    assert (page.is_locked, page.places[0].state, page.places[0].reason) == (
        False,
        "returned",
        "Nomor surat salah",
    )
    with transaction():
        edit_nomination(kept, entry("Andi"), revision=kept.revision, by=OPERATOR)
        submit_delegation(delegation, by=OPERATOR)
    assert [person.name for person in confirm(delegation)] == ["Andi"]


def test_one_is_returned_and_the_others_are_confirmed(delegation, seat):
    one = draft(delegation, seat)
    other = draft(delegation, key="key-of-another-form", name="Baiq")
    submit(delegation)
    with transaction():
        return_nomination(one, reason="Salah ketik", by=COMMAND_LINE)
        confirm_nomination(other, by=COMMAND_LINE)
    assert (one.state, other.state) == (State.RETURNED, State.CONFIRMED)
    assert state_of(delegation) is State.RETURNED
    with transaction():
        submit_delegation(delegation, by=OPERATOR)
    confirm(delegation)
    assert state_of(delegation) is State.CONFIRMED


def test_an_office_may_hand_in_that_it_sends_nobody(delegation, seat):
    with transaction():
        send_nobody(delegation, seat, reason="Dinas lain", key=KEY, by=OPERATOR)
    submit(delegation)
    assert confirm(delegation) == []


def test_an_office_on_the_list_by_the_sheet_hands_in_its_letter_alone(cast: Cast, delegation):
    assert "Fill at least one seat." in {lack.msgid for lack in what_is_missing(delegation)}
    cast.participant("Sukarmin", office="kaltim")
    submit(delegation)
    assert confirm(delegation) == []
    assert state_of(delegation) is State.CONFIRMED


def test_the_committee_sees_first_who_waits_longest(cast: Cast, clock, delegation, seat):
    draft(delegation, seat)
    submit(delegation)
    clock.pass_time(hours=1)
    other = cast.delegation(cast.event, cast.office("bali"))
    draft(other, key="key-of-another-form")
    submit(other)
    waiting = waiting_for_the_committee(cast.event)
    assert [(each.delegation.id, each.people) for each in waiting] == [(delegation.id, 1), (other.id, 1)]
