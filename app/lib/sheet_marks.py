"""What an .xlsx says beside its values: hidden rows and columns, formulas without a value, macros."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

from app.lib.sheet_rows import Marks, Uncounted

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MACROS = "xl/vbaProject.bin"
MOST_COLUMNS = 2_000
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN = rb"""\bhidden\s*=\s*["'](?:1|true)["']"""
_ROW = re.compile(rb"<row\b[^>]*" + _HIDDEN + rb"[^>]*>")
_COLUMN = re.compile(rb"<col\b[^>]*" + _HIDDEN + rb"[^>]*>")
_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d+)["']""")
_FROM = re.compile(rb"""\bmin\s*=\s*["'](\d+)["']""")
_UNTIL = re.compile(rb"""\bmax\s*=\s*["'](\d+)["']""")
# A cell with a formula and no value after it, or an empty one: <c r="B7"><f>A7</f></c>, <f/><v></v>.
_UNCOUNTED = re.compile(
    rb"""<c\b[^>]*\br=["']([A-Z]{1,3})(\d+)["'][^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)


def marks_of_xlsx(content: bytes) -> dict[str, Marks]:
    """The marks of each sheet of a workbook, by the name of the sheet; nothing for other kinds of files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if not {WORKBOOK, RELATIONS} <= names:
            return {}
        has_macros = MACROS in names
        return {
            sheet: _marks(archive.read(part), has_macros=has_macros)
            for sheet, part in _parts(archive.read(WORKBOOK), archive.read(RELATIONS)).items()
            if part in names
        }


def _parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Which part of the archive holds which sheet."""
    targets = {one.get("Id"): one.get("Target", "") for one in ET.fromstring(relations)}  # noqa: S314 - expat 2.4 and later bound entity expansion
    sheets = [one for one in ET.fromstring(workbook).iter() if one.tag.endswith("}sheet")]  # noqa: S314
    return {one.get("name", ""): _path(targets.get(one.get(_ID), "")) for one in sheets}


def _path(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _marks(part: bytes, *, has_macros: bool) -> Marks:
    hidden = b"hidden" in part
    return Marks(
        hidden_rows=tuple(int(at[1]) for tag in _ROW.findall(part) if (at := _NUMBER.search(tag)))
        if hidden
        else (),
        hidden_columns=_columns(part) if hidden else (),
        uncounted=_uncounted(part) if b"<f" in part else (),
        has_macros=has_macros,
    )


def _columns(part: bytes) -> tuple[int, ...]:
    found: list[int] = []
    for tag in _COLUMN.findall(part):
        first, last = _FROM.search(tag), _UNTIL.search(tag)
        if first and last:
            found += range(int(first[1]) - 1, min(int(last[1]), MOST_COLUMNS))
    return tuple(found)


def _uncounted(part: bytes) -> tuple[Uncounted, ...]:
    return tuple(
        Uncounted(int(row), column_index(letters.decode())) for letters, row in _UNCOUNTED.findall(part)
    )


def column_index(letters: str) -> int:
    """The 0-based index of column A, B, … AA."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """A, B, … AA: what spreadsheet programs call a 0-based column."""
    letters, rest = "", index + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters
