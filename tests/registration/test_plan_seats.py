"""The seat plan: which posts each kind of office sends; the seats follow for all of them at once."""

from datetime import date

import pytest
from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.offices.models import Office, OfficeKind
from app.participants.models import Delegation, Participant, ParticipantRole, Seat
from app.participants.seats import seat_people, take_seat
from app.participants.withdraw import withdraw_participant
from app.registration.adjust_seats import SeatInUse, SeatNotThere, add_seat, remove_seat
from app.registration.make_seats import SeatsMade, Unremoved, make_seats
from app.registration.models import SeatRule
from app.registration.plan_seats import PlacesOutOfRange, plan_seats
from app.registration.set_quota import QuotaDetails, QuotaOutOfRange, quotas_of, set_quota
from tests.cast import ANDI, BAIQ, Cast
from tests.registration.plans import holds, sits_on


@pytest.fixture
def offices(cast: Cast) -> list[Office]:
    """Two regional offices and a directorate."""
    return [cast.office("kaltim"), cast.office("bali"), cast.office("merek")]


def planned(cast: Cast, *, head: int = 1, staff: int = 2) -> SeatsMade:
    event, places = cast.event, {cast.head.id: head, None: staff}
    with transaction():
        plan_seats(event, OfficeKind.REGIONAL, places=places, by=COMMAND_LINE)
        return make_seats(event, by=COMMAND_LINE)


def codes(cast: Cast, office: Office) -> list[str]:
    home = select(Delegation.id).where(Delegation.office_id == office.id).scalar_subquery()
    return list(db.session.scalars(select(Seat.code).where(Seat.delegation_id == home).order_by(Seat.id)))


def test_one_step_gives_every_office_of_the_kind_its_seats(cast: Cast, offices: list[Office]) -> None:
    made = planned(cast)
    assert (made.offices, made.added, made.removed, made.unremoved) == (2, 6, 0, ())
    assert codes(cast, offices[0]) == [f"{cast.head.id}-1", "staff-1", "staff-2"]
    assert codes(cast, offices[2]) == []


def test_making_them_again_changes_nothing(cast: Cast, offices: list[Office]) -> None:
    planned(cast)
    again = planned(cast)
    assert (again.added, again.removed) == (0, 0)


def test_an_office_that_does_not_exist_at_the_event_gets_none(cast: Cast, offices: list[Office]) -> None:
    with transaction():
        offices[1].valid_until = date(2024, 9, 3)
    assert planned(cast).offices == 1
    assert codes(cast, offices[1]) == []


def test_less_in_the_plan_removes_empty_seats_only_and_names_the_others(
    cast: Cast, offices: list[Office]
) -> None:
    andi = holds(cast.participant(ANDI, office="bali"), cast.head)
    planned(cast)
    with transaction():
        seat_people(cast.event, by=COMMAND_LINE)
    made = planned(cast, head=0, staff=1)
    assert (made.added, made.removed) == (0, 3)
    assert made.unremoved == (Unremoved("Kanwil Bali", "Kepala Kantor Wilayah", 1),)
    assert sits_on(andi) is not None


def test_a_seat_of_somebody_who_left_is_empty_and_may_go(cast: Cast, offices: list[Office]) -> None:
    andi = holds(cast.participant(ANDI, office="bali"), cast.head)
    planned(cast)
    with transaction():
        seat_people(cast.event, by=COMMAND_LINE)
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    assert planned(cast, head=0).unremoved == ()
    assert sits_on(andi) is None


def test_one_office_may_have_a_seat_more_and_keeps_it(cast: Cast, offices: list[Office]) -> None:
    planned(cast)
    bali = _delegation(offices[1])
    with transaction():
        add_seat(bali, None, by=COMMAND_LINE)
    assert planned(cast).added == 0
    assert [codes(cast, office).count("staff-3") for office in offices] == [0, 1, 0]


def test_one_office_may_have_a_seat_less_and_stays_so(cast: Cast, offices: list[Office]) -> None:
    planned(cast)
    seat = _seat(offices[1], f"{cast.head.id}-1")
    with transaction():
        remove_seat(seat.delegation, seat.id, by=COMMAND_LINE)
    assert (planned(cast).added, codes(cast, offices[1])) == (0, ["staff-1", "staff-2"])
    with transaction():
        add_seat(_delegation(offices[1]), cast.head, by=COMMAND_LINE)
    assert planned(cast).removed == 0


def test_a_seat_with_somebody_in_it_is_not_removed(cast: Cast, offices: list[Office]) -> None:
    andi = cast.participant(ANDI, office="bali")
    planned(cast)
    seat = _seat(offices[1], "staff-1")
    with transaction():
        take_seat(andi, seat, by=COMMAND_LINE)
    with pytest.raises(SeatInUse), transaction():
        remove_seat(seat.delegation, seat.id, by=COMMAND_LINE)


def test_a_seat_is_removed_by_its_own_delegation_only(cast: Cast, offices: list[Office]) -> None:
    planned(cast)
    seat = _seat(offices[1], "staff-1")
    with pytest.raises(SeatNotThere), transaction():
        remove_seat(_delegation(offices[0]), seat.id, by=COMMAND_LINE)


@pytest.mark.parametrize("places", [-1, 501])
def test_a_plan_no_office_can_fill_is_refused(cast: Cast, places: int) -> None:
    event = cast.event
    with pytest.raises(PlacesOutOfRange), transaction():
        plan_seats(event, OfficeKind.REGIONAL, places={None: places}, by=COMMAND_LINE)
    assert db.session.scalars(select(SeatRule)).all() == []


def test_a_quota_is_set_once_per_role_and_changed(cast: Cast) -> None:
    event = cast.event
    for places in (20, 25):
        with transaction():
            set_quota(event, ParticipantRole.SPEAKER, QuotaDetails(places=places), by=COMMAND_LINE)
    assert [(quota.role, quota.places) for quota in quotas_of(event)] == [(ParticipantRole.SPEAKER, 25)]


def test_a_quota_below_nothing_is_refused(cast: Cast) -> None:
    event = cast.event
    with pytest.raises(QuotaOutOfRange), transaction():
        set_quota(event, ParticipantRole.SPEAKER, QuotaDetails(places=-1), by=COMMAND_LINE)


def test_people_registered_before_the_plan_are_seated_by_their_posts(
    cast: Cast, offices: list[Office]
) -> None:
    heads = [holds(cast.participant(name, office="bali"), cast.head) for name in (ANDI, BAIQ)]
    planned(cast, head=2)
    with transaction():
        seat_people(cast.event, by=COMMAND_LINE)
    seated = select(Participant.id).where(Participant.seat_id.is_not(None))
    assert set(db.session.scalars(seated)) == {head.id for head in heads}


def _delegation(office: Office) -> Delegation:
    return db.session.scalars(select(Delegation).where(Delegation.office_id == office.id)).one()


def _seat(office: Office, code: str) -> Seat:
    home = _delegation(office)
    return db.session.scalars(select(Seat).where(Seat.delegation_id == home.id, Seat.code == code)).one()
