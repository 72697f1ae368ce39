"""The pages of the participants: the list, one person, the sheet before it is registered."""

from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event as sql_event
from sqlalchemy import func, select

from app.access import Role
from app.audit.models import AuditEntry
from app.db import db
from app.jobs.worker import run_due_jobs
from app.lib.codes import grouped
from app.participants.kept_sheets import Roster
from app.participants.models import Participant, ParticipantRole, Pass
from app.participants.read_roster import read_roster
from tests.cast import BAIQ, FITRI, Cast, sign_in
from tests.participants.sheets import ANDI_NIP, person, press_register, sheet

LIST = "/events/rakornis-uji/participants"
ROSTERS = "/events/rakornis-uji/rosters"


def words(answer) -> str:
    return " ".join(BeautifulSoup(answer.data, "lxml").get_text(" ").split())


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    return sign_in(client, cast.user(Role.COMMITTEE))


def upload(client: FlaskClient, content: bytes, filename: str = "peserta.csv"):
    return client.post(ROSTERS, data={"file": (BytesIO(content), filename)})


def test_the_list_shows_everybody_in_protocol_order(committee: FlaskClient, cast: Cast) -> None:
    cast.participant(BAIQ, office="bali")
    cast.participant(FITRI, office="kaltim")
    told = words(committee.get(LIST))
    assert told.index("Fitriyani Azkadhina") < told.index("Baiq Zohratulaini")


def test_the_search_finds_parts_of_names_whatever_their_accents_and_apostrophes(
    committee: FlaskClient, cast: Cast
) -> None:
    cast.participant("Muhammad Ma'shum Al-Fathoni, Lc.")
    cast.participant(BAIQ)
    told = words(committee.get(LIST, query_string={"q": "MA’SHUM al fat"}))
    assert "Al-Fathoni" in told
    assert "Baiq" not in told


def test_the_search_finds_a_grouped_nip(committee: FlaskClient, cast: Cast) -> None:
    cast.participant(nip=ANDI_NIP)
    cast.participant(BAIQ)
    told = words(committee.get(LIST, query_string={"q": "19791122 200501"}))
    assert "Andi Tenrisangka" in told
    assert "Baiq" not in told


def test_a_percent_sign_is_searched_for_as_it_is(committee: FlaskClient, cast: Cast) -> None:
    cast.participant()
    assert "Tidak ada yang cocok" in words(committee.get(LIST, query_string={"q": "%"}))


def test_filters_narrow_the_list_and_nonsense_is_left_out(committee: FlaskClient, cast: Cast) -> None:
    cast.participant(BAIQ, office="bali", role=ParticipantRole.SPEAKER)
    cast.participant(FITRI)
    assert "Fitriyani" not in words(committee.get(LIST, query_string={"role": "speaker"}))
    assert "Fitriyani" not in words(committee.get(LIST, query_string={"office": cast.office("bali").id}))
    nonsense = {"role": "king", "office": "9" * 30, "state": "x", "page": "99999"}
    assert "Fitriyani" in words(committee.get(LIST, query_string=nonsense))


def test_while_typing_only_the_part_that_changes_is_sent(committee: FlaskClient, cast: Cast) -> None:
    cast.participant()
    answer = committee.get(LIST, headers={"HX-Request": "true"})
    assert b"<html" not in answer.data
    assert "HX-Request" in answer.headers["Vary"]


def test_the_list_takes_few_statements_however_long_it_is(committee: FlaskClient, cast: Cast) -> None:
    for number in range(12):
        cast.participant(f"Peserta {'abcdefghijkl'[number]}", office="bali" if number % 2 else "kaltim")
    seen: list[str] = []
    listen = lambda _c, _cur, statement, *_: seen.append(statement)  # noqa: E731
    sql_event.listen(db.engine, "before_cursor_execute", listen)
    committee.get(LIST)
    sql_event.remove(db.engine, "before_cursor_execute", listen)
    assert len([one for one in seen if one.startswith("SELECT")]) <= 8


