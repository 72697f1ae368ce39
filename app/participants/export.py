"""The list of participants as a sheet: what is seen, and no formula can hide in it."""

import csv
import enum
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from app.audit.record import Doer, record
from app.events.models import Event
from app.i18n import gettext
from app.lib.refusals import N_
from app.lib.sheet_text import harmless, looks_like_a_formula
from app.participants.list_columns import WHOLE, Column, ShownColumns, cells, headings
from app.participants.models import Participant
from app.participants.wanted import Wanted

NUMBER = N_("Number")
NARROW = 14
WIDTHS = {
    Column.NIP: (24,),
    Column.NAME: (12, 36, 20),
    Column.POSITION: (40,),
    Column.OFFICE: (36,),
    Column.SEAT: (40,),
    Column.RANK: (24,),
    Column.EMAIL: (30,),
}


class SheetKind(enum.Enum):
    """A kind of file; the value is how its name ends."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """What the browser is told that it is."""
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return sheet if self is SheetKind.XLSX else "text/csv"


def export_people(people: Sequence[Participant], shown: ShownColumns, kind: SheetKind) -> bytes:
    """Write these people into a sheet, with the columns that are shown."""
    return write_sheet((cells(person, shown) for person in people), shown, kind)


def write_sheet(told: Iterable[Sequence[str]], shown: ShownColumns, kind: SheetKind) -> bytes:
    """Write what is told of each person into a sheet, numbered, below the headings of the columns."""
    words = [gettext(NUMBER), *headings(shown.columns)]
    rows = ([str(place), *one] for place, one in enumerate(told, start=1))
    if kind is SheetKind.CSV:
        return text_file(words, rows)
    return text_sheet(gettext("Participants"), words, rows, _widths(shown.columns))


def _widths(columns: Sequence[Column]) -> list[int]:
    return [6, *(width for column in columns for width in WIDTHS.get(column, (NARROW,)))]


def note_export(
    event: Event, *, wanted: Wanted, shown: ShownColumns, kind: str, people: int, by: Doer
) -> None:
    """Leave a trace of who took which list: its filters, its columns and how many people."""
    record(
        "participants.export",
        by=by,
        on=f"event:{event.id}",
        event_id=event.id,
        people=people,
        format=kind,
        filters=told(wanted),
        columns=[column.value for column in shown.columns],
        numbers=shown.numbers,
    )


def told(wanted: Wanted) -> dict[str, Any]:
    """The filters that narrow a list, as the audit trail keeps them."""
    asked = {name: value for name, value in vars(wanted).items() if name != "numbers" and value}
    return {name: value.value if isinstance(value, enum.Enum) else value for name, value in asked.items()}


def roster_template() -> bytes:
    """An empty sheet to fill in: every column is text, so no NIP loses its digits."""
    return text_sheet(gettext("Participants"), [gettext(NUMBER), *headings(WHOLE)], (), _widths(WHOLE))


def text_file(words: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a .csv as Excel opens it with a double click; what looks like a formula stays text."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";")
    for row in (words, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def text_sheet(
    name: str, words: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int] = ()
) -> bytes:
    """Write text cells below a bold header; a cell beginning with = stays text."""
    buffer = BytesIO()
    import xlsxwriter  # noqa: PLC0415 - loads slowly

    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet(name)
        text = workbook.add_format({"num_format": "@"})
        # Excel shows the apostrophe of such a cell, so that editing makes no formula of it either.
        quoted = workbook.add_format({"num_format": "@", "quote_prefix": True})
        for column in range(len(words)):
            page.set_column(column, column, widths[column] if widths else NARROW, text)
        bold = workbook.add_format({"bold": True, "num_format": "@"})
        page.write_row(0, 0, words, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell, quoted if looks_like_a_formula(cell) else text)
        page.freeze_panes(1, 0)
    return buffer.getvalue()
