"""Walk down a sheet below its header: who is a person, what is a heading, a total or a signature."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.lib.folding import squeezed, visible
from app.lib.personal_names import has_letters
from app.lib.sheets import Number, Row, Sheet
from app.participants.find_header import best_first, names_people
from app.participants.roster import Header
from app.participants.roster_lines import (
    closes_the_list,
    heading_of,
    is_enumeration,
    is_total,
    labelled_unit,
    names_a_body,
    numbers_the_columns,
)
from app.participants.roster_words import fields_of, is_role, says_nothing

_ENUMERATED_NAME = re.compile(r"^\d{1,3}\s*[.)]\s*")
_NUMBER_ALONE = re.compile(r"(?:nip|nrp|ni pppk)?[.:\s]*[\d][\d .]{6,}", re.IGNORECASE)
_NUMBER_IN_NAME = re.compile(
    r"[\s,(/|-]*(?:(?:NIP|NRP|NI ?PPPK)\b[.:\s]*(?:\d[\d .]{6,}|[-–]*$)|\b\d[\d .]{16,}\d)\)?", re.IGNORECASE
)
_MAY_HOLD_NUMBER = re.compile(r"\d|\bN(?:IP|RP)\b", re.IGNORECASE)
_NAMING = {"name", "front_titles", "back_titles"}
_SHARED = ("unit", "role")  # a merged cell gives these to every row it covers
_WIDE = 3
_FEWEST_DIGITS = 8


@dataclass
class Person:
    """The raw cells of one person, by field; `numeric` names the fields whose cell was typed as a number."""

    row: int
    sheet: str
    cells: dict[str, str]
    numeric: frozenset[str] = frozenset()
    unit_column: bool = field(default=False)


@dataclass
class _Place:
    """What is known on the way down: the heading in force, and whether signatures have begun."""

    header: Header
    unit: str = ""
    unit_row: int = 0
    role: str = ""
    closing: bool = False


def people_below(sheet: Sheet, header: Header) -> list[Person]:
    """Everybody who stands below `header`, in the order of the sheet."""
    return list(_Walk(sheet, header).people()) if names_people(header) else []


class _Walk:
    """One walk down one sheet."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.sheet = sheet
        self.above = _unit_above(sheet, header)
        self.place = _Place(header, unit=self.above)
        self.last: Person | None = None
        self.values = {row.number: row.cells for row in sheet.rows} if sheet.merges else {}
        self._use(header)

    def _use(self, header: Header) -> None:
        """Take the columns of a header, the first or one repeated further down."""
        self.place = replace(self.place, header=header, closing=False)
        names = {column.index for column in header.columns if column.field == "name"}
        shared = {column.index for column in header.columns if column.field in _SHARED}
        self.covered: set[int] = set()
        self.given: dict[tuple[int, int], str] = {}
        self.wide: set[int] = set()
        self.columns = tuple((column.index, column.field) for column in best_first(header.columns))
        self.unit_column = any(column.field == "unit" for column in header.columns)
        for merge in self.sheet.merges:
            below = range(merge.first_row + 1, merge.last_row + 1)
            if merge.first_column in names:
                self.covered.update(below)
            if merge.first_column in shared:
                cells = self.values.get(merge.first_row, ())
                value = cells[merge.first_column] if merge.first_column < len(cells) else ""
                self.given.update({(row, merge.first_column): value for row in below})
            if (
                len({index for index, _ in self.columns if merge.first_column <= index <= merge.last_column})
                > 1
            ):
                self.wide.add(merge.first_row)

    def people(self) -> Iterator[Person]:
        """Yield each person once."""
        again = dict(self.place.header.others)
        for row in self.sheet.rows:
            if row.number <= self.place.header.row or row.number in self.covered:
                continue
            if row.number in again:
                self._use(again[row.number])
                continue
            person = self._person(row)
            if person:
                self.last = person
                yield person

    def _person(self, row: Row) -> Person | None:
        person = self._cells(row)
        if self._sets_apart(row, person) or self._belongs_to_last(person):
            return None
        if self.place.closing and not _is_full(person):
            return None
        self.place.closing = False
        if not person.cells["name"] and not _has_own_contact(person):
            return None
        self._inherit(person)
        return person

    def _cells(self, row: Row) -> Person:
        cells: dict[str, str] = {"name": ""}
        numeric: set[str] = set()
        for index, name in self.columns:
            raw = row.cells[index] if index < len(row.cells) else ""
            if not raw and self.given:
                raw = self.given.get((row.number, index), "")
            if not raw or (cells.get(name) and name != "rank"):
                continue
            text = "" if says_nothing(raw) else squeezed(raw)
            cells[name] = _rank_and_grade(cells.get(name, ""), text) if name == "rank" else text
            if isinstance(raw, Number):
                numeric.add(name)
        _part_shared_cells(cells)
        return Person(row.number, self.sheet.name, cells, frozenset(numeric), self.unit_column)

    def _sets_apart(self, row: Row, person: Person) -> bool:
        """Take note of a total, a signature or a heading; True when the row is one of these."""
        if _has_own_contact(person):
            return False
        filled = [squeezed(visible(cell)) for cell in row.cells if cell.strip()]
        if not any(map(has_letters, filled)):
            return False
        if numbers_the_columns(filled) or is_total(filled):
            return True
        if not _is_full(person) and any(map(closes_the_list, filled)):
            self.place.closing = True
            return True
        return self._heads_a_group(row, person, filled)

    def _heads_a_group(self, row: Row, person: Person, filled: list[str]) -> bool:
        words = [text for text in filled if has_letters(text) and not is_enumeration(text)]
        if len(words) != 1 or len(filled) > len(("its number", "its words")):
            return bool(_NAMING & set(fields_of(person.cells["name"])))
        heading = heading_of(words[0])
        if is_role(heading):
            self.place.role = heading
            self.place.unit = self.place.unit if row.number - self.place.unit_row == 1 else self.above
            return True
        if names_a_body(heading) or (not self.place.closing and self._stands_apart(row)):
            self.place.unit, self.place.unit_row, self.place.closing = heading, row.number, False
            return True
        return False

    def _stands_apart(self, row: Row) -> bool:
        """Whether the text of a row lies across columns, or left of the names and no column names offices."""
        name = next(index for index, field in self.columns if field == "name")
        in_margin = not self.unit_column and any(has_letters(cell) for cell in row.cells[:name])
        return row.number in self.wide or in_margin

    def _belongs_to_last(self, person: Person) -> bool:
        """A NIP that stands below the name in the column of names belongs to the person above."""
        name = person.cells["name"]
        if name[:1].isdigit():
            name = _ENUMERATED_NAME.sub("", name)
        if not name or not _NUMBER_ALONE.fullmatch(name):
            person.cells["name"] = name if has_letters(name) else ""
            return False
        if self.last and not self.last.cells.get("nip") and not self.place.closing:
            self.last.cells["nip"] = name
        return True

    def _inherit(self, person: Person) -> None:
        if not person.cells.get("unit"):
            person.cells["unit"] = person.cells.get("unit_code") or self.place.unit
        if not person.cells.get("role"):
            note = person.cells.get("note", "")
            person.cells["role"] = note if is_role(note) else self.place.role


