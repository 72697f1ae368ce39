"""The list of participants: what it finds, what its address keeps, and what can be taken from it."""

import csv
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.queries import event_by_slug
from app.jobs.worker import run_due_jobs
from app.participants.known_people import FIELDS
from app.participants.models import Manner, Participant, ParticipantState, Seat, Withdrawal
from app.participants.queries import participants_of
from app.participants.read_roster import read_roster
from app.participants.register_roster import register_roster
from app.participants.restate import restate
from app.participants.wanted import Wanted, ways_to_write
from app.services import services
from app.services.paper.people_list import PeopleList
from tests.cast import ANDI, BAIQ, FITRI, Cast, sign_in
from tests.participants.sheets import ANDI_NIP, person, sheet
from tests.reading import first, papers

LIST = "/events/rakornis-uji/participants"


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    return sign_in(client, cast.user(Role.COMMITTEE))


def names(answer) -> list[str]:
    return [tag.get_text(strip=True) for tag in BeautifulSoup(answer.data, "lxml").select("tbody .person b")]


def counts(answer) -> list[str]:
    return [tag.get_text(strip=True) for tag in BeautifulSoup(answer.data, "lxml").select(".tabs .count")]


def register(cast: Cast, *rows: tuple[str, ...]) -> None:
    cast.office("kaltim")
    event = cast.event
    with transaction():
        register_roster(
            event,
            read_roster(sheet(*rows), today=event.starts_on),
            by=COMMAND_LINE,
            filename="a.csv",
            content=b"",
        )


@pytest.mark.parametrize(
    "typed", ["Muhammad Iqbal", "M. Iqbal", "muh iqb", "Moham", "mochamad iqbal", "iqbal moh"]
)
@pytest.mark.parametrize("written", ["Muhammad Iqbal", "Muh. Iqbal", "M. Iqbal", "Mochammad Iqbal"])
def test_muhammad_is_found_however_written_and_typed(cast: Cast, written: str, typed: str) -> None:
    register(cast, person(written), person("Rahma Uji"))
    found = participants_of(cast.event, wanted=Wanted(search=typed))
    assert [one.name for one in found] == [written]


def test_muhtar_is_not_muhammad() -> None:
    assert ways_to_write("muhtar", alone=True) == ["muhtar"]
    assert ways_to_write("m", alone=True) == ["m"]


def test_every_word_may_stand_in_name_post_or_office(committee: FlaskClient, cast: Cast) -> None:
    cast.participant(ANDI)
    cast.participant(BAIQ, office="bali")
    assert names(committee.get(LIST, query_string={"q": "andi kepala kalimantan"})) == [
        "Andi Tenrisangka Makkulau"
    ]


def test_tabs_count_each_state_and_show_it(committee: FlaskClient, cast: Cast) -> None:
    andi, baiq, fitri = cast.participant(ANDI), cast.participant(BAIQ), cast.participant(FITRI)
    now = services().clock.now()
    with transaction() as session:
        for one, substituted in ((baiq, True), (fitri, False)):
            session.add(
                Withdrawal(
                    participant_id=one.id,
                    reason="x",
                    withdrawn_at=now,
                    withdrawn_by="x",
                    is_substituted=substituted,
                )
            )
        session.get_one(Participant, andi.id).name_confirmed_at = now
        session.flush()
        restate([baiq.id, fitri.id])
    assert counts(committee.get(LIST)) == ["3", "1", "0", "0", "1", "1"]
    assert names(committee.get(LIST, query_string={"state": "substituted"})) == ["Baiq Zohratulaini"]


def test_the_seat_filters_by_how_somebody_sits(committee: FlaskClient, cast: Cast) -> None:
    andi, _ = cast.participant(ANDI), cast.participant(BAIQ)
    head = cast.head
    with transaction() as session:
        seat = Seat(
            event_id=andi.event_id,
            delegation_id=andi.delegation_id,
            position_id=head.id,
            code="1",
        )
        session.add(seat)
        session.flush()
        one = session.get_one(Participant, andi.id)
        one.seat_id, one.manner = seat.id, Manner.ACTING
    assert names(committee.get(LIST, query_string={"seat": "acting"})) == ["Andi Tenrisangka Makkulau"]
    assert names(committee.get(LIST, query_string={"seat": "unseated"})) == ["Baiq Zohratulaini"]
    assert names(committee.get(LIST, query_string={"seat": "holder"})) == []


def test_ticked_columns_become_part_of_the_address(committee: FlaskClient, cast: Cast) -> None:
    cast.participant(nip=ANDI_NIP)
    answer = committee.get(LIST, query_string={"column": ["nip", "office"], "q": "andi"})
    assert answer.location == f"{LIST}?q=andi&columns=name,nip,office"
    heads = BeautifulSoup(committee.get(answer.location).data, "lxml").select("thead th")
    assert [head.get_text(strip=True) for head in heads] == ["Nama dan gelar", "NIP", "Unit kerja"]


