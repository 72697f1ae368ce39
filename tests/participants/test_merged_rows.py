"""A merged row: nothing is done to it singly, and no old code or link of it opens anything."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.access import Role
from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.desk import check_in
from app.checkin.models import Gate, ScanStatus
from app.checkin.redeem import redeem_pass
from app.db import db, transaction
from app.participants.edit_person import edit_person
from app.participants.merge import StaysAway, merge_people, unmerge
from app.participants.models import Participant, ParticipantState
from app.participants.passes import issue_pass, reissue_pass, void_passes
from app.participants.person_entry import PersonEntry, entry_of
from app.participants.personal_links import known_personal_link, personal_link, replace_personal_link
from app.participants.register_person import register_person
from app.participants.same_person import CountsAsSomebody
from app.participants.withdraw import restore_participant, withdraw_participant, withdraw_people
from app.registration.substitute import substitute
from app.services import services
from tests.cast import ANDI, FITRI, Cast, sign_in
from tests.reading import first

LIST = "/events/rakornis-uji/participants"
Two = tuple[Participant, Participant]


def merge(goes: Participant, stays: Participant) -> None:
    with transaction():
        merge_people(goes, stays, reason="Orang yang sama", by=COMMAND_LINE)
    db.session.expire_all()


def register(cast: Cast, **values: str) -> Participant:
    with transaction():
        entry = PersonEntry(**({"name": "Made Satu"} | values))  # type: ignore[arg-type]
        return register_person(cast.event, entry, office=cast.office("bali"), by=COMMAND_LINE)


@pytest.fixture
def two(cast: Cast) -> Two:
    """Two rows of one name; the older one counts as the newer."""
    goes, stays = register(cast), register(cast, phone="081111111111")
    merge(goes, stays)
    return stays, goes


def edit(row: Participant) -> object:
    return edit_person(row, entry_of(row), by=COMMAND_LINE)


def replace_by_fitri(row: Participant) -> object:
    return substitute(row, PersonEntry(name=FITRI), reason="Sakit", letter=None, by=COMMAND_LINE)


@pytest.mark.parametrize(
    "do",
    [
        edit,
        replace_by_fitri,
        lambda row: withdraw_participant(row, reason="Sakit", by=COMMAND_LINE),
        lambda row: reissue_pass(row, reason="Hilang", by=COMMAND_LINE),
        lambda row: issue_pass(row, by=COMMAND_LINE),
    ],
)
def test_what_is_done_to_a_person_is_refused_of_a_merged_row(
    two: Two, do: Callable[[Participant], object]
) -> None:
    stays, goes = two
    with pytest.raises(CountsAsSomebody) as refusal, transaction():
        do(goes)
    assert refusal.value.person.id == stays.id
    assert db.session.get_one(Participant, goes.id).withdrawal is None


def test_a_merged_row_that_had_withdrawn_is_not_restored(cast: Cast) -> None:
    goes, stays = register(cast), register(cast)
    with transaction():
        withdraw_participant(goes, reason="Salah ketik", by=COMMAND_LINE)
    merge(goes, stays)
    with pytest.raises(CountsAsSomebody), transaction():
        restore_participant(goes, by=COMMAND_LINE)


def test_withdrawing_many_passes_over_merged_rows(cast: Cast, two: Two) -> None:
    with transaction():
        gone = withdraw_people(cast.event, [row.id for row in two], reason="Batal", by=COMMAND_LINE)
    assert gone == 1
    assert db.session.get_one(Participant, two[1].id, populate_existing=True).withdrawal is None


def test_the_page_of_a_merged_row_offers_the_person_and_taking_apart_alone(
    client: FlaskClient, cast: Cast, two: Two
) -> None:
    stays, goes = two
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    page = BeautifulSoup(committee.get(f"{LIST}/{goes.id}").data, "lxml")
    main = page.select_one("main")
    assert main is not None
    addresses = {link.get("href") or link.get("action") for link in main.select("a, form")}
    assert addresses == {f"{LIST}/doubles", f"{LIST}/{stays.id}", f"{LIST}/{goes.id}/merge/removal"}
    for door in ("edit", "withdrawal", "substitution", "pass"):
        answer = committee.get(f"{LIST}/{goes.id}/{door}")
        assert (answer.status_code, stays.display_name in answer.text) == (409, True), door


def test_the_link_of_a_merged_row_is_the_one_of_the_person(two: Two) -> None:
    stays, goes = two
    with transaction():
        assert personal_link(goes, by=COMMAND_LINE) == personal_link(stays, by=COMMAND_LINE)


def test_a_new_link_ends_those_of_merged_rows(cast: Cast) -> None:
    goes, stays = register(cast), register(cast)
    with transaction():
        personal_link(goes, by=COMMAND_LINE)
    merge(goes, stays)
    with transaction():
        replace_personal_link(stays, reason="Bocor", by=COMMAND_LINE)
    assert known_personal_link(goes) is None
    assert known_personal_link(stays) is not None


def scan(cast: Cast, code: str, session: Session, *, key: str) -> ScanStatus:
    with transaction() as database:
        gate = Gate(event_id=cast.event.id, name=key)
        database.add(gate)
        database.flush()
        now = services().clock.now()
        return redeem_pass(code, session=session, gate_id=gate.id, key=key, at=now, by=COMMAND_LINE).status


def give_another(stays: Participant) -> object:
    void_passes(stays, reason="Hilang")
    return issue_pass(stays, by=COMMAND_LINE)


@pytest.mark.parametrize(
    "end",
    [
        lambda stays: reissue_pass(stays, reason="Hilang", by=COMMAND_LINE),
        give_another,
    ],
)
def test_a_new_pass_ends_the_codes_of_merged_rows_too(
    cast: Cast, end: Callable[[Participant], object]
) -> None:
    stays, goes = cast.participant(ANDI), cast.participant("Andi Tenri", office="bali")
    session = cast.session()
    merge(goes, stays)
    old = [cast.code(stays), cast.code(goes)]
    with transaction():
        end(stays)
    db.session.expire_all()
    assert [scan(cast, code, session, key=code) for code in old] == [ScanStatus.REFUSED] * 2
    assert scan(cast, cast.code(stays), session, key="new") is ScanStatus.ADMITTED
    with transaction():
        unmerge(goes, by=COMMAND_LINE)
    assert db.session.get_one(Participant, goes.id).state is ParticipantState.WITHOUT_PASS


def test_the_desk_checks_in_the_person_whom_a_merged_row_counts_as(cast: Cast) -> None:
    stays, goes = cast.participant(ANDI), cast.participant("Andi Tenri", office="bali")
    merge(goes, stays)
    with transaction():
        reissue_pass(stays, reason="Hilang", by=COMMAND_LINE)
    with transaction():
        found = check_in(goes, session=cast.session(), key="a", by=COMMAND_LINE)
    assert (found.status, found.participant and found.participant.id) == (ScanStatus.ADMITTED, stays.id)


def test_a_first_pass_of_the_row_that_stays_ends_that_of_the_other(cast: Cast) -> None:
    stays, goes = cast.participant(ANDI), cast.participant("Andi Tenri", office="bali")
    with transaction():
        void_passes(stays, reason="Hilang")
    merge(goes, stays)
    old = cast.code(goes)
    with transaction():
        issue_pass(stays, by=COMMAND_LINE)
    assert scan(cast, old, cast.session(), key="old") is ScanStatus.REFUSED


@pytest.mark.parametrize("both", [False, True])
def test_nobody_is_merged_into_a_row_that_has_left(cast: Cast, *, both: bool) -> None:
    stays, goes = register(cast), register(cast)
    with transaction():
        withdraw_participant(stays, reason="Sakit", by=COMMAND_LINE)
    if not both:
        with pytest.raises(StaysAway), transaction():
            merge_people(goes, stays, reason="Orang yang sama", by=COMMAND_LINE)
        return
    with transaction():
        withdraw_participant(goes, reason="Sakit", by=COMMAND_LINE)
    merge(goes, stays)


def test_the_comparison_says_why_nobody_is_merged_into_a_row_that_has_left(
    client: FlaskClient, cast: Cast
) -> None:
    stays, goes = register(cast), register(cast)
    with transaction():
        withdraw_participant(stays, reason="Sakit", by=COMMAND_LINE)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    address = f"{LIST}/{stays.id}/comparison/{goes.id}"
    page = BeautifulSoup(committee.get(address).data, "lxml")
    assert first(page, "input[name=stays]:checked")["value"] == str(goes.id)
    answer = committee.post(address, data={"stays": str(stays.id), "reason": "Orang yang sama"})
    assert (answer.status_code, "Pertahankan baris yang lain" in answer.text) == (422, True)


def test_who_was_taken_apart_and_had_left_is_not_called_on_the_list(client: FlaskClient, cast: Cast) -> None:
    stays, goes = register(cast), register(cast)
    with transaction():
        withdraw_participant(goes, reason="Sakit", by=COMMAND_LINE)
    merge(goes, stays)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    told = committee.get(committee.post(f"{LIST}/{goes.id}/merge/removal").location).text
    assert "kembali ada di daftar" not in told
    assert goes.name in told