def _rank_and_grade(rank: str, more: str) -> str:
    """`Penata` and `III/c` of two columns as `Penata (III/c)`."""
    return f"{rank} ({more})" if rank and more and more not in rank else rank or more


def _part_shared_cells(cells: dict[str, str]) -> None:
    """Take a number apart from the name, rank or post that it shares a cell with."""
    for other in ("name", "rank", "position"):
        text = cells.get(other, "")
        shared = bool(text) and cells.get("nip") == text
        if not shared and other != "name":
            continue
        found = _NUMBER_IN_NAME.search(text) if _MAY_HOLD_NUMBER.search(text) else None
        if found and has_letters(text[: found.start()]):
            if shared or not cells.get("nip"):
                cells["nip"] = found[0].strip(" ,(/|-)")
            cells[other] = (text[: found.start()] + " " + text[found.end() :]).strip(" ,(/|-)")
        elif shared and has_letters(text):
            cells["nip"] = ""


def _has_own_contact(person: Person) -> bool:
    """A number or an address that only one person has: an e-mail, a NIP or NRP, a telephone."""
    cells = person.cells
    return "@" in cells.get("email", "") or any(
        sum(map(str.isdigit, cells.get(field, ""))) >= _FEWEST_DIGITS for field in ("nip", "phone")
    )


def _is_full(person: Person) -> bool:
    """A row that fills the table as a person does, not as a signature does."""
    filled = [name for name, text in person.cells.items() if text and name not in {"number", "note"}]
    numbered = person.cells.get("number", "").rstrip(".)").isdigit()
    return bool(person.cells["name"]) and (numbered or len(set(filled)) > _WIDE)


def _unit_above(sheet: Sheet, header: Header) -> str:
    """The body named above the table (`Satuan Kerja : Kanwil Aceh`), or by the name of the sheet."""
    for row in sheet.rows:
        if row.number >= header.row:
            break
        label, *values = [squeezed(cell) for cell in row.cells if cell.strip(" :")] or [""]
        if unit := labelled_unit(label):
            return unit
        if len(values) == 1 and fields_of(label.rstrip(" :")) == ("unit",):
            return values[0].lstrip(": ")
    return sheet.name if names_a_body(sheet.name) else ""
