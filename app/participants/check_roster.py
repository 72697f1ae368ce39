"""Turn the raw cells of a person into a row of the roster, and say what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter

from app.lib.contacts import read_email, read_phone
from app.lib.employee_numbers import (
    NO_NUMBER,
    EmployeeNumber,
    NumberKind,
    check_nip,
    grouped,
    lost_digits,
    sex_of,
)
from app.lib.folding import folded, squeezed, visible
from app.lib.personal_names import (
    PersonalName,
    folded_name,
    joined_back,
    joined_front,
    split_display_name,
    split_titles,
)
from app.lib.sheet_text import is_a_formula
from app.lib.titles import SERVICE_RANK, title_key
from app.participants import row_words as words
from app.participants.read_layout import Person
from app.participants.roster import Problem, RosterRow, Severity
from app.services.paper.lettering import unprintable

NAME_LETTERS = 100  # a longer name runs off badge and certificate
TEXT_LETTERS = 200  # no unit, post or line of titles on any paper is longer
LATIN = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x24F),
    (0x2B9, 0x2BC),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2015),
    (0x2018, 0x2026),
)
PRECISE_DIGITS = 15
PRINTED = ("name", "front_titles", "back_titles", "rank", "position", "unit", "role")
SHOWN_LETTERS = 60
_printed = attrgetter(*PRINTED)
_OF_SERVICE = re.compile(r"\b(?:polri|polda|polres|bareskrim|tni|police)\b", re.IGNORECASE)
_SEX = {
    "l": "L", "laki laki": "L", "laki": "L", "lk": "L", "pria": "L", "male": "L", "m": "L", "man": "L",
    "p": "P", "perempuan": "P", "pr": "P", "wanita": "P", "female": "P", "f": "P", "woman": "P", "w": "P",
}  # fmt: skip


def read_person(
    person: Person, *, today: date, printable: Callable[[str], bool] | None = None
) -> tuple[RosterRow, list[Problem]]:
    """One person of the sheet, and the problems that their own row shows."""
    is_plain = all(map(str.isascii, person.cells.values()))
    cells = person.cells if is_plain else {name: visible(text) for name, text in person.cells.items()}
    name, rank = _name_and_rank(cells)
    number = _number(person, cells, rank, today)
    email, phone = read_email(cells.get("email", "")), read_phone(cells.get("phone", ""))
    row = RosterRow(
        row=person.row,
        sheet=person.sheet,
        front_titles=name.front_titles,
        name=name.name,
        back_titles=name.back_titles,
        nip=number.digits,
        nip_as_written=cells.get("nip", ""),
        rank=rank,
        position=cells.get("position", ""),
        unit=cells.get("unit", ""),
        role=cells.get("role", ""),
        email=email.value,
        phone=phone.value,
        sex=_SEX.get(folded(cells.get("sex", "")), ""),
    )
    report = _Report(row)
    report.name()
    report.number(number)
    if email.doubtful:
        report.warn("email", "email_invalid", words.NO_ADDRESS, email=cells["email"])
    if phone.doubtful:
        report.warn(
            "phone", "phone_unusual", words.ZERO_BACK if phone.value else words.NO_PHONE, phone=cells["phone"]
        )
    report.texts(printable or fits_papers)
    if not is_plain:
        report.invisible(person.cells)
    return row, report.problems


def check_people(rows: Iterable[RosterRow]) -> Iterator[Problem]:
    """The problems that people have with each other: somebody who stands twice on the sheet."""
    by_nip: dict[str, int] = {}
    by_name: dict[tuple[str, str], RosterRow] = {}
    for row in rows:
        if row.nip and by_nip.setdefault(row.nip, row.row) != row.row:
            values = {"nip": grouped(row.nip), "first": by_nip[row.nip]}
            yield Problem(
                row.row, "nip", "repeated_person", Severity.ERROR, words.NIP_TWICE, values, row.sheet
            )
            continue
        if not row.name:
            continue
        first = by_name.setdefault((folded_name(row.name), folded(row.unit)), row)
        if first is not row and not (first.nip and row.nip):
            values = {"name": row.name, "first": first.row}
            yield Problem(
                row.row, "name", "repeated_person", Severity.WARNING, words.NAME_TWICE, values, row.sheet
            )


def fits_papers(text: str) -> bool:
    """Whether `text` is of Latin letters that the fonts of all papers have: forms ask the same fonts."""
    if text.isascii():
        return text.isprintable()
    is_latin = all(any(low <= ord(letter) <= high for low, high in LATIN) for letter in text)
    return is_latin and not unprintable(text)


def _name_and_rank(cells: Mapping[str, str]) -> tuple[PersonalName, str]:
    """The name in its parts with the titles of their own columns, and the rank wherever it stands."""
    split = split_display_name(cells["name"])
    front, back = split_titles(cells.get("titles", ""))
    front = joined_front(joined_front(cells.get("front_titles", ""), front), split.front_titles)
    back = joined_back(split.back_titles, joined_back(back, cells.get("back_titles", "").strip(" ,")))
    rank = cells.get("rank", "")
    if split.rank and not rank:
        rank = split.rank
    elif split.rank and title_key(split.rank) not in title_key(rank):
        front = f"{split.rank} {front}".strip()
    return PersonalName(front, split.name, back), rank


def _number(person: Person, cells: Mapping[str, str], rank: str, today: date) -> EmployeeNumber:
    text = cells.get("nip", "")
    if not text:
        return NO_NUMBER
    digits = re.sub(r"\D", "", text)
    if "nip" in person.numeric and (len(digits) > PRECISE_DIGITS or "e" in text.casefold()):
        return lost_digits(text)
    where = f"{cells.get('unit', '')} {cells.get('position', '')} {rank}"
    in_service = bool(SERVICE_RANK.match(rank) or _OF_SERVICE.search(where))
    return check_nip(text, today, in_service=in_service)


class _Report:
    """The problems of one row."""

    def __init__(self, row: RosterRow) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def warn(self, column: str, kind: str, msgid: str, **values: object) -> None:
        self._add(Severity.WARNING, column, kind, msgid, values)

    def refuse(self, column: str, kind: str, msgid: str, **values: object) -> None:
        self._add(Severity.ERROR, column, kind, msgid, values)

    def _add(
        self, severity: Severity, column: str, kind: str, msgid: str, values: Mapping[str, object]
    ) -> None:
        self.problems.append(Problem(self.row.row, column, kind, severity, msgid, values, self.row.sheet))

    def name(self) -> None:
        """A person has a name that fits a line."""
        if not self.row.name:
            self.refuse("name", "name_missing", words.NO_NAME)
        if len(self.row.name) > NAME_LETTERS:
            self.refuse(
                "name", "name_too_long", words.LONG_NAME, count=len(self.row.name), limit=NAME_LETTERS
            )

    def texts(self, printable: Callable[[str], bool]) -> None:
        """What is printed is short enough, a value, and of letters that exist; one look tells."""
        texts = _printed(self.row)
        whole = "".join(texts)
        if max(map(len, texts)) > TEXT_LETTERS:
            self.lengths()
        if "=" in whole:
            self.formulas()
        if not (whole.isascii() and whole.isprintable()):
            self.letters(printable)

    def lengths(self) -> None:
        """Every text fits its place."""
        for column in PRINTED[1:]:
            text = getattr(self.row, column)
            if len(text) > TEXT_LETTERS:
                self.refuse(column, "text_too_long", words.LONG_TEXT, count=len(text), limit=TEXT_LETTERS)

    def number(self, number: EmployeeNumber) -> None:
        """The employee number is a NIP, or there is none."""
        if number.error:
            self.refuse("nip", number.kind.value, number.error.msgid, **dict(number.error.values))
        for remark in number.warnings:
            self.warn("nip", "nip_unusual", remark.msgid, **dict(remark.values))
        if number.kind is NumberKind.NONE and len(self.row.nip_as_written) > len("Tidak punya NIP / non-ASN"):
            self.warn("nip", "nip_unusual", words.NO_NUMBER, text=self.row.nip_as_written)
        if number.digits and self.row.sex and sex_of(number.digits) != self.row.sex:
            self.warn("nip", "nip_unusual", words.OTHER_SEX, nip=grouped(number.digits), sex=self.row.sex)

    def formulas(self) -> None:
        """What a text file has instead of a value is not a value."""
        for column in PRINTED:
            text = getattr(self.row, column)
            if is_a_formula(text):
                self.refuse(column, "formula", words.NOT_A_VALUE, text=text[:SHOWN_LETTERS])

    def letters(self, printable: Callable[[str], bool]) -> None:
        """Every letter that is printed exists in the fonts of the papers."""
        for column in PRINTED:
            text = getattr(self.row, column)
            if text and not (text.isascii() and text.isprintable()) and not printable(text):
                strange = [letter for letter in dict.fromkeys(text) if not printable(letter)]
                self.refuse(
                    column, "unprintable_character", words.STRANGE, letters=", ".join(map(_called, strange))
                )

    def invisible(self, raw: Mapping[str, str]) -> None:
        """Invisible marks that came with copied text were left out of what is printed; say so."""
        for column in PRINTED:
            text = raw.get(column, "")
            if visible(text) != text:
                self.warn(column, "unprintable_character", words.INVISIBLE, text=squeezed(visible(text)))


def _called(letter: str) -> str:
    name = unicodedata.name(letter, "")
    shown = f"“{letter}” " if letter.isprintable() and name else ""
    return f"{shown}U+{ord(letter):04X}"
