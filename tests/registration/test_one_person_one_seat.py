"""One NIP is one person and fills one seat; whoever writes of somebody of the list erases nothing unseen."""

import pytest

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Delegation, Participant, Seat
from app.registration.beside import TwoSeatsForOne
from app.registration.compare import compare
from app.registration.review_delegation import confirm_delegation, confirm_nomination, submitted_of
from app.registration.submit_delegation import DelegationIncomplete, submit_delegation
from tests.cast import Cast, sign_in
from tests.registration.acts import OPERATOR, add_seat, draft, submit

NIP, OTHER_NIP = "197203141998031002", "198504172010012004"
TEUKU, CUT = "Teuku Rumbarariek", "Cut Savitri"


@pytest.fixture
def delegation(cast: Cast) -> Delegation:
    return cast.delegation(cast.event, cast.office("kaltim"))


@pytest.fixture
def seats(cast: Cast, delegation: Delegation) -> list[Seat]:
    return [add_seat(cast, delegation, code) for code in ("1", "2")]


def everybody() -> list[str]:
    return sorted(person.name for person in db.session.scalars(db.select(Participant)))


def test_one_nip_for_two_seats_is_told_before_it_is_handed_in(delegation, seats):
    draft(delegation, seats[0], key="key-of-the-head-form", name=TEUKU, nip=NIP)
    draft(delegation, seats[1], key="key-of-division-form", name=CUT, nip="19720314 199803 1 002")
    with pytest.raises(DelegationIncomplete), transaction():
        submit_delegation(delegation, by=OPERATOR)


def test_one_nip_for_two_seats_is_not_confirmed(delegation, seats):
    draft(delegation, seats[0], key="key-of-the-head-form", name=TEUKU, nip=NIP)
    second = draft(delegation, seats[1], key="key-of-division-form", name=CUT, nip=OTHER_NIP)
    submit(delegation)
    with transaction():
        db.session.merge(second).nip = NIP  # as offices handed it in before it was looked at
    assert all(compare(each, delegation).errors for each in submitted_of(delegation))
    with pytest.raises(TwoSeatsForOne), transaction():
        confirm_delegation(delegation, by=COMMAND_LINE)
    assert everybody() == []


def test_who_was_confirmed_under_another_name_is_not_overwritten(delegation, seats):
    first = draft(delegation, seats[0], key="key-of-the-head-form", name=TEUKU, nip=NIP)
    second = draft(delegation, seats[1], key="key-of-division-form", name=CUT)
    submit(delegation)
    with transaction():
        confirm_nomination(first, by=COMMAND_LINE)
    with transaction():
        db.session.merge(second).nip = NIP
    with pytest.raises(TwoSeatsForOne), transaction():
        confirm_nomination(second, by=COMMAND_LINE)
    assert everybody() == [TEUKU]


def test_two_proposals_do_not_mean_one_person(cast: Cast, delegation, seats):
    known = cast.participant(TEUKU)
    both = [draft(delegation, seat, key=f"key-of-the-form-{seat.id:04}", name=TEUKU) for seat in seats]
    submit(delegation)
    assert all(compare(each, delegation).warnings for each in both)
    with pytest.raises(TwoSeatsForOne), transaction():
        confirm_delegation(delegation, by=COMMAND_LINE, same={each.id: known for each in both})


def test_what_an_office_leaves_empty_stays_as_it_was(cast: Cast, client, delegation, seats):
    known = cast.participant(f"Dr. {TEUKU}, S.H.", nip=NIP)
    with transaction():
        known.email, known.phone, known.rank = "teuku@contoh.example", "081211112222", "Pembina (IV/a)"
    nomination = draft(delegation, seats[0], name=TEUKU, nip=NIP)
    submit(delegation)
    assert [one.word for one in compare(nomination, delegation).differences] == []
    review = f"/events/{cast.event.slug}/delegations/{delegation.id}/review/confirmation"
    assert sign_in(client, cast.user(Role.COMMITTEE)).post(review).status_code == 303
    now = db.session.get_one(Participant, known.id)
    assert (now.display_name, now.email, now.rank) == (
        f"Dr. {TEUKU}, S.H.",
        "teuku@contoh.example",
        "Pembina (IV/a)",
    )
    assert (now.position_name, now.seat_id) == ("Kepala Kantor Wilayah", seats[0].id)
