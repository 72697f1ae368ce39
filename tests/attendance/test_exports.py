"""The matrix as a workbook, and the days of each office for its payment file."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from app.access import Role
from app.accounts.links import token_of
from app.attendance.all_days import all_days
from app.attendance.matrix import matrix_of
from app.attendance.matrix_sheet import write_matrix
from app.attendance.office_files import days_of_office
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.checkin.models import AttendanceStatus
from app.db import db, transaction
from app.jobs.worker import run_due_jobs
from app.registration.links import office_link
from app.services import services
from app.services.paper.accountability import Account
from tests.attendance.closing import Morning
from tests.cast import ANDI, BAIQ, FITRI, sign_in

NIP = "198001012005011003"


def workbook(morning: Morning, *, numbers: bool = True):
    matrix = matrix_of(all_days(morning.cast.event))
    content = write_matrix(morning.cast.event, matrix, at=morning.gate.clock.now(), numbers=numbers)
    return load_workbook(BytesIO(content))


def rows_of(page) -> dict[str, list[Any]]:
    """Rows by the name in the second column."""
    return {str(row[1]): list(row) for row in page.iter_rows(values_only=True) if row[1]}


def test_the_matrix_tells_how_everybody_stood_and_adds_up(morning: Morning):
    andi, ill = morning.cast.participant(ANDI), morning.cast.participant(BAIQ)
    morning.arrives(andi, morning.opening, minutes=2)
    morning.put(ill, morning.panel, AttendanceStatus.ILL, note="demam")
    found = rows_of(workbook(morning)["Sesi"])
    # opening: status, came, left; panel: the same; the gate of 13.30 on the third day; then the sums
    assert found[ANDI][5] == "hadir"
    assert found[ANDI][6].minute == (morning.opening.starts_at.minute + 2) % 60
    assert found[ANDI][-2:] == [1, 1]
    assert found[BAIQ][8] == "sakit"
    assert found[BAIQ][-2:] == [0, 0]


def test_totals_stand_below_each_session(morning: Morning):
    morning.arrives(morning.cast.participant(ANDI), morning.opening)
    morning.cast.participant(BAIQ)
    page = workbook(morning)["Sesi"]
    sums = {row[0]: row[5] for row in page.iter_rows(values_only=True) if str(row[0]).startswith("Jumlah")}
    assert sums == {"Jumlah hadir": 1, "Jumlah belum tercatat": 1}
    assert page.freeze_panes == "C4"


def test_no_cell_of_the_matrix_is_a_formula(morning: Morning):
    evil = morning.cast.participant('=HYPERLINK("http://x","y")')
    morning.put(evil, morning.opening, AttendanceStatus.EXCUSED, note="=1+1")
    book = workbook(morning)
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    named = next(cell for cell in cells if str(cell.value).startswith("=HYPERLINK"))
    assert named.quotePrefix


def test_numbers_in_the_matrix_are_for_who_needs_them(morning: Morning):
    morning.cast.participant(ANDI, nip=NIP)
    assert rows_of(workbook(morning)["Sesi"])[ANDI][2] == "19800101 200501 1 003"
    assert rows_of(workbook(morning, numbers=False)["Sesi"])[ANDI][2] == "•••••••• •••••• • 003"


def test_the_matrix_is_written_in_the_background_and_its_taking_is_noted(
    client: FlaskClient, morning: Morning
):
    morning.cast.participant(ANDI)
    sign_in(client, morning.cast.user(Role.COMMITTEE))
    address = f"/events/{morning.cast.event.slug}/attendance/matrix.xlsx"
    assert client.get(address).status_code == 303
    assert "/jobs/" in client.post(address).headers["Location"]
    run_due_jobs()
    assert load_workbook(BytesIO(client.get(address).data)).sheetnames[0] == "Sesi"
    taken = select(AuditEntry).where(AuditEntry.action == "attendance.export")
    assert db.session.scalars(taken).one().details["what"] == "matrix"


def test_days_count_once_and_only_with_an_arrival(morning: Morning):
    andi, ill = morning.cast.participant(ANDI), morning.cast.participant(BAIQ)
    morning.arrives(andi, morning.opening)
    morning.arrives(andi, morning.panel)
    morning.put(ill, morning.opening, AttendanceStatus.ILL, note="demam")
    of = days_of_office(morning.cast.event, morning.cast.office("kaltim"))
    assert {one.person.name: one.counted for one in of.people} == {ANDI: 1, BAIQ: 0}
    assert of.counted == 1
    assert not of.is_final


def test_the_paper_of_an_office_holds_its_people_its_seals_and_its_supplements(
    client: FlaskClient, morning: Morning
):
    andi, other = morning.cast.participant(ANDI, nip=NIP), morning.cast.participant(BAIQ, office="bali")
    morning.arrives(andi, morning.opening)
    close = morning.close()
    for person in (andi, other):
        morning.put(person, morning.panel, AttendanceStatus.EXCUSED, note="surat menyusul")
    kaltim = morning.cast.office("kaltim")
    sign_in(client, morning.cast.user(Role.OFFICE_HEAD, office=kaltim))
    page = f"/events/{morning.cast.event.slug}/offices/{kaltim.id}/attendance"
    assert ANDI in client.get(page).text
    assert BAIQ not in client.get(page).text
    assert client.get(f"{page}.pdf").data.startswith(b"%PDF")
    account = services().press.printed[-1]  # type: ignore[attr-defined]
    assert isinstance(account, Account)
    assert [(line.name, line.nip, line.days) for line in account.lines] == [(ANDI, NIP, 1)]
    assert close.sha256[:8] in " ".join(account.notes)
    assert [one.name for one in account.supplements] == [ANDI]


@pytest.mark.parametrize("role", [Role.OFFICE_HEAD, Role.OFFICE_OPERATOR])
def test_an_office_sees_no_other_office(client: FlaskClient, morning: Morning, role: Role):
    morning.cast.participant(BAIQ, office="bali")
    sign_in(client, morning.cast.user(role, office=morning.cast.office("kaltim")))
    bali = f"/events/{morning.cast.event.slug}/offices/{morning.cast.office('bali').id}/attendance"
    assert client.get(bali).status_code == 403
    assert client.get(f"{bali}.pdf").status_code == 403
    assert client.get(f"/events/{morning.cast.event.slug}/attendance/matrix.xlsx").status_code == 403
    assert client.get(f"/events/{morning.cast.event.slug}/attendance/accounts.zip").status_code == 403


def test_the_link_of_an_office_opens_its_days_and_notes_who_took_them(client: FlaskClient, morning: Morning):
    andi = morning.cast.participant(ANDI)
    morning.arrives(andi, morning.opening)
    delegation = morning.cast.delegation(morning.cast.event, morning.cast.office("kaltim"))
    with transaction():
        token = token_of(office_link(delegation, by=COMMAND_LINE))
    assert ANDI in client.get(f"/delegation/{token}/attendance").text
    assert client.get(f"/delegation/{token}/attendance.pdf").status_code == 200
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "attendance.export")).one()
    assert entry.details["what"] == "account"
    assert client.get(f"/delegation/{'0' * 26}/attendance").status_code in {404, 410}


def test_all_offices_come_in_one_zip_in_protocol_order(client: FlaskClient, morning: Morning):
    morning.cast.participant(ANDI, office="kaltim")
    morning.cast.participant(FITRI, office="bali")
    sign_in(client, morning.cast.user(Role.COMMITTEE))
    address = f"/events/{morning.cast.event.slug}/attendance/accounts.zip"
    assert client.get(address).status_code == 303
    client.post(address)
    run_due_jobs()
    with ZipFile(BytesIO(client.get(address).data)) as archive:
        first, second = archive.namelist()
        assert archive.read(first).startswith(b"%PDF")
    assert first.startswith("01-")
    assert second.startswith("02-")


def test_an_office_without_people_is_told_so(client: FlaskClient, morning: Morning):
    kaltim = morning.cast.office("kaltim")
    morning.cast.delegation(morning.cast.event, kaltim)
    sign_in(client, morning.cast.user(Role.OFFICE_OPERATOR, office=kaltim))
    page = f"/events/{morning.cast.event.slug}/offices/{kaltim.id}/attendance"
    assert "Belum ada kehadiran" in client.get(page).text
    sent_back = client.get(f"{page}.pdf").headers["Location"]
    assert "belum ada yang dapat dicetak" in client.get(sent_back).text
