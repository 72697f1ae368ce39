"""Workbooks for tests, with the sheets, merged cells and oddities of real committees."""

import io
from collections.abc import Callable, Sequence
from datetime import date

import openpyxl

from app.participants.read_roster import read_roster
from app.participants.roster import Roster

DAY = date(2024, 9, 4)
NIP = "198609262015051001"
OTHER_NIP = "199503062020122929"


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]], merge: Sequence[str] = ()) -> bytes:
    """An .xlsx of these sheets; `merge` names areas of the last one."""
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        for area in merge if name == sheets[-1][0] else ():
            page.merge_cells(area)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes, *, printable: Callable[[str], bool] | None = None) -> Roster:
    """What is read from a file, on a day of the meeting."""
    return read_roster(content, today=DAY, printable=printable)


def roster(*rows: Sequence[object], merge: Sequence[str] = ()) -> Roster:
    """What is read from a workbook of one sheet."""
    return read(workbook(("Data", rows), merge=merge))


def names(found: Roster) -> list[str]:
    """The names in the order of the sheet."""
    return [row.name for row in found.rows]


def kinds(found: Roster) -> list[tuple[int, str, str, str]]:
    """Row, column, kind and severity of every problem."""
    return [(one.row, one.column, one.kind, one.severity.value) for one in found.problems]
