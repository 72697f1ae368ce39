"""Look into a zipped sheet before it is opened: what would not fit into memory is refused first."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree as ET

from app.lib.refusals import N_
from app.lib.sheet_rows import Merge, SheetUnreadable, TooManyRows

UNPACKED_LIMIT_BYTES = 300_000_000
CELL_LIMIT = (
    12_000_000  # a reader keeps the whole rectangle between the first and the last cell, about 30 B each
)
USUAL_COLUMNS = 26

_ZIP = b"PK"
_PICTURES = ("xl/media/", "Pictures/", "Thumbnails/", "docProps/")
_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,})\d""")
_HIGH_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(\d{5,})["']""")
_ODS_TABLE = re.compile(rb"<table:table[\s>]")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell[^>]*>")
_ROWS_AGAIN = re.compile(rb"""number-rows-repeated\s*=\s*["'](\d+)["']""")
_CELLS_AGAIN = re.compile(rb"""number-columns-repeated\s*=\s*["'](\d+)["']""")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def is_archive(content: bytes) -> bool:
    """Whether these bytes begin like a zipped sheet."""
    return content.startswith(_ZIP)


def unpacked_bytes(content: bytes) -> int:
    """How much a zipped sheet says it is once unpacked, without its pictures; nothing is unpacked to tell.

    0 when the archive is damaged: reading it says so.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(
                part.file_size for part in archive.infolist() if not part.filename.startswith(_PICTURES)
            )
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return 0


def check_archive_at_sight(content: bytes) -> None:
    """Refuse a zipped sheet that its list of parts gives away: damaged, too large, or no sheet.

    Raises SheetUnreadable.
    """
    with _opened(content) as archive:
        _check_size(archive)
        _check_names(archive)


def check_archive(content: bytes) -> None:
    """Refuse a zipped sheet that is protected, damaged, or would unpack to more than memory should hold.

    Raises SheetUnreadable or TooManyRows.
    """
    check_archive_at_sight(content)
    with _opened(content) as archive:
        for (
            name
        ) in archive.namelist():  # reading a part to its end also proves its declared size and checksum
            _check_part(name, archive.read(name))


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise SheetUnreadable(
            N_(
                "The file is damaged. Open it in your spreadsheet program, save it again as .xlsx, "
                "and upload that."
            )
        ) from error


def _check_size(archive: zipfile.ZipFile) -> None:
    if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT_BYTES:
        raise SheetUnreadable(
            N_(
                "The file unpacks to more than %(limit)s MB. Remove pictures and unused sheets, "
                "or save only the list of people as a new file."
            ),
            limit=UNPACKED_LIMIT_BYTES // 1_000_000,
        )


def _check_names(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if not names & {"xl/workbook.xml", "content.xml"} or "word/document.xml" in names:
        raise SheetUnreadable(
            N_("This is a document or an archive, not a sheet. Upload the list as .xlsx, .xls, .ods or .csv.")
        )


def _check_part(name: str, part: bytes) -> None:
    # A workbook may call its sheets anything; a cell without an address still has a tag.
    if b"sheetData" in part and max(_rectangle(part), part.count(b"<")) > CELL_LIMIT:
        raise TooManyRows
    if name == "content.xml" and any(_ods_rectangle(table) > CELL_LIMIT for table in _ODS_TABLE.split(part)):
        raise TooManyRows
    if name == "META-INF/manifest.xml" and b"encryption-data" in part:
        raise password_protected()


def password_protected() -> SheetUnreadable:
    """The refusal of a file that only its password opens."""
    return SheetUnreadable(
        N_("The file is protected with a password. Save a copy without a password and upload that copy.")
    )


def _rectangle(part: bytes) -> int:
    """How many cells lie between A1 and the last row and column that are named in `part`."""
    columns = max((_column_number(letters) for letters in set(_COLUMN.findall(part))), default=USUAL_COLUMNS)
    rows = max((int(row) for row in set(_HIGH_ROW.findall(part))), default=9_999)
    return rows * columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def _ods_rectangle(table: bytes) -> int:
    """How many cells lie between the first and the last value of a table, repeated ones counted."""
    rows, columns, row = 0, USUAL_COLUMNS, 0
    for segment in table.split(b"<table:table-row")[1:]:
        head, _, inside = segment.partition(b">")
        row += _times(_ROWS_AGAIN, head)
        if b"value-type" not in inside:
            continue
        rows, column = row, 0
        for cell in _ODS_CELL.findall(inside):
            column += _times(_CELLS_AGAIN, cell)
            columns = max(columns, column if b"value-type" in cell else 0)
    return rows * columns


def _times(pattern: re.Pattern[bytes], tag: bytes) -> int:
    again = pattern.search(tag)
    return int(again[1]) if again else 1


def merges_of_ods(content: bytes) -> dict[str, tuple[Merge, ...]]:
    """The merged ranges of an OpenDocument sheet that span rows or columns, by the name of their sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read("content.xml")
    if b"number-rows-spanned" not in part and b"number-columns-spanned" not in part:
        return {}
    tables = ET.fromstring(part).iter(f"{_TABLE}table")  # noqa: S314 - expat 2.4 and later bound entity expansion
    return {table.get(f"{_TABLE}name", ""): tuple(_spans(table)) for table in tables}


def _spans(table: ET.Element) -> Iterator[Merge]:
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in row:
            rows = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            columns = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
            if rows > 1 or columns > 1:
                yield Merge(number, column, number + rows - 1, column + columns - 1)
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        number += int(row.get(f"{_TABLE}number-rows-repeated", "1"))
