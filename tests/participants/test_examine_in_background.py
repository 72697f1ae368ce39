"""Large sheets are read by the worker: the same preview, nothing registered, and gone when nobody comes."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.admin.sweep_storage import sweep_storage
from app.db import db
from app.jobs.models import Job, JobState
from app.jobs.worker import run_due_jobs
from app.participants import examine_in_background, large_sheets
from app.participants.kept_sheets import Roster
from tests.bench.bench_import import sheet_of
from tests.cast import Cast, sign_in
from tests.participants.sheets import person, press_register, sheet
from tests.participants.test_register_roster import everybody

ROSTERS = "/events/rakornis-uji/rosters"
SHEET = sheet(person("Ucu Uji"), person("Lie Uji", unit="PT Uji"))


@pytest.fixture
def committee(client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(large_sheets, "LARGE_TEXT_BYTES", 10)
    cast.office("kaltim")
    return sign_in(client, cast.user(Role.COMMITTEE))


def upload(client: FlaskClient, content: bytes = SHEET) -> str:
    answer = client.post(ROSTERS, data={"file": (BytesIO(content), "peserta.csv")})
    assert answer.status_code == 303
    return answer.location


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


def looks() -> list[Job]:
    asked = select(Job).where(Job.kind == examine_in_background.EXAMINE).order_by(Job.id)
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def test_the_page_waits_with_its_progress_and_then_shows_the_preview(committee: FlaskClient) -> None:
    address = upload(committee)
    waiting = page(committee, address)
    assert waiting.select_one("progress")
    assert waiting.select_one("noscript meta[http-equiv=refresh]")
    assert "X-Poll" not in committee.get(f"{address}/progress").headers
    assert run_due_jobs() == 1
    assert committee.get(f"{address}/progress").headers["X-Poll"] == "reload"
    text = page(committee, address).get_text(" ")
    assert "Ucu Uji" in text
    assert "PT Uji" in text
    assert everybody() == []


def test_a_small_sheet_is_shown_at_once(client: FlaskClient, cast: Cast) -> None:
    cast.office("kaltim")
    sign_in(client, cast.user(Role.COMMITTEE))
    assert "Ucu Uji" in page(client, upload(client)).get_text(" ")
    assert looks() == []


def test_an_upload_is_looked_at_once_however_often_it_is_asked_for(committee: FlaskClient) -> None:
    assert upload(committee) == upload(committee)
    assert len(looks()) == 1
    run_due_jobs()
    address = upload(committee)
    assert len(looks()) == 1
    assert committee.post(f"{address}/examination").status_code == 303
    assert len(looks()) == 2


def test_what_is_said_about_a_column_has_the_sheet_read_anew(committee: FlaskClient) -> None:
    address = upload(committee, SHEET.replace(b"Jabatan", b"Zarah"))
    run_due_jobs()
    shown = page(committee, address)
    columns = [one["name"] for one in shown.select("select[name^=column-]")]
    sent = {columns[0]: "position"}
    assert committee.post(f"{address}/reading", data=sent).location == address
    assert len(looks()) == 2
    assert page(committee, address).select_one("progress")


def test_a_worker_that_dies_leaves_the_sheet_to_the_next(
    committee: FlaskClient, monkeypatch: pytest.MonkeyPatch, clock
) -> None:
    address = upload(committee)

    def die(*_arguments, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(examine_in_background, "compare", die)
        run_due_jobs()
    assert page(committee, address).select_one("progress")
    clock.pass_time(minutes=2)
    assert run_due_jobs() == 1
    assert "Ucu Uji" in page(committee, address).get_text(" ")


def test_a_large_file_that_is_no_sheet_is_told_why(committee: FlaskClient) -> None:
    address = upload(committee, b"\x00\x01\x02 bukan lembar" * 10)
    run_due_jobs()
    assert looks()[0].state is JobState.DISMISSED
    told = page(committee, address)
    assert told.select_one(".notice")
    assert told.select_one(f"form[action='{address}/examination']")
    assert committee.post(ROSTERS, data={"file": (BytesIO(b"%PDF-1.7 besar"), "a.xlsx")}).status_code == 422


def test_the_sheet_waits_in_the_list_for_a_week_and_its_preview_for_a_day(committee, clock) -> None:
    address = upload(committee)
    run_due_jobs()
    assert page(committee, ROSTERS).select_one(f"a[href='{address}']")
    clock.pass_time(hours=30)
    sweep_storage()
    assert "Ucu Uji" not in page(committee, address).get_text(" ")
    assert page(committee, address).select_one(f"form[action='{address}/examination']")
    clock.pass_time(hours=24 * 7)
    sweep_storage()
    assert db.session.scalars(select(Roster)).all() == []
    assert committee.get(address).status_code == 404


def test_a_sheet_that_is_uploaded_again_waits_anew(committee: FlaskClient, clock) -> None:
    address = upload(committee)
    clock.pass_time(hours=24 * 6)
    assert upload(committee) == address
    clock.pass_time(hours=24 * 6)
    sweep_storage()
    assert committee.get(address).status_code == 200


def test_a_registered_sheet_is_never_swept(committee: FlaskClient, clock) -> None:
    address = upload(committee)
    run_due_jobs()
    press_register(committee, address)
    run_due_jobs()
    clock.pass_time(hours=24 * 30)
    sweep_storage()
    assert len(db.session.scalars(select(Roster)).all()) == 1


def test_what_many_rows_say_is_told_once_with_the_rows(committee: FlaskClient) -> None:
    rows = [person(f"Orang {letter} Uji", unit="Dinas Antah Berantah") for letter in "ABCDEFGHIJKLMNOP"]
    address = upload(committee, sheet(*rows, person("Ucu Uji", unit="Dinas Lain")))
    run_due_jobs()
    problems = page(committee, address).select("section[aria-labelledby=problems] tbody tr")
    assert [" ".join(one.th.get_text(" ").split()) for one in problems if one.th] == [
        "Baris 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 dan 4 lainnya",
        "Baris 18",
    ]


def test_a_workbook_is_large_by_what_it_unpacks_to() -> None:
    assert not large_sheets.is_large(sheet_of(300))
    assert large_sheets.is_large(sheet_of(3_000))
    assert not large_sheets.is_large(b"PK\x03\x04 rusak")
