"""Two rows that are one person: merged they count once everywhere, and taking it back brings all back."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.access import Role
from app.agenda.models import Session
from app.attendance.set_attendance import set_attendance
from app.audit.record import COMMAND_LINE
from app.certificates.queries import certificate_lines
from app.checkin.models import AttendanceStatus, Gate, ScanStatus
from app.checkin.queries import attendances_per_participant, headcount, present_by_office, standings
from app.checkin.redeem import Admission, redeem_pass
from app.checkin.roster import roster_for_gates
from app.db import db, transaction
from app.participants.badges import people_with_badges
from app.participants.doubles import Likeness, likeness_of, possible_doubles
from app.participants.merge import MergedAlready, NotTwoPeople, merge_people, unmerge
from app.participants.models import Participant
from app.participants.queries import participants_of
from app.participants.same_person import merge_of
from app.services import services
from tests.cast import ANDI, BAIQ, FITRI, Cast, sign_in
from tests.reading import first

LIST = "/events/rakornis-uji/participants"


@pytest.fixture
def two(cast: Cast) -> tuple[Participant, Participant]:
    """The same person twice, the second time without the last name."""
    return cast.participant(ANDI), cast.participant("Andi Tenrisangka, S.H.", office="bali")


def merge(duplicate: Participant, into: Participant) -> None:
    with transaction():
        merge_people(duplicate, into, reason="Orang yang sama", by=COMMAND_LINE)
    db.session.expire_all()


def take_apart(duplicate: Participant) -> None:
    with transaction():
        unmerge(duplicate, by=COMMAND_LINE)
    db.session.expire_all()


def scan(cast: Cast, person: Participant, session: Session, *, key: str) -> Admission:
    with transaction() as database:
        gate = database.query(Gate).first() or Gate(event_id=cast.event.id, name="Utama")
        database.add(gate)
        database.flush()
        return redeem_pass(
            cast.code(person),
            session=session,
            gate_id=gate.id,
            key=key,
            at=services().clock.now(),
            by=COMMAND_LINE,
        )


def test_the_duplicate_leaves_list_badges_and_expected_counts(cast: Cast, two) -> None:
    into, duplicate = two
    session = cast.session()
    merge(duplicate, into)
    assert [one.id for one in participants_of(cast.event)] == [into.id]
    assert [one.id for one in people_with_badges(cast.event)] == [into.id]
    assert headcount(session).expected == 1
    assert sum(row.expected for row in present_by_office(session)) == 1


def test_the_pass_of_the_duplicate_admits_the_person_once(cast: Cast, two) -> None:
    into, duplicate = two
    session = cast.session()
    merge(duplicate, into)
    first = scan(cast, duplicate, session, key="a")
    assert (first.status, first.participant and first.participant.id) == (ScanStatus.ADMITTED, into.id)
    assert scan(cast, into, session, key="b").status is ScanStatus.ALREADY
    assert (headcount(session).here, attendances_per_participant(cast.event)) == (1, {into.id: 1})


def test_nothing_is_doubled_when_both_attended_before(cast: Cast, two) -> None:
    into, duplicate = two
    session, other = cast.session(), cast.session("Pleno kedua")
    scan(cast, into, session, key="a")
    scan(cast, duplicate, session, key="b")
    scan(cast, duplicate, other, key="c")
    merge(duplicate, into)
    assert headcount(session).here == 1
    assert attendances_per_participant(cast.event) == {into.id: 2}
    assert scan(cast, into, other, key="d").status is ScanStatus.ALREADY
    assert [line.attendances for line in certificate_lines(cast.event)] == [2]


def test_who_arrived_under_one_row_was_not_absent_under_the_other(cast: Cast, two) -> None:
    into, duplicate = two
    session = cast.session()
    with transaction():
        set_attendance(
            into,
            session=session,
            status=AttendanceStatus.ABSENT,
            by=COMMAND_LINE,
            at=services().clock.now(),
            note="x",
        )
    scan(cast, duplicate, session, key="a")
    merge(duplicate, into)
    (standing,) = standings(cast.event, session)
    assert standing.attendance is not None
    assert standing.attendance.status is AttendanceStatus.PRESENT


def test_the_merge_undone(cast: Cast, two) -> None:
    into, duplicate = two
    session = cast.session()
    scan(cast, into, session, key="a")
    scan(cast, duplicate, session, key="b")

    def everything() -> tuple[object, ...]:
        db.session.expire_all()
        return (
            [(one.id, one.state) for one in participants_of(cast.event)],
            headcount(session),
            attendances_per_participant(cast.event),
            roster_for_gates(cast.event.id),
            [line.attendances for line in certificate_lines(cast.event)],
        )

    before = everything()
    merge(duplicate, into)
    assert everything() != before
    take_apart(duplicate)
    assert everything() == before
    assert merge_of(duplicate) is None


def test_gates_without_a_network_know_whom_the_pass_admits(cast: Cast, two) -> None:
    into, duplicate = two
    merge(duplicate, into)
    assert {entry.name for entry in roster_for_gates(cast.event.id).people} == {into.display_name}


def test_merging_again_is_harmless_and_chains_are_refused(cast: Cast, two) -> None:
    into, duplicate = two
    third = cast.participant(FITRI)
    merge(duplicate, into)
    merge(duplicate, into)
    for one, other in ((into, third), (third, duplicate)):
        with pytest.raises(MergedAlready), transaction():
            merge_people(one, other, reason="x", by=COMMAND_LINE)
    with pytest.raises(NotTwoPeople), transaction():
        merge_people(into, into, reason="x", by=COMMAND_LINE)


def test_the_same_name_in_one_office_is_warned_about_and_twins_of_two_offices_are_not(cast: Cast) -> None:
    cast.participant(ANDI)
    cast.participant("Andi Tenrisangka Makulau, S.H.")
    cast.participant(ANDI, office="bali")
    (pair,) = possible_doubles(cast.event)
    assert pair.likeness is Likeness.ALIKE


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("andi uji", "andi uji", Likeness.SAME_NAME),
        ("baiq zohratulaini", "zohratulaini baiq", Likeness.ALIKE),
        ("andi tenri", "andi tenri makkulau", Likeness.ALIKE),
        ("ni made ayu", "ni made oka", None),
        ("dewi", "desi", None),
    ],
)
def test_how_much_alike_names_are(one: str, other: str, expected: Likeness | None) -> None:
    assert likeness_of(one, other) is expected


def test_nobody_is_compared_with_oneself(client: FlaskClient, cast: Cast, two) -> None:
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    assert committee.get(f"{LIST}/{two[0].id}/comparison/{two[0].id}").status_code == 422


def test_the_page_compares_merges_and_takes_back(client: FlaskClient, cast: Cast, two) -> None:
    into, duplicate = two
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    chosen = {"chosen": [str(into.id), str(duplicate.id)]}
    address = committee.post(f"{LIST}/chosen/comparison", data=chosen).location
    page = BeautifulSoup(committee.get(address).data, "lxml")
    assert first(page, "input[name=stays]:checked")["value"] == str(into.id)
    assert committee.post(address, data={"stays": str(into.id)}).status_code == 422
    done = committee.post(address, data={"stays": str(into.id), "reason": "Salah ketik"})
    assert done.location == f"{LIST}/doubles"
    told = BeautifulSoup(committee.get(done.location).data, "lxml").get_text(" ")
    assert "Salah ketik" in told
    committee.post(f"{LIST}/{duplicate.id}/merge/removal")
    assert len(participants_of(cast.event)) == 2


def test_three_ticks_are_not_two(client: FlaskClient, cast: Cast) -> None:
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    one = cast.participant(BAIQ)
    assert committee.post(f"{LIST}/chosen/comparison", data={"chosen": [str(one.id)]}).status_code == 422
