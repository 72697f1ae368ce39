"""Workbooks with two headers, formulas, hidden parts, macros or a password: each gets a clear sentence."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.lib.sheets import SheetUnreadable
from app.participants.read_roster import read_roster
from app.participants.reading import Reading
from tests.participants.workbooks import DAY, kinds, names, read, workbook

HEADER = ("Nama", "Jabatan", "Satuan Kerja")
UCU = ("Ucu Uji", "Kabid", "Kanwil Bali")
LIE = ("Lie Uji", "Kakanwil", "Kanwil Aceh")


def edited(edit: Callable[[Worksheet], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(("Peserta", (HEADER, UCU, LIE)))))
    edit(book["Peserta"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sentences(content: bytes) -> list[str]:
    return [problem.msgid % problem.values for problem in read(content).problems]


TWO_HEADERS = workbook((
    "Data",
    (
        ("Nama", "Jabatan"), ("Rini Narahubung", "Analis"), (),
        ("No", "Nama", "NIP", "Jabatan", "Satuan Kerja"), (1, "Ucu Uji", "", "Kabid", "Kanwil Bali"),
    ),
))  # fmt: skip


def test_of_two_headers_the_fuller_is_taken_and_the_other_is_named() -> None:
    found = read(TWO_HEADERS)
    assert names(found) == ["Ucu Uji"]
    assert kinds(found) == [(1, "sheet", "header_chosen", "warning")]
    assert "Row 4 was taken" in sentences(TWO_HEADERS)[0]


def test_the_other_header_is_taken_when_somebody_points_at_it() -> None:
    found = read_roster(TWO_HEADERS, today=DAY, reading=Reading(sheet="Data", row=1))
    assert [header.row for header in found.headers] == [1]
    assert names(found)[0] == "Rini Narahubung"


def test_the_stored_value_of_a_formula_is_used() -> None:
    content = edited(lambda page: page.__setitem__("B2", '="Ka"&"bid"'))
    stored = replace_part(content, b"<v></v>", b"<v>Kabid</v>", b"<v />", b"<v>Kabid</v>")
    stored = replace_part(stored, b'<c r="B2">', b'<c r="B2" t="str">')
    assert [row.position for row in read(stored).rows] == ["Kabid", "Kakanwil"]
    assert kinds(read(stored)) == []


def replace_part(content: bytes, *pairs: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                for before, after in zip(pairs[::2], pairs[1::2], strict=True):
                    part = part.replace(before, after)
            new.writestr(name, part)
    return file.getvalue()


def test_a_formula_without_a_value_is_told_with_its_place_and_blocks() -> None:
    def reckon(page: Worksheet) -> None:
        page["C2"], page["C3"] = "=A2", "=A3"

    content = edited(reckon)
    assert kinds(read(content)) == [(2, "unit", "formula", "error")]
    assert "Cells of column C" in sentences(content)[0]
    assert ": 2 (in row 2, 3)" in sentences(content)[0]
    assert [row.unit for row in read(content).rows] == ["", ""]


def test_a_formula_without_a_value_in_an_unread_column_disturbs_nobody() -> None:
    assert kinds(read(edited(lambda page: page.__setitem__("E2", "=A2")))) == []


def test_a_formula_written_as_text_is_no_name() -> None:
    found = read(b"Nama;Satuan Kerja\n=CONCAT(A1;A2);Kanwil Bali\n=B7;Kanwil Bali\n")
    assert [kind for _, _, kind, _ in kinds(found)] == ["formula", "formula"]
    assert found.blocked


def test_hidden_rows_are_read_and_named() -> None:
    def hide(page: Worksheet) -> None:
        page.row_dimensions[3].hidden = True

    assert names(read(edited(hide))) == ["Ucu Uji", "Lie Uji"]
    assert kinds(read(edited(hide))) == [(3, "sheet", "hidden_rows", "warning")]


def test_a_hidden_column_is_read_and_named() -> None:
    def hide(page: Worksheet) -> None:
        page.column_dimensions["B"].hidden = True

    assert [row.position for row in read(edited(hide)).rows] == ["Kabid", "Kakanwil"]
    assert kinds(read(edited(hide))) == [(1, "sheet", "hidden_columns", "warning")]
    assert "B (Jabatan)" in sentences(edited(hide))[0]


def test_a_hidden_sheet_is_not_read_and_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(("Peserta", (HEADER, UCU)), ("Lama", (HEADER, LIE)))))
    book["Lama"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert names(read(file.getvalue())) == ["Ucu Uji"]
    assert kinds(read(file.getvalue())) == [(1, "sheet", "sheet_hidden", "warning")]


def test_macros_are_told_and_never_run() -> None:
    file = io.BytesIO(workbook(("Peserta", (HEADER, UCU))))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    assert names(read(file.getvalue())) == ["Ucu Uji"]
    assert kinds(read(file.getvalue())) == [(1, "sheet", "macros", "warning")]


def test_a_password_is_told_with_what_to_do() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(SheetUnreadable, match="Save a copy without a password"):
        read(content)


def test_fifty_thousand_rows_are_read() -> None:
    lines = (f"Peserta {number};Kanwil Bali" for number in range(50_000))
    assert len(read("\n".join(("Nama;Satuan Kerja", *lines)).encode()).rows) == 50_000
