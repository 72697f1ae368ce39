"""Files that are bombs, lies or two things at once; and formulas on their way out."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress

import openpyxl
import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.events.letterhead import MarkUnreadable, redrawn
from app.lib import sheet_archives
from app.lib.contacts import read_phone
from app.lib.sheets import SheetUnreadable, TooManyRows, read_sheets
from app.participants.export import text_sheet
from app.participants.read_roster import read_roster
from app.participants.register_roster import register_roster
from tests.cast import Cast, sign_in
from tests.participants.workbooks import DAY, workbook

MEGABYTE = 1_000_000
FORMULAS = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "{=1}",
    "http://evil.example",
    "\t=1",
)


def png(width: int, height: int, *extra: bytes) -> bytes:
    """A PNG that claims this size and has next to nothing in it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(extra)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def picture(width: int, height: int) -> bytes:
    drawn = io.BytesIO()
    Image.new("L", (width, height)).save(drawn, "PNG")
    return drawn.getvalue()


def with_sheet(part: bytes) -> bytes:
    """A workbook whose first sheet is this XML."""
    sound, made = workbook(("Data", [["Nama"], ["Andi"]])), io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sound)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, part if name.startswith("xl/worksheets/") else source.read(name))
    return made.getvalue()


def rows(*inner: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + b"".join(inner) + b"</sheetData></worksheet>"


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch):
    """Let the limits be a hundredth of what they are, so that the bombs may be as small."""
    monkeypatch.setattr(sheet_archives, "CELL_LIMIT", sheet_archives.CELL_LIMIT // 100)
    monkeypatch.setattr(sheet_archives, "UNPACKED_LIMIT_BYTES", sheet_archives.UNPACKED_LIMIT_BYTES // 100)


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    "part",
    [
        rows(b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>'),
        rows(b'<row r="1">', b"<c><v>1</v></c>" * 40_000, b"</row>"),
        rows(b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'),
        rows(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
        rows(b" " * 4 * MEGABYTE),
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        + rows(b'<row r="1"><c t="str"><v>&b;</v></c></row>'),
    ],
    ids=["one far cell", "cells without end", "a column beyond all", "a row beyond all", "bomb", "entities"],
)
def test_a_workbook_that_would_fill_the_memory_is_refused_in_words(part: bytes):
    content = with_sheet(part)
    assert len(content) < 20 * MEGABYTE
    try:
        (sheet,) = read_sheets(content)
    except (SheetUnreadable, TooManyRows):
        return
    assert sum(len(row.cells) for row in sheet.rows) < 100


ODS = "urn:oasis:names:tc:opendocument:xmlns"
ROW = b'<table:table-row table:number-rows-repeated="%s">%s</table:table-row>'
CELL = b'<table:table-cell office:value-type="string" table:number-columns-repeated="%s"/>'


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    "rows_of_table",
    [
        (ROW % (b"900", CELL % b"900")) * 100,
        ROW % (b"9999999", b"<table:table-cell/>")
        + ROW % (b"1", b'<table:table-cell table:number-columns-repeated="9999"/>' + CELL % b"1"),
        b'<table:table-row table:number-rows-repeated="2">' * 20_000,
    ],
    ids=["repeated both ways", "far from the corner", "rows that never end"],
)
def test_an_open_document_that_would_fill_the_memory_is_refused_in_words(rows_of_table: bytes):
    made = io.BytesIO()
    head = f'<office:document-content xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0"'
    head += f' xmlns:text="{ODS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="A">'
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        tail = b"</table:table></office:spreadsheet></office:body></office:document-content>"
        target.writestr("content.xml", head.encode() + rows_of_table + tail)
    with pytest.raises((SheetUnreadable, TooManyRows)):
        read_sheets(made.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        b"Nama," * 400_000,
        b"Nama," + b"x" * 20 * MEGABYTE,
        b'Nama\n"' + b"x" * 20 * MEGABYTE,
        b"," * 5 * MEGABYTE,
        b"PK\x03\x04" + b"\0" * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
        b"GIF89a;Nama\nAndi",
        b"Nama\nAn\0di",
    ],
    ids=["columns", "one line", "one cell", "commas", "zip", "ole", "polyglot", "nul"],
)
def test_a_file_that_is_no_list_ends_in_words(content: bytes):
    with suppress(SheetUnreadable, TooManyRows):
        assert read_roster(content, today=DAY).blocked


@pytest.mark.any_database
def test_sixty_megabytes_are_too_much_and_it_says_so(client: FlaskClient, cast: Cast):
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/{cast.event.slug}/rosters"
    file = (io.BytesIO(b"x" * 60 * MEGABYTE), "daftar.xlsx")
    answer = committee.post(address, data={"file": file}, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "57,2 MB" in answer.text


@pytest.mark.parametrize(
    "content",
    [
        png(60_000, 60_000),
        png(5_001, 5_001),
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        b"GIF89a" + b"\0" * 20,
        b"%PDF-1.7",
        b"",
        b"x" * 6 * MEGABYTE,
    ],
    ids=["bomb", "25 megapixels", "svg", "entity", "gif", "pdf", "nothing", "large"],
)
def test_a_mark_that_is_no_picture_is_refused_in_words(content: bytes):
    with pytest.raises(MarkUnreadable):
        redrawn(content)


def test_a_mark_with_a_bomb_of_text_gives_a_small_picture_or_words():
    content = png(10, 10, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 50 * MEGABYTE)))
    with suppress(MarkUnreadable):  # a library of the papers lets broken pictures pass once it is loaded
        assert len(redrawn(content)) < MEGABYTE


def test_a_mark_of_twenty_megapixels_is_taken_as_promised():
    with Image.open(io.BytesIO(redrawn(picture(5000, 4000)))) as drawn:
        assert max(drawn.size) == 1200


def test_what_hides_behind_a_picture_is_left_out():
    assert b"<script>" not in redrawn(picture(20, 20) + b"<script>alert(1)</script>")


def test_no_cell_of_an_export_becomes_a_formula_or_a_link():
    content = text_sheet("Peserta", ["Nama"], [[text] for text in FORMULAS])
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page is not None
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == list(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet


@pytest.mark.parametrize("phone", ["0812\x003456789", "0812\x013456789", "0812345\u202e6789\x7f"])
def test_a_telephone_number_with_hidden_marks_is_never_kept_as_it_is(phone: str):
    assert read_phone(phone).value.isprintable()


def test_the_name_of_a_file_is_words_and_nothing_else(client: FlaskClient, cast: Cast):
    cast.office("bali")
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    name = '../../"><img src=x onerror=alert(1)>.csv'
    file = (io.BytesIO(b"Nama,Satuan Kerja\nAndi Uji,Kanwil Bali\n"), name)
    address = f"/events/{cast.event.slug}/rosters"
    kept = committee.post(address, data={"file": file}, content_type="multipart/form-data")
    answer = committee.get(kept.headers["Location"])
    assert answer.status_code == 200
    assert "<img src=x" not in answer.text


def test_the_same_sheet_with_formulas_registers_words(cast: Cast):
    content = workbook(
        ("Data", [["Nama", "Satuan Kerja"], ["Andi Uji", '=HYPERLINK("http://evil.example")']])
    )
    event = cast.event
    roster = read_roster(content, today=event.starts_on)
    with transaction():
        done = register_roster(event, roster, by=COMMAND_LINE, filename="a.xlsx", content=content)
    assert all(not person.unit.startswith("=") for person in done.people)
