"""One person put on the list by hand, and changed there."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.edit_person import ChangedMeanwhile, edit_person, revision_of, shown_of
from app.participants.models import Delegation, Manner, Participant, Seat
from app.participants.passes import valid_pass
from app.participants.person_entry import EntryRefused, PersonEntry, entry_of
from app.participants.queries import participant_of
from app.participants.register_person import (
    NipTaken,
    SameNameThere,
    namesakes,
    register_person,
)
from app.participants.seats import SeatTaken
from app.participants.withdraw import withdraw_participant
from tests.cast import Cast

NIP = "198609262015051001"


def entry(name: str = "Andi Tenrisangka", **values: object) -> PersonEntry:
    return PersonEntry(name=name, **values)  # type: ignore[arg-type]


def register(cast: Cast, written: PersonEntry, *, office: str = "kaltim", **options: object) -> Participant:
    event, home = cast.event, cast.office(office)
    with transaction():
        return register_person(
            event,
            written,
            office=home,
            by=COMMAND_LINE,
            **options,  # type: ignore[arg-type]
        )


def test_somebody_registered_by_hand_has_a_delegation_a_post_and_a_pass(cast: Cast) -> None:
    cast.head  # noqa: B018 - the post is known
    person = register(cast, entry(nip="19860926 201505 1 001", position_name="Plt. Kakanwil"))
    person = participant_of(cast.event, person.id)
    assert valid_pass(person)
    assert (person.nip, person.identity, person.sex, person.folded_name) == (
        NIP,
        NIP,
        "L",
        "andi tenrisangka",
    )
    assert person.position is cast.head
    assert db.session.scalars(select(Delegation.office_id)).all() == [cast.office("kaltim").id]


def test_a_nip_that_is_on_the_list_is_refused_with_the_name_of_who_has_it(cast: Cast) -> None:
    first = register(cast, entry("Siti Aminah", nip=NIP))
    with pytest.raises(NipTaken, match=r"belongs to Siti Aminah of Kanwil Kalimantan Timur.*already"):
        register(cast, entry("Somebody Else", nip=NIP), office="bali")
    with transaction():
        withdraw_participant(first, reason="Sakit", by=COMMAND_LINE)
    with pytest.raises(NipTaken, match="who has withdrawn"):
        register(cast, entry("Somebody Else", nip=NIP), office="bali")


def test_a_namesake_in_the_same_office_is_named_and_only_refused_when_asked(cast: Cast) -> None:
    register(cast, entry("Muhammad Ma'ruf"))
    with pytest.raises(SameNameThere, match="already has Muhammad Ma'ruf"):
        register(cast, entry("Muh. Ma’ruf"), namesake_allowed=False)
    second = register(cast, entry("MUHAMMAD MA'RUF"))
    assert [one.name for one in namesakes(second)] == ["Muhammad Ma'ruf"]
    assert second.identity.endswith("|kaltim|2")
    assert not namesakes(register(cast, entry("Muhammad Ma'ruf"), office="bali", namesake_allowed=False))


def test_a_seat_takes_one_person_and_brings_its_delegation(cast: Cast) -> None:
    home = cast.delegation(cast.event, cast.office("kaltim"))
    seat = Seat(event_id=cast.event.id, delegation_id=home.id, code="staff-1")
    with transaction() as session:
        session.add(seat)
    assert register(cast, entry("Pertama"), seat=seat).delegation_id == home.id
    with pytest.raises(SeatTaken):
        register(cast, entry("Kedua"), seat=seat)


@pytest.mark.parametrize(
    ("written", "column"),
    [
        (entry("..."), "name"),
        (entry("a" * 101), "name"),
        (entry("Andi 李"), "name"),
        (entry(front_titles="Dr. 😀"), "front_titles"),
        (entry(rank="r" * 201), "rank"),
        (entry(nip="1986092620150510"), "nip"),
        (entry(nip="1.98609E+17"), "nip"),
        (entry(nip="tidak tahu"), "nip"),
        (entry(email="andi@contoh"), "email"),
        (entry(phone="12"), "phone"),
        (entry(manner=Manner.REPRESENTING), "represents"),
    ],
)
@pytest.mark.any_database
def test_what_the_sheet_refuses_is_refused_at_its_field(
    cast: Cast, written: PersonEntry, column: str
) -> None:
    with pytest.raises(EntryRefused) as refused:
        register(cast, written)
    assert [problem.field for problem in refused.value.problems] == [column]


def test_a_police_number_is_no_nip_and_nobody_is_refused_for_it(cast: Cast) -> None:
    assert register(cast, entry("Bambang Uji", nip="76010203", rank="AKBP")).nip is None


def test_a_change_keeps_old_and_new_and_ends_the_confirmation_of_the_name(cast: Cast) -> None:
    person = register(cast, entry(nip=NIP, email="andi@contoh.example"))
    with transaction():
        person.name_confirmed_at = person.registered_at
    with transaction():
        changed = edit_person(person, entry("Andi T.", nip=NIP, back_titles="S.H."), by=COMMAND_LINE)
    assert changed["email"] == ("andi@contoh.example", None)
    assert (person.display_name, person.folded_name) == ("Andi T., S.H.", "andi t")
    assert person.name_confirmed_at is None
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "participants.edit")).one()
    assert told.details["changed"]["name"] == ["Andi Tenrisangka", "Andi T."]


def test_who_moves_to_another_office_leaves_the_seat(cast: Cast) -> None:
    home = cast.delegation(cast.event, cast.office("kaltim"))
    seat = Seat(event_id=cast.event.id, delegation_id=home.id, code="staff-1")
    with transaction() as session:
        session.add(seat)
    person = register(cast, entry(), seat=seat)
    bali = cast.office("bali")
    with transaction():
        edit_person(person, entry(), office=bali, by=COMMAND_LINE)
    assert (person.office_id, person.seat_id) == (bali.id, None)
    assert person.delegation.office_id == person.office_id
    assert person.identity == "andi tenrisangka|bali"


def test_two_who_edit_at_once_see_each_other(cast: Cast) -> None:
    person = register(cast, entry())
    seen = revision_of(shown_of(person))
    with transaction():
        edit_person(person, entry(rank="III/d"), revision=seen, by=COMMAND_LINE)
    with pytest.raises(ChangedMeanwhile) as refused, transaction():
        edit_person(person, entry(rank="IV/a"), revision=seen, by=COMMAND_LINE)
    assert (refused.value.now.entry.rank, entry_of(person).rank) == ("III/d", "III/d")


def test_a_nip_of_somebody_else_is_refused_in_a_change_too(cast: Cast) -> None:
    register(cast, entry("Siti Aminah", nip=NIP))
    person = register(cast, entry("Budi"))
    with pytest.raises(NipTaken, match="Siti Aminah"), transaction():
        edit_person(person, entry("Budi", nip=NIP), by=COMMAND_LINE)
    assert entry_of(person).nip is None


def test_saving_what_is_there_writes_nothing(cast: Cast) -> None:
    register(cast, entry())
    person = register(cast, entry())
    with transaction():
        assert not edit_person(person, entry_of(person), by=COMMAND_LINE)
        assert edit_person(person, entry(rank="III/d"), by=COMMAND_LINE) == {"rank": ("", "III/d")}
    assert person.identity == "andi tenrisangka|kaltim|2"