def test_the_sheet_is_shown_before_anything_is_saved(committee: FlaskClient, cast: Cast) -> None:
    cast.office("kaltim")
    content = sheet(person("Andi Tenrisangka Makkulau", nip=ANDI_NIP), person("Ucu", unit="PT Uji"))
    answer = upload(committee, content)
    assert answer.status_code == 303
    told = words(committee.get(answer.location))
    assert "Daftarkan 2 peserta" in told
    assert "Baris 3" in told
    assert db.session.scalar(select(func.count(Participant.id))) == 0


def test_registering_leads_to_the_list_with_what_came_of_it(committee: FlaskClient, cast: Cast) -> None:
    cast.office("kaltim")
    preview = upload(committee, sheet(person("Andi Tenrisangka Makkulau", nip=ANDI_NIP))).location
    answer = press_register(committee, preview)
    assert (answer.status_code, answer.location) == (303, LIST)
    assert "1 baru, 0 berubah" in words(committee.get(LIST))
    assert db.session.scalar(select(func.count(Pass.id))) == 1


def test_errors_block_the_button_and_every_problem_is_shown(committee: FlaskClient, cast: Cast) -> None:
    cast.office("kaltim")
    preview = upload(committee, sheet(*(person("Ucu Uji", nip=str(n) * 7) for n in range(1, 8)))).location
    page = BeautifulSoup(committee.get(preview).data, "lxml")
    assert page.select_one(".page-head button[aria-disabled=true]") is not None
    assert len(page.select("tbody .state.bad")) == 7
    assert press_register(committee, preview).location == preview
    assert db.session.scalar(select(func.count(Participant.id))) == 0


@pytest.mark.any_database
def test_a_file_that_is_no_sheet_is_refused_on_the_form(committee: FlaskClient) -> None:
    answer = upload(committee, b"%PDF-1.7", "peserta.pdf")
    assert answer.status_code == 422
    assert "PDF" in words(answer)
    assert db.session.scalar(select(func.count(Roster.id))) == 0


@pytest.mark.any_database
def test_a_form_without_a_file_says_so(committee: FlaskClient) -> None:
    assert committee.post(ROSTERS).status_code == 422


@pytest.mark.any_database
def test_sixty_megabytes_are_told_to_be_too_large(committee: FlaskClient) -> None:
    answer = upload(committee, b"x" * 60_000_000)
    assert answer.status_code == 413
    assert "20 MB" in words(answer)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_empty_sheet_is_read_back_with_all_its_columns(committee: FlaskClient, language: str) -> None:
    answer = committee.get(f"{ROSTERS}/template.xlsx?language={language}")
    workbook = load_workbook(BytesIO(answer.data))
    page = workbook[workbook.sheetnames[0]]
    cells = ["Penata", "Kabid", "Kanwil Uji", "Peserta", "a@b.example", "0800000000"]
    page.append(["1", "Dr.", "Ucu Uji", "S.H.", ANDI_NIP, *cells])
    filled = BytesIO()
    workbook.save(filled)
    one = read_roster(filled.getvalue(), today=date(2024, 9, 4)).rows[0]
    assert (one.front_titles, one.name, one.back_titles, one.nip) == ("Dr.", "Ucu Uji", "S.H.", ANDI_NIP)
    assert (one.rank, one.position, one.unit, one.role) == ("Penata", "Kabid", "Kanwil Uji", "Peserta")
    assert (one.email, one.phone) == ("a@b.example", "0800000000")


def test_the_list_can_be_downloaded_as_text_and_the_audit_trail_says_so(
    committee: FlaskClient, cast: Cast
) -> None:
    cast.participant("=HYPERLINK Uji", nip=ANDI_NIP)
    workbook = load_workbook(BytesIO(committee.get(f"{LIST}.xlsx?columns=name,nip").data))
    page = workbook[workbook.sheetnames[0]]
    cells = [cell.value for cell in page[2]]
    assert "=HYPERLINK Uji" in cells
    assert page["C2"].data_type == "s"
    assert "19791122 200501 2 910" in cells
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.action == "participants.export")) is not None


