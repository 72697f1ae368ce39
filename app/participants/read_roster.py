"""Read a delegation sheet as committees make them: pure, without database, and with every problem named."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.lib.folding import squeezed
from app.lib.many_objects import many_objects
from app.lib.refusals import N_
from app.lib.sheets import Sheet, read_sheets
from app.participants.check_roster import check_people, read_person
from app.participants.find_header import FIELD_OF_PERSON, find_header, names_people
from app.participants.read_layout import Person, people_below
from app.participants.reading import BY_ITS_WORDS, Reading
from app.participants.roster import Glimpse, Header, Problem, Roster, RosterRow, Severity
from app.participants.sheet_remarks import hidden_sheet, remarks_on

__all__ = ["Problem", "Roster", "RosterRow", "Severity", "read_roster"]

Printable = Callable[[str], bool]
Tell = Callable[[int, int], None]  # so many people of all
_EXAMPLE = re.compile(r"contoh|petunjuk|template|format|cara |example", re.IGNORECASE)
_ALIKE = 0.6  # share of the best sheet's fields that a further sheet of people has
SEEN_ROWS = 40  # of each sheet, for people to point at
SEEN_COLUMNS = 40
_COPY = 0.5  # share of a sheet's people who already stood on the one before


@many_objects()
def read_roster(
    content: bytes,
    *,
    today: date,
    filename: str = "",
    printable: Printable | None = None,
    reading: Reading = BY_ITS_WORDS,
    tell: Tell | None = None,
) -> Roster:
    """Read a delegation sheet.

    `content` is an .xlsx, .xls, .ods or .csv file; the header row is found by its words, not by its position,
    on whichever sheet it stands. Rows keep their 1-based number. Numbers typed as text stay text, so a NIP of
    18 digits survives; one that lost its digits is reported, never stored. `printable` tells whether every
    paper has a letter; `today` is the event's day, by which dates in a NIP are judged; `reading` is what
    people said about headings and header row; `tell` hears after each person how many are read.

    Raises SheetUnreadable or TooManyRows when there is no sheet to read; everything else is a Problem.
    """
    tables, problems, glimpses = _tables(read_sheets(content, filename=filename), reading)
    if not tables:
        return Roster((), (_no_header(),), glimpses=glimpses)
    kept, skipped = _choose(tables)
    headers = tuple(table.header for table in kept)
    seen = tuple(_glimpse(table.sheet) for table in kept)
    order = {table.header.sheet: table.place for table in kept}
    told = [each for table in kept for each in remarks_on(table.sheet, table.header, reading)]
    people = [person for table in kept for person in table.people]
    del tables, kept  # fifty thousand rows need the memory that the cells hold
    told += _carry_units_down(people)
    rows = _rows(people, told, today=today, printable=printable, tell=tell)
    told += check_people(rows) if rows else [_nobody(headers[0])]
    told.sort(key=lambda problem: (order.get(problem.sheet, 0), problem.row))
    return Roster(rows, (*told, *skipped, *problems), headers, seen)


def _rows(
    people: list[Person],
    problems: list[Problem],
    *,
    today: date,
    printable: Printable | None,
    tell: Tell | None,
) -> tuple[RosterRow, ...]:
    """Read person by person, and let go of the cells of each; problems are added to those known."""
    rows: list[RosterRow] = []
    all_of_them = len(people)
    people.reverse()
    while people:
        row, found = read_person(people.pop(), today=today, printable=printable)
        rows.append(row)
        problems += found
        if tell:
            tell(len(rows), all_of_them)
    return tuple(rows)


@dataclass(frozen=True)
class _Table:
    """A sheet that has a header of people, the people below it, and its place in the file."""

    header: Header
    people: list[Person]
    sheet: Sheet
    place: int
    aside: bool  # hidden, or an example of how to fill in the others

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.header.columns} & FIELD_OF_PERSON


def _tables(
    sheets: tuple[Sheet, ...], reading: Reading
) -> tuple[list[_Table], list[Problem], tuple[Glimpse, ...]]:
    """The sheets that list people, the fullest first; those set aside only when there is no other.

    A hidden sheet that is set aside is told. When there is none, the first rows of all are what remains.
    """
    found = [
        _Table(header, people_below(sheet, header), sheet, place, _is_aside(sheet))
        for place, sheet in enumerate(sheets)
        if (header := find_header(sheet, reading))
    ]
    shown = [table for table in found if table.people and not table.aside] or found
    hidden = [table for table in found if table.sheet.hidden and table.people and table not in shown]
    told = [hidden_sheet(table.header, len(table.people)) for table in hidden]
    glimpses = () if found else tuple(map(_glimpse, sheets))
    return sorted(shown, key=lambda table: (-len(table.fields), -len(table.people))), told, glimpses


def _is_aside(sheet: Sheet) -> bool:
    return sheet.hidden or bool(_EXAMPLE.match(sheet.name))


def _glimpse(sheet: Sheet) -> Glimpse:
    rows = [(row.number, tuple(map(squeezed, row.cells[:SEEN_COLUMNS]))) for row in sheet.rows[:SEEN_ROWS]]
    return Glimpse(sheet.name, tuple(rows))


def _choose(tables: list[_Table]) -> tuple[list[_Table], list[Problem]]:
    """The best sheet and those that are like it, as the file orders them; the others are reported."""
    best, *others = tables
    kept, skipped = [best], []
    for table in others:
        if _is_like(table, best) and not _repeats(
            table.people, [person for one in kept for person in one.people]
        ):
            kept.append(table)
        elif table.people:
            skipped.append(_sheet_not_read(table.header, best.header))
    return sorted(kept, key=lambda table: table.place), skipped


def _is_like(table: _Table, best: _Table) -> bool:
    own = table.fields | {"unit"}  # a sheet for each office need not repeat its name
    return len(own & best.fields) >= _ALIKE * len(best.fields)


def _repeats(more: list[Person], people: list[Person]) -> bool:
    known = {(person.cells["name"].casefold(), person.cells.get("nip", "")) for person in people}
    again = sum((person.cells["name"].casefold(), person.cells.get("nip", "")) in known for person in more)
    return again > _COPY * len(more)


def _carry_units_down(people: list[Person]) -> list[Problem]:
    """Give people without an office the one above, when the sheet names each office only once."""
    listed = [person for person in people if person.unit_column]
    blank = [person for person in listed if not person.cells["unit"]]
    if not blank or len(blank) < len(listed) / 2 or not listed[0].cells["unit"]:
        return []
    above = ""
    for person in listed:
        above = person.cells["unit"] = person.cells["unit"] or above
    return [
        Problem(
            row=blank[0].row,
            column="unit",
            kind="unit_carried_down",
            severity=Severity.WARNING,
            msgid=N_(
                "People without an office in their row, who were given the one above: %(count)s. Please "
                "look again."
            ),
            values={"count": len(blank)},
            sheet=blank[0].sheet,
        )
    ]


def _no_header() -> Problem:
    return Problem(
        row=1,
        column="name",
        kind="header_missing",
        severity=Severity.ERROR,
        msgid=N_(
            "No row names the columns. Point at the row below that does, or put one above the people that "
            "says at least “Nama” and “Satuan Kerja”."
        ),
    )


def _nobody(header: Header) -> Problem:
    return Problem(
        row=header.row,
        column="name",
        kind="nobody",
        severity=Severity.ERROR,
        msgid=_NOBODY if names_people(header) else _NO_NAMES,
        values={"row": header.row},
        sheet=header.sheet,
    )


_NOBODY = N_("Nobody stands below the header in row %(row)s. Choose the sheet that lists the people.")
_NO_NAMES = N_("No column is said to hold the names of people. Say below which one it is.")


def _sheet_not_read(header: Header, best: Header) -> Problem:
    return Problem(
        row=header.row,
        column="sheet",
        kind="sheet_not_read",
        severity=Severity.WARNING,
        msgid=N_(
            "The sheet “%(sheet)s” also lists people but was not read, because “%(best)s” lists more "
            "about them "
            "or the same ones. Upload it as a file of its own if they are others."
        ),
        values={"sheet": header.sheet, "best": best.sheet},
        sheet=header.sheet,
    )
