"""Sheets: every common kind is read by its content, and what cannot be read says why."""

import io
import zipfile

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from app.lib.sheets import Merge, Number, SheetUnreadable, TooManyRows, read_sheets

NIP = "198609262015051001"


def xlsx(*rows, merge=(), **cells) -> bytes:
    book = openpyxl.Workbook()
    page = book["Sheet"]
    for row in rows:
        page.append(row)
    for place, value in cells.items():
        page[place] = value
    for area in merge:
        page.merge_cells(area)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(*rows) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Peserta")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(*rows, spans=None) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Peserta")
    for number, row in enumerate(rows):
        line = TableRow()
        for column, value in enumerate(row):
            span = (spans or {}).get((number, column))
            kind = CoveredTableCell if value is None else TableCell
            cell = (
                kind(valuetype="string", numberrowsspanned=span, numbercolumnsspanned=1)
                if span
                else kind(valuetype="string")
            )
            if value:
                cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_sheets(content)[0].rows]


@pytest.mark.parametrize(
    "content",
    [
        xlsx(["Nama", "NIP"], ["Budi, S.H.", NIP]),
        xls(["Nama", "NIP"], ["Budi, S.H.", NIP]),
        ods(["Nama", "NIP"], ["Budi, S.H.", NIP]),
        f'Nama,NIP\n"Budi, S.H.",{NIP}\n'.encode(),
        f"Nama;NIP\r\nBudi, S.H.;{NIP}\r\n".encode("utf-8-sig"),
        f"sep=;\nNama;NIP\nBudi, S.H.;{NIP}\n".encode(),
        f"Nama\tNIP\nBudi, S.H.\t{NIP}\n".encode("utf-16"),
    ],
    ids=["xlsx", "xls", "ods", "comma", "semicolon with BOM", "sep=", "tab in UTF-16"],
)
def test_every_kind_gives_the_same_cells(content):
    assert cells(content) == [("Nama", "NIP"), ("Budi, S.H.", NIP)]


def test_windows_1252_is_read_where_utf8_fails():
    assert cells("Nama;Satker\nJosé Ma’shum;Kanwil Bali\n".encode("cp1252"))[1] == (
        "José Ma’shum",
        "Kanwil Bali",
    )


def test_names_with_commas_do_not_make_a_semicolon_sheet_a_comma_sheet():
    content = b"Nama;Satker\n" + b"Budi, S.H., M.H.;Kanwil Bali\n" * 3
    assert {len(row) for row in cells(content)} == {2}


def test_rows_keep_their_number_and_blank_rows_are_left_out():
    rows = read_sheets(xlsx(B3="Nama", B6="Budi"))[0].rows
    assert [(row.number, row.cells) for row in rows] == [(3, ("", "Nama")), (6, ("", "Budi"))]


def test_a_number_is_told_from_text():
    row = read_sheets(xlsx([1, NIP, int(NIP), 0.5]))[0].rows[0]
    assert [type(cell) is Number for cell in row.cells] == [True, False, True, True]
    assert row.cells[:2] == ("1", NIP)


def test_merged_ranges_are_known_also_in_open_document():
    assert read_sheets(xlsx(["a", "b"], ["", "c"], merge=["A1:A2"]))[0].merges == (Merge(1, 0, 2, 0),)
    content = ods(["x", "y"], ["a", "b"], [None, "c"], spans={(1, 0): 2})
    assert read_sheets(content)[0].merges == (Merge(2, 0, 3, 0),)


def test_hidden_sheets_are_marked():
    book = openpyxl.Workbook()
    book.create_sheet("Lama").sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert [sheet.hidden for sheet in read_sheets(file.getvalue())] == [False, True]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\0\0", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"<html><table><tr><td>Nama</td></tr></table>", "is a web page"),
        (b"PK\x03\x04 cut off", "is damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\2\3\4\5\6", "is not a sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is not a sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (xlsx(["Nama"])[:3000], "is damaged"),
        (xls(["Nama"] * 9)[:700], "is not a sheet"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_reason(content, reason):
    with pytest.raises(SheetUnreadable, match=reason):
        read_sheets(content)


def test_a_document_in_a_zip_is_no_sheet():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(SheetUnreadable, match="not a sheet"):
        read_sheets(file.getvalue())


def test_a_zip_that_would_fill_the_memory_is_refused_before_it_is_opened():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(31):
                part.write(b" " * 10_000_000)
    with pytest.raises(SheetUnreadable, match="unpacks to more"):
        read_sheets(file.getvalue())


def test_a_lonely_cell_at_the_far_corner_does_not_fill_the_memory():
    with pytest.raises(TooManyRows):
        read_sheets(xlsx(A1="Nama", XFD1048576="x"))


def test_an_open_document_that_repeats_a_row_a_million_times_is_refused():
    row = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string"/>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", f"<x>{row}</table:table-row></x>")
    with pytest.raises(TooManyRows):
        read_sheets(file.getvalue())


def test_more_rows_than_any_meeting_has_are_refused():
    with pytest.raises(TooManyRows, match="60\\.000"):
        read_sheets(b"Nama,Satker\n" + b"Budi,Bali\n" * 60_000)