def test_the_page_of_a_person_shows_pass_and_history(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant(nip=ANDI_NIP)
    told = words(committee.get(f"{LIST}/{andi.id}"))
    assert "19791122 200501 2 910" in told
    assert grouped(cast.code(andi)) in told
    assert "Terdaftar." in told
    assert committee.get(f"{LIST}/{andi.id}/qr.svg").mimetype == "image/svg+xml"


def test_a_new_pass_ends_the_one_before_at_once(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant()
    old = cast.code(andi)
    assert committee.post(f"{LIST}/{andi.id}/pass", data={"reason": "Hilang"}).status_code == 303
    told = words(committee.get(f"{LIST}/{andi.id}"))
    assert "Hilang" in told
    assert grouped(old) not in told
    passes = db.session.scalars(select(Pass).order_by(Pass.serial)).all()
    assert [(issued.serial, issued.is_valid) for issued in passes] == [(1, False), (2, True)]


@pytest.mark.parametrize("what", ["pass", "link/replacement", "withdrawal"])
def test_what_ends_something_asks_first_why(committee: FlaskClient, cast: Cast, what: str) -> None:
    person = f"{LIST}/{cast.participant().id}"
    page = BeautifulSoup(committee.get(f"{person}/{what}").data, "lxml")
    (question,) = [heading.get_text(strip=True) for heading in page.select("main h1")]
    assert [field["name"] for field in page.select("main form input[required]")] == ["reason"]
    assert [button.get_text(strip=True) for button in page.select("form .button-danger")] == [question]
    assert [link["href"] for link in page.select("form .button-quiet")] == [person]


def test_a_new_pass_needs_a_reason(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant()
    assert committee.post(f"{LIST}/{andi.id}/pass", data={"reason": " "}).status_code == 422
    assert db.session.scalar(select(func.count(Pass.id))) == 1


def test_withdrawing_can_be_undone(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant()
    committee.post(f"{LIST}/{andi.id}/withdrawal", data={"reason": "Sakit"})
    assert "Sakit" in words(committee.get(f"{LIST}/{andi.id}"))
    committee.post(f"{LIST}/{andi.id}/withdrawal/removal")
    db.session.expire_all()
    assert db.session.get_one(Participant, andi.id).withdrawal is None


def test_the_personal_link_is_made_and_replaced(committee: FlaskClient, cast: Cast) -> None:
    andi = cast.participant()
    committee.post(f"{LIST}/{andi.id}/link")
    first = words(committee.get(f"{LIST}/{andi.id}")).split("https://rakornis.example/me/")[1].split()[0]
    committee.post(f"{LIST}/{andi.id}/link/replacement", data={"reason": "Salah kirim"})
    assert first not in words(committee.get(f"{LIST}/{andi.id}"))
    assert committee.get(f"/me/{first}").status_code == 410


def test_badges_are_printed_in_the_background_and_kept(committee: FlaskClient, cast: Cast) -> None:
    cast.participant()
    answer = committee.post("/events/rakornis-uji/badges", data={"office": "0", "key": "abc"})
    assert answer.location.startswith("/jobs/")
    assert run_due_jobs() == 1
    number = answer.location.partition("?")[0].rsplit("/", 1)[1]
    printed = committee.get(f"/events/rakornis-uji/badges/{number}.pdf")
    assert printed.data.startswith(b"%PDF")


def test_the_badges_of_ticked_people_are_printed(committee: FlaskClient, cast: Cast) -> None:
    andi, _ = cast.participant(), cast.participant(BAIQ)
    answer = committee.post("/events/rakornis-uji/badges/chosen", data={"chosen": [str(andi.id)]})
    assert answer.status_code == 303
    assert committee.post("/events/rakornis-uji/badges/chosen").status_code == 422
