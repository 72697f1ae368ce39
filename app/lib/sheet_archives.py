"""Look into a zipped sheet before it is opened: what would not fit into memory is refused first."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from app.lib.refusals import N_
from app.lib.sheet_rows import Merge, SheetUnreadable, TooManyRows

UNPACKED_LIMIT_BYTES = 300_000_000
CELL_LIMIT = (
    12_000_000  # a reader keeps the whole rectangle between the first and the last cell, about 30 B each
)
USUAL_COLUMNS = 26
REPEATED_ROWS_LIMIT = 1_000

_COLUMN = re.compile(rb"""\br=["']([A-Z]{2,3})\d""")
_HIGH_ROW = re.compile(rb"""\br=["'][A-Z]{0,3}(\d{5,7})["']""")
_ROW_AGAIN = re.compile(
    rb"""<table:table-row[^>]*number-rows-repeated=["'](\d+)["'][^>]*(?<!/)>(.*?)</table:table-row>""",
    re.DOTALL,
)
_CELL_AGAIN = re.compile(rb"<table:table-cell[^>]*>")
_TIMES = re.compile(rb"""number-columns-repeated=["'](\d{4,})["']""")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def check_archive(content: bytes) -> None:
    """Refuse a zipped sheet that is protected, damaged, or would unpack to more than memory should hold.

    Raises SheetUnreadable or TooManyRows.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive)
            _check_parts(archive)
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


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} or "word/document.xml" in names:
        raise SheetUnreadable(
            N_("This is a document or an archive, not a sheet. Upload the list as .xlsx, .xls, .ods or .csv.")
        )
    for name in names:
        if name.endswith(
            (".xml", ".bin")
        ):  # reading a part to its end also proves its declared size and checksum
            _check_part(name, archive.read(name))


def _check_part(name: str, part: bytes) -> None:
    if name.startswith("xl/worksheets/") and _rectangle(part) > CELL_LIMIT:
        raise TooManyRows
    if name == "content.xml" and _repeats_values(part):
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
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _repeats_values(part: bytes) -> bool:
    if any(
        int(times) > REPEATED_ROWS_LIMIT and b"value-type" in row for times, row in _ROW_AGAIN.findall(part)
    ):
        return True
    return any(b"value-type" in cell and _TIMES.search(cell) for cell in _CELL_AGAIN.findall(part))


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
