"""Columns nobody understood are explained on the page, once; the next sheet knows them."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access import Role
from app.db import db
from app.participants.explain_roster import taught_headings
from app.participants.kept_sheets import TaughtHeading
from app.participants.models import Participant
from tests.cast import Cast, sign_in
from tests.participants.sheets import ANDI_NIP, press_register
from tests.participants.test_pages import words
from tests.participants.test_register_roster import everybody
from tests.reading import first

ROSTERS = "/events/rakornis-uji/rosters"
UNKNOWN = f"Sapaan resmi;Nomor kepegawaian;Satuan Kerja;Warna\nUcu Uji, S.H.;{ANDI_NIP};Kanwil Bali;biru\n"
KNOWN = f"Nama;Kode induk;Satuan Kerja;Warna\nUcu Uji, S.H.;{ANDI_NIP};Kanwil Bali;biru\n"


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.office("bali")
    return sign_in(client, cast.user(Role.COMMITTEE))


def upload(client: FlaskClient, text: str) -> str:
    return client.post(ROSTERS, data={"file": (BytesIO(text.encode()), "peserta.csv")}).location


def drawn(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).data, "lxml")


def select_of(page: BeautifulSoup, name: str) -> Tag:
    (found,) = page.select(f"select[name={name}]")
    return found


def test_an_unread_column_is_shown_with_its_first_values(committee: FlaskClient) -> None:
    page = drawn(committee, upload(committee, KNOWN))
    line = select_of(page, "column-1").find_parent("tr")
    assert line is not None
    assert "Kode induk" in line.get_text()
    assert ANDI_NIP in line.get_text()
    assert select_of(page, "column-3").find_parent("details") is None
    assert select_of(page, "column-0").find_parent("details") is not None


def test_what_was_said_is_read_at_once_and_known_the_next_time(committee: FlaskClient) -> None:
    address = upload(committee, KNOWN)
    said = {"sheet": "peserta", "column-1": "nip", "column-3": "ignored"}
    assert committee.post(f"{address}/reading", data=said).location == address
    assert ANDI_NIP in first(drawn(committee, address), ":has(> #planned)").get_text()
    press_register(committee, address)
    assert everybody()[0].nip == ANDI_NIP
    following = upload(committee, KNOWN.replace("Ucu", "Lie").replace(ANDI_NIP, ""))
    assert select_of(drawn(committee, following), "column-1").select("option[selected]")[0]["value"] == "nip"


def test_the_command_line_knows_it_too_and_a_dry_run_teaches_nothing(
    app: Flask, committee: FlaskClient, cast: Cast, tmp_path
) -> None:
    file = tmp_path / "lain.csv"
    file.write_text(KNOWN)
    run = lambda *more: app.test_cli_runner().invoke(  # noqa: E731
        args=["participants", "import", str(file), "--event", cast.event.slug, "--dry-run", "--json", *more]
    )
    assert f'"nip": "{ANDI_NIP}"' not in run().output
    committee.post(f"{upload(committee, KNOWN)}/reading", data={"sheet": "peserta", "column-1": "nip"})
    assert f'"nip": "{ANDI_NIP}"' in run().output
    assert db.session.scalar(select(func.count(TaughtHeading.id))) == 1


def test_taking_it_back_forgets_the_heading(committee: FlaskClient) -> None:
    address = upload(committee, KNOWN)
    for meaning in ("nip", ""):
        committee.post(f"{address}/reading", data={"sheet": "peserta", "column-1": meaning})
    assert taught_headings() == {}


def test_nonsense_teaches_nothing(committee: FlaskClient) -> None:
    address = upload(committee, KNOWN)
    nonsense = {"sheet": "lain", "row": "x", "column-1": "raja", "column-99999": "nip", "column-x": "nip"}
    assert committee.post(f"{address}/reading", data=nonsense).status_code == 303
    assert taught_headings() == {}


def test_a_sheet_without_known_headings_is_read_by_pointing_at_row_and_columns(
    committee: FlaskClient,
) -> None:
    address = upload(committee, UNKNOWN)
    page = drawn(committee, address)
    assert [one["value"] for one in page.select("input[name=row]")] == ["0", "1", "2"]
    committee.post(f"{address}/reading", data={"sheet": "peserta", "row": "1"})
    assert "Belum ada kolom" in words(committee.get(address))
    said = {"sheet": "peserta", "column-0": "name", "column-1": "nip"}
    committee.post(f"{address}/reading", data=said)
    press_register(committee, address)
    assert [(one.name, one.nip, one.office.code) for one in everybody()] == [("Ucu Uji", ANDI_NIP, "bali")]
    press_register(committee, upload(committee, UNKNOWN.replace("Ucu", "Lie").replace(ANDI_NIP, "")))
    assert db.session.scalar(select(func.count(Participant.id))) == 2


def test_a_list_without_any_heading_is_read_by_its_columns(committee: FlaskClient) -> None:
    address = upload(committee, "Ucu Uji, S.H.;Kanwil Bali\nLie Uji;Kanwil Bali\n")
    committee.post(f"{address}/reading", data={"sheet": "peserta", "row": "0"})
    committee.post(f"{address}/reading", data={"sheet": "peserta", "column-0": "name", "column-1": "unit"})
    press_register(committee, address)
    assert [(one.name, one.office.code) for one in everybody()] == [("Ucu Uji", "bali"), ("Lie Uji", "bali")]
    assert taught_headings() == {}
