"""What a sheet is once read: named sheets of numbered rows of text, and why one may not be readable."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from app.lib.refusals import N_, Refused

ROW_LIMIT = 60_000
COLUMN_LIMIT = 2_000  # what stands further right belongs to no list of people


class SheetUnreadable(Refused):
    """The file is not a sheet that can be opened."""

    status = 422


class TooManyRows(Refused):
    """The sheet is larger than any meeting."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            N_("A sheet may have at most %(limit)s rows. Split the file and bring the parts in one by one."),
            limit=f"{ROW_LIMIT:,}".replace(",", "."),
        )


class Number(str):
    """The text of a cell that was typed as a number, so leading zeros and digits after the 15th are gone."""

    __slots__ = ()


class Row(NamedTuple):
    """One row: its 1-based number, and its cells as text: "" when blank, `Number` when numeric."""

    number: int
    cells: tuple[str, ...]


class Merge(NamedTuple):
    """A merged range, 1-based rows and 0-based columns, both ends included; its value stands top left."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Uncounted(NamedTuple):
    """A cell whose formula was never calculated, so that no value is stored: 1-based row, 0-based column."""

    row: int
    column: int


@dataclass(frozen=True)
class Marks:
    """What a workbook says of a sheet beside its values: 1-based rows, 0-based columns."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()
    has_macros: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; blank rows are left out, row numbers stay those of the sheet."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    merges: tuple[Merge, ...] = field(default=())
    marks: Marks = field(default=Marks())


def filled_rows(records: Iterator[list[str]]) -> Iterator[Row]:
    """The rows that hold anything, numbered from 1.

    Raises TooManyRows beyond `ROW_LIMIT` filled rows.
    """
    filled = 0
    for number, cells in enumerate(records, start=1):
        if not any(cells):
            continue
        filled += 1
        if filled > ROW_LIMIT:
            raise TooManyRows
        yield Row(number, tuple(cells[:COLUMN_LIMIT]))
