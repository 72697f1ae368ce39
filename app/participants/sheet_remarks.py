"""What people should know of the sheets of a file: what was hidden, not calculated, or left aside."""

from collections.abc import Iterator, Mapping, Sequence

from app.lib.refusals import N_
from app.lib.sheet_marks import column_letters
from app.lib.sheets import Sheet
from app.participants.reading import Reading
from app.participants.roster import Header, Problem, Severity

SHOWN = 12


def remarks_on(sheet: Sheet, header: Header, reading: Reading) -> Iterator[Problem]:
    """Remarks on a sheet that was read; only a value that is missing keeps from registering."""
    yield from _other_header(header, reading)
    yield from _hidden(sheet, header)
    yield from _uncounted(sheet, header)
    if sheet.marks.has_macros:
        yield _remark(header, header.row, "macros", _MACROS, {})


def _other_header(header: Header, reading: Reading) -> Iterator[Problem]:
    """A row above that could be the header too: what stands between is not read."""
    meant = {(column.index, column.field) for column in header.columns}
    if reading.row is not None:
        return
    for other in {other.row: other for _, other in header.others}.values():
        differs = {(column.index, column.field) for column in other.columns} != meant
        if other.row < header.row - 1 and differs:
            values = {"row": header.row, "other": other.row}
            yield _remark(header, other.row, "header_chosen", _OTHER_HEADER, values)


def _hidden(sheet: Sheet, header: Header) -> Iterator[Problem]:
    filled = {row.number for row in sheet.rows if row.number > header.row}
    rows = [number for number in sheet.marks.hidden_rows if number in filled]
    if rows:
        yield _remark(
            header, rows[0], "hidden_rows", _HIDDEN_ROWS, {"rows": _listed(rows), "count": len(rows)}
        )
    read = {column.index: column.heading for column in header.columns}
    columns = [index for index in sheet.marks.hidden_columns if index in read]
    if columns:
        names = [f"{column_letters(index)} ({read[index]})" for index in columns]
        yield _remark(header, header.row, "hidden_columns", _HIDDEN_COLUMNS, {"columns": _listed(names)})


def _uncounted(sheet: Sheet, header: Header) -> Iterator[Problem]:
    """Formulas whose value nobody calculated, one sentence for each column that is read."""
    for column in {column.index: column for column in header.columns}.values():
        rows = [cell.row for cell in sheet.marks.uncounted if cell.column == column.index]
        rows = [row for row in rows if row > header.row]
        if rows:
            values = {"column": column_letters(column.index), "rows": _listed(rows), "count": len(rows)}
            yield Problem(
                rows[0], column.field, "formula", Severity.ERROR, _UNCOUNTED, values, sheet=header.sheet
            )


def hidden_sheet(header: Header, people: int) -> Problem:
    """Say that a hidden sheet lists people and was not read."""
    return _remark(
        header, header.row, "sheet_hidden", _HIDDEN_SHEET, {"sheet": header.sheet, "count": people}
    )


def _listed(things: Sequence[object]) -> str:
    shown = ", ".join(str(thing) for thing in things[:SHOWN])
    return f"{shown}, …" if len(things) > SHOWN else shown


def _remark(header: Header, row: int, kind: str, msgid: str, values: Mapping[str, object]) -> Problem:
    return Problem(row, "sheet", kind, Severity.WARNING, msgid, values, header.sheet)


_OTHER_HEADER = N_(
    "Row %(row)s was taken as the row of headings, but row %(other)s looks like one too; what stands between "
    "them was not read. If row %(other)s is the right one, choose it below."
)
_HIDDEN_ROWS = N_(
    "Hidden rows of the sheet (%(rows)s) were read all the same: %(count)s. "
    "Delete them from the sheet if these people do not come."
)
_HIDDEN_COLUMNS = N_(
    "These columns are hidden in the sheet and were read all the same: %(columns)s. "
    "Leave them out below if they are out of date."
)
_UNCOUNTED = N_(
    "Cells of column %(column)s with a formula without a calculated value: %(count)s (in row %(rows)s). "
    "Open the file in your spreadsheet program, save it, and upload it again."
)
_MACROS = N_("The file contains macros. They were not run and never are; only the cells were read.")
_HIDDEN_SHEET = N_(
    "The hidden sheet “%(sheet)s” was not read; people in it: %(count)s. "
    "Unhide it, or upload it as a file of its own, if they are to be registered."
)
