"""Read a sheet that was saved as text: comma, semicolon or tab, in the encodings that programs write."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from app.lib.refusals import N_
from app.lib.sheet_rows import Row, Sheet, SheetUnreadable, filled_rows

SAMPLE_LINES = 200
DELIMITERS = ("\t", ";", ",", "|")  # in order of trust: names hold commas, hardly ever the others
_ENOUGH_ROWS = 0.5
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WRITTEN_FORMULA = re.compile(r"=\s*[A-Za-z.]+\(|=\s*[$A-Z]{1,4}\d")
_ALLOWED_CONTROLS = "\t\n\r\f\v"


def read_text_sheet(content: bytes, *, name: str) -> Sheet:
    """The one sheet of a text file.

    Bytes are UTF-8 or UTF-16 by their mark, else UTF-8, else Windows-1252.
    Raises SheetUnreadable when the bytes are not text, TooManyRows beyond the limit.
    """
    text = _decoded(content)
    lines = list(io.StringIO(text, newline=""))
    delimiter = _declared(lines) or _guessed(lines)
    records = csv.reader(lines[1:] if _declared(lines) else lines, delimiter=delimiter)
    return Sheet(name=name, rows=tuple(_rows(records)))


def _rows(records: Iterator[list[str]]) -> Iterator[Row]:
    try:
        yield from filled_rows([plain(cell) for cell in record] for record in records)
    except csv.Error as error:
        raise not_a_sheet() from error


def harmless(text: str) -> str:
    """`text` as a cell of a text file that no program takes for a formula; `plain` undoes it."""
    return f"'{text}" if looks_like_a_formula(text) else text


def plain(cell: str) -> str:
    """A cell without the apostrophe that kept it from being a formula."""
    return cell[1:] if cell.startswith("'") and looks_like_a_formula(cell) else cell


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet might compute with `text` instead of showing it."""
    return text.lstrip("'").startswith(_FORMULA)


def is_a_formula(text: str) -> bool:
    """Whether `text` is a formula that somebody wrote, or a program left, in the place of its value."""
    return text.startswith("=") and _WRITTEN_FORMULA.match(text) is not None


def _decoded(content: bytes) -> str:
    try:
        text = _by_mark(content)
    except UnicodeDecodeError as error:
        raise not_a_sheet() from error
    controls = sum(
        character < " " and character not in _ALLOWED_CONTROLS for character in set(text[:100_000])
    )
    if "\0" in text or controls > 3:  # noqa: PLR2004 - a stray control character is a problem of its row
        raise not_a_sheet()
    return text


def _by_mark(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def not_a_sheet() -> SheetUnreadable:
    """The refusal of bytes that are no sheet at all."""
    return SheetUnreadable(
        N_(
            "The file is not a sheet that can be read. Save the list as .xlsx, .xls, .ods or .csv "
            "and upload that."
        )
    )


def _declared(lines: list[str]) -> str:
    """The delimiter of Excel's own first line `sep=;`, if there is one."""
    first = lines[0].strip().strip('"') if lines else ""
    return first[4] if first.lower().startswith("sep=") and len(first) == len("sep=;") else ""


def _guessed(lines: list[str]) -> str:
    """The first delimiter that cuts most rows of a sample into the same number of cells."""
    shares = {delimiter: _same_width_share(lines, delimiter) for delimiter in DELIMITERS}
    for delimiter in DELIMITERS:
        if shares[delimiter] > _ENOUGH_ROWS:
            return delimiter
    return max(DELIMITERS, key=lambda delimiter: shares[delimiter]) if any(shares.values()) else ","


def _same_width_share(lines: list[str], delimiter: str) -> float:
    sample = csv.reader(islice(lines, SAMPLE_LINES), delimiter=delimiter)
    try:
        widths = Counter(len(record) for record in sample if any(record))
    except csv.Error:
        return 0.0
    rows = widths.total()
    return max((count / rows for width, count in widths.items() if width > 1), default=0.0)
