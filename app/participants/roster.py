"""What reading a delegation sheet gives: people, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FEW = 3


class Severity(StrEnum):
    """An error blocks the registration of the whole sheet, a warning asks to look again."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at: where it stands, its kind, and a sentence that says what to do.

    `row` is the 1-based row of the sheet, `column` the name of the field, `msgid` an English sentence with
    places that `values` fill.
    """

    row: int
    column: str
    kind: str
    severity: Severity
    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the sheet cannot be registered before this is mended."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the sheet, as written with single spaces; what is not there is "", or None for a NIP."""

    row: int
    front_titles: str
    name: str
    back_titles: str
    nip: str | None
    nip_as_written: str
    rank: str
    position: str
    unit: str
    role: str
    email: str
    phone: str
    sex: str  # "L", "P" or ""
    sheet: str = ""


@dataclass(frozen=True)
class Column:
    """A column that was understood: its place from 0, the field it fills, and how the sheet calls it."""

    index: int
    field: str
    heading: str


@dataclass(frozen=True)
class Header:
    """The header row of one sheet: where it stands and what its columns mean.

    `unread` are the other columns: "" as field when the heading says nothing known, else what to leave out.
    `others` are all rows that could be headers or begin one, with their numbers: also this one.
    """

    sheet: str
    row: int
    columns: tuple[Column, ...]
    unread: tuple[Column, ...] = ()
    others: tuple[tuple[int, "Header"], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Glimpse:
    """The first rows of a sheet as they are, for people to point at: 1-based numbers and cells."""

    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def width(self) -> int:
        """How many columns hold anything."""
        return max((len(cells) for _, cells in self.rows), default=0)

    def values(self, index: int, below: int) -> list[str]:
        """The first few values of a column below a row."""
        found = [cells[index] for number, cells in self.rows if number > below and index < len(cells)]
        return [value for value in found if value][:FEW]


@dataclass(frozen=True)
class Roster:
    """A delegation sheet once read: every person, also those with problems, and every problem.

    `glimpses` are the first rows of each sheet of `headers`, or of all sheets when no header was found.
    """

    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    headers: tuple[Header, ...] = ()
    glimpses: tuple[Glimpse, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.blocks for problem in self.problems)