def test_a_fragment_says_under_which_address_it_is_found(committee: FlaskClient, cast: Cast) -> None:
    cast.participant()
    answer = committee.get(f"{LIST}?q=andi&office=&role=", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == f"{LIST}?q=andi"


def test_a_long_list_is_read_page_by_page_without_a_gap(committee: FlaskClient, cast: Cast) -> None:
    for number in range(60):
        place = "bali" if number % 3 else "kaltim"
        cast.participant(f"Peserta {chr(97 + number // 26)}{chr(97 + number % 26)}", office=place)
    seen = [name for page in (1, 2) for name in names(committee.get(LIST, query_string={"page": page}))]
    everybody = [one.name for one in participants_of(event_by_slug("rakornis-uji"))]
    assert seen == everybody


def test_the_sheet_holds_exactly_what_is_seen_and_the_trail_says_what(
    committee: FlaskClient, cast: Cast
) -> None:
    cast.participant(ANDI, nip=ANDI_NIP)
    cast.participant(BAIQ)
    answer = committee.get(f"{LIST}.xlsx", query_string={"q": "andi", "columns": "name,nip"})
    page = load_workbook(BytesIO(answer.data)).worksheets[0]
    assert [[cell.value for cell in row][2] for row in page.rows] == ["Nama", "Andi Tenrisangka Makkulau"]
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "participants.export")).one()
    assert (told.details["people"], told.details["filters"]) == (1, {"search": "andi"})
    assert told.details["columns"] == ["name", "nip"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_is_imported_again_unchanged(committee: FlaskClient, cast: Cast, kind: str) -> None:
    register(cast, person("=cmd|Uji"), person("Andi Uji, S.H.", nip=ANDI_NIP), person("'=Apa Uji"))
    before = [[getattr(one, name) for name in FIELDS] for one in participants_of(cast.event)]
    columns = "name,nip,rank,position,office,role,email,phone"
    content = committee.get(f"{LIST}.{kind}", query_string={"columns": columns}).data
    event = cast.event
    with transaction():
        roster = read_roster(content, filename=f"a.{kind}", today=event.starts_on)
        done = register_roster(event, roster, by=COMMAND_LINE, filename="a", content=content)
    assert (done.created, done.updated, done.unchanged) == (0, 0, 3)
    assert [[getattr(one, name) for name in FIELDS] for one in participants_of(cast.event)] == before


def test_no_cell_of_a_text_file_is_a_formula(committee: FlaskClient, cast: Cast) -> None:
    cast.participant("=HYPERLINK Uji")
    content = committee.get(f"{LIST}.csv").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(content), delimiter=";") for cell in row]
    assert "'=HYPERLINK Uji" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_all_that_match_are_more_than_those_of_the_page(committee: FlaskClient, cast: Cast) -> None:
    for number in range(55):
        cast.participant(f"Peserta {chr(97 + number // 26)}{chr(97 + number % 26)}")
    cast.participant(BAIQ, office="bali")
    data = {"all": "1", "office": str(cast.office("kaltim").id), "reason": "Batal"}
    assert committee.post(f"{LIST}/chosen/withdrawal", data=data).status_code == 303
    states = db.session.scalars(select(Participant.state)).all()
    assert (states.count(ParticipantState.WITHDRAWN), states.count(ParticipantState.REGISTERED)) == (55, 1)


def test_withdrawing_many_asks_once_why(committee: FlaskClient, cast: Cast) -> None:
    andi, baiq = cast.participant(ANDI), cast.participant(BAIQ)
    chosen = [str(andi.id), str(baiq.id)]
    page = BeautifulSoup(committee.post(f"{LIST}/chosen/withdrawal", data={"chosen": chosen}).data, "lxml")
    assert "Tandai 2 orang mundur" in first(page, "h1").get_text()
    assert [field["value"] for field in page.select("input[name=chosen]")] == chosen
    assert committee.post(f"{LIST}/chosen/links", data={}).status_code == 422


def test_a_paper_holds_what_is_seen_and_belongs_to_who_asked(committee: FlaskClient, cast: Cast, app) -> None:
    cast.participant(ANDI)
    cast.participant(BAIQ, office="bali")
    job = committee.post(
        f"{LIST}/paper", data={"office": str(cast.office("bali").id), "columns": "name,role"}
    )
    assert run_due_jobs() == 1
    printed = papers(PeopleList)[-1]
    assert [group.office for group in printed.groups] == ["Kantor Wilayah Bali"]
    assert [column.word for column in printed.columns] == ["Nama dan gelar", "Peran"]
    address = f"{LIST}/papers/{job.location.partition('?')[0].rsplit('/', 1)[1]}.pdf"
    assert committee.get(address).data.startswith(b"%PDF")
    other = sign_in(app.test_client(), cast.user(Role.COMMITTEE))
    assert other.get(address).status_code == 404


def test_the_nominal_list_needs_the_nip_and_leaves_out_who_will_not_come(
    committee: FlaskClient, cast: Cast
) -> None:
    cast.participant(ANDI, nip=ANDI_NIP)
    gone = cast.participant(BAIQ)
    committee.post(f"{LIST}/{gone.id}/withdrawal", data={"reason": "sakit"})
    committee.post(f"{LIST}/nominal")
    assert run_due_jobs() == 1
    printed = papers(PeopleList)[-1]
    assert [row[:2] for group in printed.groups for row in group.rows] == [(ANDI, "19791122 200501 2 910")]
    assert printed.signer is not None
