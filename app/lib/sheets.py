"""Read a spreadsheet of any common kind into rows of text; its content tells the kind, not its name."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import PurePath

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visibility

from app.lib.refusals import N_
from app.lib.sheet_archives import (
    check_archive,
    check_archive_at_sight,
    is_archive,
    merges_of_ods,
    password_protected,
)
from app.lib.sheet_marks import marks_of_xlsx
from app.lib.sheet_rows import Marks, Merge, Number, Row, Sheet, SheetUnreadable, TooManyRows, filled_rows
from app.lib.sheet_text import not_a_sheet, read_text_sheet

__all__ = [
    "Marks",
    "Merge",
    "Number",
    "Row",
    "Sheet",
    "SheetUnreadable",
    "TooManyRows",
    "read_sheets",
    "refuse_at_sight",
]

CellValue = str | float | bool | dt.date | dt.time | dt.timedelta
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PDF = b"%PDF"


def read_sheets(content: bytes, *, filename: str = "") -> tuple[Sheet, ...]:
    """Every sheet of a file (.xlsx, .xlsm, .xls, .ods, .csv), in the order of the file.

    Rows keep their 1-based number, blank rows are left out, numbers typed as text stay text and numbers typed
    as numbers are `Number`. `filename` only names the one sheet of a text file.

    Raises SheetUnreadable (empty, protected, damaged, not a sheet) or TooManyRows.
    """
    refuse_at_sight(content)
    if is_archive(content):
        check_archive(content)
    if is_archive(content) or content.startswith(_OLE):
        return _read_workbook(content)
    return (read_text_sheet(content, name=PurePath(filename).stem),)


def refuse_at_sight(content: bytes) -> None:
    """Refuse what is no sheet that can be read, as far as that costs nothing to see.

    Raises SheetUnreadable; who passes may still be refused by `read_sheets`.
    """
    if not content.strip(b"\0\t\r\n "):
        raise SheetUnreadable(N_("The file is empty. Choose the file that holds the list of people."))
    if is_archive(content):
        check_archive_at_sight(content)
    elif content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise password_protected()
    else:
        _refuse_other_kinds(content)


def _refuse_other_kinds(content: bytes) -> None:
    start = content[:1_000].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style")):
        raise SheetUnreadable(
            N_(
                "This is a web page saved under the name of a sheet. Open it in your spreadsheet program, "
                "save it as .xlsx, and upload that."
            )
        )
    if start.startswith(_PDF.lower()):
        raise SheetUnreadable(N_("This is a PDF, not a sheet. Upload the list as .xlsx, .xls, .ods or .csv."))


def _read_workbook(content: bytes) -> tuple[Sheet, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(_sheets(workbook, content))
    except PasswordError as error:
        raise password_protected() from error
    except CalamineError as error:
        raise not_a_sheet() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a fault inside calamine becomes; no Exception
            raise
        raise not_a_sheet() from error


def _sheets(workbook: CalamineWorkbook, content: bytes) -> Iterator[Sheet]:
    spans: dict[str, tuple[Merge, ...]] | None = None
    marks = marks_of_xlsx(content) if is_archive(content) else {}
    for index, described in enumerate(workbook.sheets_metadata):
        if described.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(index)
        if sheet.merged_cell_ranges is None and spans is None:
            spans = merges_of_ods(content) if is_archive(content) else {}
        yield Sheet(
            name=described.name,
            rows=tuple(filled_rows(_records(sheet))),
            hidden=described.visible != Visibility.Visible,
            merges=_merges(sheet) or (spans or {}).get(described.name, ()),
            marks=marks.get(described.name, Marks()),
        )


def _records(sheet: CalamineSheet) -> Iterator[list[str]]:
    if sheet.start is None:
        return
    margin = [""] * sheet.start[1]
    for cells in sheet.iter_rows():
        yield margin + [cell if type(cell) is str else _text(cell) for cell in cells]


def _text(cell: CellValue) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return Number(int(cell)) if cell.is_integer() else Number(cell)
    if isinstance(cell, int):
        return Number(cell)
    return cell if isinstance(cell, str) else str(cell)


def _merges(sheet: CalamineSheet) -> tuple[Merge, ...]:
    return tuple(
        Merge(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
