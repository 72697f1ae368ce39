"""Workbooks for tests, with the sheets, merged cells and oddities of real committees."""

import io
from collections.abc import Sequence

import openpyxl

from app.participants.read_roster import Roster, read_roster

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


def roster(*rows: Sequence[object], merge: Sequence[str] = ()) -> Roster:
    """What is read from a workbook of one sheet."""
    return read_roster(workbook(("Data", rows), merge=merge))


def names(read: Roster) -> list[str]:
    """The names in the order of the sheet."""
    return [row.name for row in read.rows]


def kinds(read: Roster) -> list[tuple[int, str, str, str]]:
    """Row, column, kind and severity of every problem."""
    return [(found.row, found.column, found.kind, found.severity.value) for found in read.problems]
