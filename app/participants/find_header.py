"""Find the header row of a sheet by its words, wherever it stands and in one row or two."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.lib.folding import folded, squeezed
from app.lib.sheets import Merge, Row, Sheet
from app.participants.reading import BY_ITS_WORDS, Reading
from app.participants.roster import Column, Header
from app.participants.roster_words import IGNORED, name_quality, unit_quality

_SPACES = re.compile(r"\s+")
_LONG_NUMBER = re.compile(r"\d{5,}|@")
FEWEST_FIELDS = 2
MANY_ROWS = 200  # no header stands further down that only its explained words tell
FIELD_OF_PERSON = frozenset({
    "name", "nip", "rank", "position", "unit", "unit_code", "role", "email", "phone", "sex",
    "front_titles", "back_titles", "titles",
})  # fmt: skip


def find_header(sheet: Sheet, reading: Reading = BY_ITS_WORDS) -> Header | None:
    """The row that names the columns best, the earliest of equals; None when no row names people.

    A row that somebody pointed at is the header, whatever it says.
    """
    if reading.row is not None:
        return _by_hand(sheet, reading)
    found = _headers(sheet, reading)
    if not found:
        return _lone_column(sheet)
    best = max((header for _, header in found), key=lambda header: (_worth(header), -header.row))
    return replace(best, others=found)


def _headers(sheet: Sheet, reading: Reading) -> tuple[tuple[int, Header], ...]:
    """Every row that could be a header or its beginning."""
    return tuple(
        (row.number, header)
        for place, row in enumerate(sheet.rows)
        if (header := header_at(sheet, place, reading))
    )


def header_at(sheet: Sheet, place: int, reading: Reading = BY_ITS_WORDS) -> Header | None:
    """The header that begins or ends in the row at `place`, or None when that row is no header."""
    row = sheet.rows[place]
    if not _may_be_header(row, place, reading=reading):
        return None
    below = sheet.rows[place + 1] if place + 1 < len(sheet.rows) else None
    above = sheet.rows[place - 1] if place else None
    candidates = [_header(sheet, row.number, row.cells, row.cells, (), reading=reading)]
    if below is not None and _continues(row, below, sheet.merges, reading):
        spread = _spread(row, sheet.merges)
        candidates.append(_header(sheet, below.number, below.cells, row.cells, spread, reading=reading))
    if above is not None and not _LONG_NUMBER.search("".join(above.cells)):
        spread = _spread(above, sheet.merges)
        candidates.append(_header(sheet, row.number, row.cells, above.cells, spread, reading=reading))
    best = max(candidates, key=_worth)
    return best if _worth(best) >= FEWEST_FIELDS and names_people(best) else None


def _by_hand(sheet: Sheet, reading: Reading) -> Header | None:
    """The row that was pointed at, its columns by their words and as they were explained."""
    if sheet.name != reading.sheet:
        return None
    cells = next((row.cells for row in sheet.rows if row.number == reading.row), ())
    width = max((len(row.cells) for row in sheet.rows[:MANY_ROWS]), default=0)
    padded = [*cells, *[""] * (width - len(cells))]
    header = _header(sheet, reading.row or 0, padded, padded, (), reading=reading)
    return header if reading.columns else replace(header, others=_headers(sheet, reading))


def _may_be_header(row: Row, place: int, reading: Reading) -> bool:
    """A quick look, so that fifty thousand rows of people cost little."""
    text = "".join(row.cells).lower()
    if "nama" in text or "name" in text or "nama" in _SPACES.sub("", text):
        return not _LONG_NUMBER.search(text) and any(
            "name" in reading.fields_of(squeezed(cell)) for cell in row.cells
        )
    return (
        bool(reading.taught_names)
        and place < MANY_ROWS
        and not reading.taught_names.isdisjoint(map(folded, row.cells))
    )


def _worth(header: Header) -> int:
    return len({column.field for column in header.columns} & FIELD_OF_PERSON)


def names_people(header: Header) -> bool:
    """Whether a header has a column of names."""
    return any(column.field == "name" for column in header.columns)


def _header(
    sheet: Sheet,
    number: int,
    cells: Sequence[str],
    top: Sequence[str],
    spread: Sequence[str],
    *,
    reading: Reading,
) -> Header:
    columns: list[Column] = []
    unread: list[Column] = []
    for index in range(max(len(cells), len(top))):
        heading, fields = _heading(_at(cells, index), _at(top, index), _at(spread, index), reading)
        by_hand = reading.meant_at(sheet.name, index)
        fields = (by_hand,) if by_hand else fields
        columns += [Column(index, field, heading) for field in fields if field != IGNORED]
        if not fields or IGNORED in fields:
            unread.append(Column(index, IGNORED if fields else "", heading))
    return Header(sheet.name, number, tuple(columns), tuple(unread))


def _heading(cell: str, top: str, spread: str, reading: Reading) -> tuple[str, tuple[str, ...]]:
    """What one column is called, and its fields: its own cell, else with or by the cell above."""
    if not cell or cell == top:
        return (top or cell), reading.fields_of(top or cell)
    above = top or spread
    together = f"{above} {cell}".strip()
    if folded(together) in reading.taught:
        return together, reading.fields_of(together)
    if above and IGNORED in reading.fields_of(together):
        return together, (IGNORED,)
    return together, reading.fields_of(cell) or reading.fields_of(together)


def _at(cells: Sequence[str], index: int) -> str:
    return squeezed(cells[index]) if index < len(cells) else ""


def _spread(row: Row, merges: tuple[Merge, ...]) -> list[str]:
    """The cells of a row, merged ones repeated; without merges a blank cell repeats its left neighbour."""
    cells = [squeezed(cell) for cell in row.cells]
    spans = [merge for merge in merges if merge.first_row == row.number]
    for merge in spans:
        for index in range(merge.first_column, min(merge.last_column + 1, len(cells))):
            cells[index] = cells[merge.first_column]
    if spans:
        return cells
    for index in range(1, len(cells)):
        cells[index] = cells[index] or cells[index - 1]
    return cells


def _continues(row: Row, below: Row, merges: tuple[Merge, ...], reading: Reading) -> bool:
    """Whether `below` is the second row of the header: nothing but headings stands in it."""
    if below.number != row.number + 1 or _LONG_NUMBER.search("".join(below.cells)):
        return False
    spread = _spread(row, merges)
    headings = [(index, squeezed(cell)) for index, cell in enumerate(below.cells) if cell.strip()]
    known = [
        bool(reading.fields_of(cell) or reading.fields_of(f"{_at(spread, index)} {cell}".strip()))
        and cell != _at(row.cells, index)
        for index, cell in headings
    ]
    return bool(known) and all(known) and not any(cell.isdigit() for _, cell in headings)


def best_first(columns: Iterable[Column]) -> list[Column]:
    """Columns in the order of the sheet, but among several of one field the most useful first."""
    quality = {"name": name_quality, "unit": unit_quality}
    return sorted(columns, key=lambda column: -quality.get(column.field, lambda _: 0)(column.heading))


def _lone_column(sheet: Sheet) -> Header | None:
    """The header of a list that has nothing but names."""
    for row in sheet.rows:
        filled = [(index, squeezed(cell)) for index, cell in enumerate(row.cells) if cell.strip()]
        if len(filled) == 1 and BY_ITS_WORDS.fields_of(filled[0][1]) == ("name",):
            return Header(sheet.name, row.number, (Column(filled[0][0], "name", filled[0][1]),))
    return None
