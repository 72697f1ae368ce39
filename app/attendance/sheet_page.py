"""One page of a workbook: text that stays text, hours that can be reckoned with, heads that stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from app.lib.sheet_text import looks_like_a_formula

if TYPE_CHECKING:
    from xlsxwriter import Workbook


class SheetPage:
    """Writes cells; `zone` is where the event is. No text is ever taken for a formula."""

    def __init__(self, workbook: "Workbook", name: str, *, zone: str) -> None:
        self._page = workbook.add_worksheet(name)
        self._zone = ZoneInfo(zone)
        line = {"border": 1, "border_color": "#B9BEC5", "valign": "top"}
        formats: dict[str, dict[str, Any]] = {
            "text": {"num_format": "@"} | line,
            # Excel shows the apostrophe of such a cell, so that editing makes no formula of it either.
            "quoted": {"num_format": "@", "quote_prefix": True} | line,
            "number": {"num_format": "0"} | line,
            "hour": {"num_format": "hh:mm", "align": "center"} | line,
            "head": {"bold": True, "bg_color": "#E9ECEF", "text_wrap": True, "align": "center"} | line,
            "office": {"bold": True, "bg_color": "#F4F5F7"} | line,
            "total": {"bold": True, "num_format": "0", "top": 2} | line,
        }
        self._formats = {name: workbook.add_format(one) for name, one in formats.items()}

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from the first on."""
        for column, width in enumerate(widths):
            self._page.set_column(column, column, width)

    def keep_in_view(self, rows: int, columns: int, *, last_row: int, last_column: int) -> None:
        """Let heads and names stay while one scrolls, repeat the heads on paper, and offer filters."""
        self._page.freeze_panes(rows, columns)
        self._page.repeat_rows(0, rows - 1)
        self._page.set_landscape()
        self._page.set_paper(9)  # A4
        self._page.fit_to_pages(1, 0)
        self._page.autofilter(rows - 1, 0, max(last_row, rows), last_column)

    def text(self, row: int, column: int, text: str, kind: str = "text") -> None:
        """Write a text as text."""
        quoted = kind == "text" and looks_like_a_formula(text)
        self._page.write_string(row, column, text, self._formats["quoted" if quoted else kind])

    def texts(self, row: int, column: int, texts: Sequence[str], kind: str = "text") -> None:
        """Write texts side by side."""
        for place, text in enumerate(texts):
            self.text(row, column + place, text, kind)

    def number(self, row: int, column: int, number: int, kind: str = "number") -> None:
        """Write a number."""
        self._page.write_number(row, column, number, self._formats[kind])

    def hour(self, row: int, column: int, moment: datetime | None) -> None:
        """Write an hour of the day where the event is; nothing for no moment."""
        if moment is None:
            self._page.write_blank(row, column, None, self._formats["hour"])
        else:
            there = moment.astimezone(self._zone)
            self._page.write_datetime(row, column, there.replace(tzinfo=None), self._formats["hour"])

    def across(self, row: int, first: int, last: int, text: str, kind: str = "head") -> None:
        """Write one text over several columns."""
        if first == last:
            self.text(row, first, text, kind)
        else:
            self._page.merge_range(row, first, row, last, "", self._formats[kind])
            self.text(row, first, text, kind)

    def note(self, row: int, column: int, text: str) -> None:
        """Put a remark behind a cell."""
        self._page.write_comment(row, column, text)
