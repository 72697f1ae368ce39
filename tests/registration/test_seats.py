"""People take the seats of their delegation by post; the rest of the delegation takes those of the staff."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Manner, MergedInto, Participant, ParticipantRole
from app.participants.seats import (
    NobodyToSeat,
    SeatElsewhere,
    SeatTaken,
    free_seat,
    seat_people,
    take_seat,
)
from app.participants.withdraw import restore_participant, withdraw_participant
from tests.cast import ANDI, BAIQ, FITRI, Cast
from tests.registration.plans import holds, post, seats_for, sits_on


def seated(cast: Cast) -> int:
    with transaction():
        return seat_people(cast.event, by=COMMAND_LINE)


def test_somebody_takes_the_seat_of_their_post(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("bali"), [cast.head])
    andi = holds(cast.participant(ANDI, office="bali"), cast.head)
    assert seated(cast) == 1
    assert sits_on(andi) == seat.id


def test_seating_twice_changes_nothing(cast: Cast) -> None:
    seats_for(cast, cast.office("bali"), [cast.head])
    holds(cast.participant(ANDI, office="bali"), cast.head)
    assert [seated(cast), seated(cast)] == [1, 0]
    deeds = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "participants.seat_people"))
    assert len(deeds.all()) == 1


@pytest.mark.parametrize("mark", ["Plt.", "Plh.", "Pj.", "PLT", "Pelaksana Tugas"])
def test_a_post_written_with_the_mark_of_acting_is_filled_as_acting(cast: Cast, mark: str) -> None:
    seats_for(cast, cast.office("bali"), [cast.head])
    andi = holds(cast.participant(office="bali"), cast.head, written=f"{mark} Kepala Kantor Wilayah")
    seated(cast)
    assert db.session.get_one(Participant, andi.id).manner is Manner.ACTING


def test_somebody_sent_instead_of_the_head_represents(cast: Cast) -> None:
    seats_for(cast, cast.office("bali"), [cast.head])
    andi = holds(cast.participant(office="bali"), cast.head, written="Mewakili Kepala Kantor Wilayah")
    seated(cast)
    there = db.session.get_one(Participant, andi.id)
    assert (there.manner, there.represents) == (Manner.REPRESENTING, "Kepala Kantor Wilayah")


def test_the_holder_of_a_post_comes_before_who_acts_for_it(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("bali"), [cast.head])
    acting = holds(cast.participant(ANDI, office="bali"), cast.head, written="Plt. Kepala Kantor Wilayah")
    holder = holds(cast.participant(BAIQ, office="bali"), cast.head)
    seated(cast)
    assert (sits_on(holder), sits_on(acting)) == (seat.id, None)


def test_the_rest_takes_the_seats_of_the_staff_in_the_order_of_their_posts(cast: Cast) -> None:
    first, second = seats_for(cast, cast.office("bali"), [], staff=2)
    low = holds(cast.participant(ANDI, office="bali"), post("Pengelola Data", rank=90))
    high = holds(cast.participant(BAIQ, office="bali"), post("Analis", rank=50))
    without = cast.participant(FITRI, office="bali")
    assert seated(cast) == 2
    assert [sits_on(person) for person in (high, low, without)] == [first.id, second.id, None]


def test_people_never_sit_for_another_office(cast: Cast) -> None:
    seats_for(cast, cast.office("kaltim"), [cast.head], staff=3)
    andi = holds(cast.participant(office="bali"), cast.head)
    assert seated(cast) == 0
    assert sits_on(andi) is None


@pytest.mark.parametrize("role", [ParticipantRole.SPEAKER, ParticipantRole.COMMITTEE, ParticipantRole.MEDIA])
def test_speakers_and_committee_take_no_seat_of_an_office(cast: Cast, role: ParticipantRole) -> None:
    seats_for(cast, cast.office("bali"), [], staff=1)
    cast.participant(office="bali", role=role)
    assert seated(cast) == 0


def test_who_withdrew_keeps_the_seat_only_until_somebody_takes_it(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("bali"), [cast.head])
    andi = holds(cast.participant(ANDI, office="bali"), cast.head)
    seated(cast)
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    baiq = holds(cast.participant(BAIQ, office="bali"), cast.head)
    assert seated(cast) == 1
    with transaction():
        restore_participant(db.session.get_one(Participant, andi.id), by=COMMAND_LINE)
    assert (sits_on(baiq), sits_on(andi)) == (seat.id, None)


def test_who_comes_back_finds_the_seat_that_nobody_took(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("bali"), [cast.head])
    andi = holds(cast.participant(office="bali"), cast.head)
    seated(cast)
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    with transaction():
        restore_participant(db.session.get_one(Participant, andi.id), by=COMMAND_LINE)
    assert sits_on(andi) == seat.id


def test_a_double_takes_no_seat(cast: Cast) -> None:
    seats_for(cast, cast.office("bali"), [], staff=2)
    andi, double = cast.participant(ANDI, office="bali"), cast.participant(BAIQ, office="bali")
    with transaction() as session:
        session.add(
            MergedInto(
                duplicate_id=double.id,
                participant_id=andi.id,
                reason="",
                merged_at=andi.registered_at,
                merged_by="test",
            )
        )
    assert seated(cast) == 1
    assert sits_on(double) is None


def test_a_seat_is_taken_by_one(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("bali"), [cast.head])
    andi, baiq = cast.participant(ANDI, office="bali"), cast.participant(BAIQ, office="bali")
    with transaction():
        take_seat(andi, seat, by=COMMAND_LINE)
    with pytest.raises(SeatTaken, match="Andi Tenrisangka"), transaction():
        take_seat(baiq, seat, by=COMMAND_LINE)


def test_taking_another_seat_frees_the_first_one(cast: Cast) -> None:
    first, second = seats_for(cast, cast.office("bali"), [], staff=2)
    andi = cast.participant(office="bali")
    with transaction():
        take_seat(andi, first, by=COMMAND_LINE)
        take_seat(andi, second, by=COMMAND_LINE)
    assert sits_on(andi) == second.id


def test_a_seat_of_another_office_is_refused(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("kaltim"), [], staff=1)
    andi = cast.participant(office="bali")
    with pytest.raises(SeatElsewhere), transaction():
        take_seat(andi, seat, by=COMMAND_LINE)


def test_who_withdrew_takes_no_seat(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("bali"), [], staff=1)
    andi = cast.participant(office="bali")
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    with pytest.raises(NobodyToSeat), transaction():
        take_seat(andi, seat, by=COMMAND_LINE)


def test_who_stands_up_stays_on_the_list(cast: Cast) -> None:
    (seat,) = seats_for(cast, cast.office("bali"), [], staff=1)
    andi = cast.participant(office="bali")
    with transaction():
        take_seat(andi, seat, by=COMMAND_LINE)
    with transaction():
        free_seat(andi, by=COMMAND_LINE)
    assert sits_on(andi) is None
