"""The real press: Jinja fills the templates of templates/paper, WeasyPrint prints them."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.services.paper.accountability import Account, set_account
from app.services.paper.framing import grouped_nip
from app.services.paper.invitation import InvitationPaper, set_invitation
from app.services.paper.lettering import unprintable
from app.services.paper.people_list import PeopleList
from app.services.paper.pictures import Pictures
from app.services.paper.refusals import PaperUnavailable, UnprintableLetters
from app.services.paper.sheets import AttendanceList, BadgeSheet, CertificatePaper, MinutesPaper
from app.services.paper.statements import Statement, set_statement
from app.services.paper.typesetting import (
    set_attendance,
    set_badges,
    set_certificates,
    set_minutes,
    set_people,
)

if TYPE_CHECKING:
    from app.services.paper.engine import Engine

CHUNK = 50  # certificates laid out together; bounds memory and gives the job its progress


class WeasyPrintPress:
    """Prints papers as tagged PDF/A-3a; `static` and `templates` are the project's two folders.

    Every method raises PaperUnavailable without Pango, and UnprintableLetters when a font lacks a letter.
    """

    def __init__(self, static: Path, templates: Path) -> None:
        self._static = static / "paper"
        self._engine: Engine | None = None
        self._templates = Environment(
            loader=FileSystemLoader(templates / "paper"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["grouped_nip"] = grouped_nip

    def make_ready(self) -> None:
        """Load WeasyPrint, half a second the first time."""
        self._started()

    def print_badges(self, sheet: BadgeSheet) -> bytes:
        """Print badges, front and back."""
        pictures = _checked(sheet)
        return self._printed("badges.html", set_badges(sheet, pictures), pictures)

    def print_attendance_list(self, attendance: AttendanceList) -> bytes:
        """Print an attendance list with its recapitulation and signature."""
        pictures = _checked(attendance)
        return self._printed("attendance.html", set_attendance(attendance, pictures), pictures)

    def print_account(self, account: Account) -> bytes:
        """Print the attendance part of an office's accountability file."""
        pictures = _checked(account)
        return self._printed("account.html", set_account(account, pictures), pictures)

    def print_people(self, people: PeopleList) -> bytes:
        """Print a list of people, office by office."""
        pictures = _checked(people)
        return self._printed("people.html", set_people(people, pictures), pictures)

    def print_statement(self, statement: Statement) -> bytes:
        """Print a statement: paragraphs, facts, tables."""
        pictures = _checked(statement)
        return self._printed("statement.html", set_statement(statement, pictures), pictures)

    def print_invitation(self, letter: InvitationPaper) -> bytes:
        """Print the invitation letter of one office."""
        pictures = _checked(letter)
        return self._printed("invitation.html", set_invitation(letter, pictures), pictures)

    def print_minutes(self, minutes: MinutesPaper) -> bytes:
        """Print minutes, as a draft or as the final paper."""
        pictures = _checked(minutes)
        return self._printed("minutes.html", set_minutes(minutes, pictures), pictures)

    def print_certificates(self, papers: Sequence[CertificatePaper]) -> Iterator[bytes]:
        """Print one PDF per certificate, in order: one layout for every fifty, one file for each."""
        for at in range(0, len(papers), CHUNK):
            yield from self._print_chunk(papers[at : at + CHUNK])

    def _print_chunk(self, papers: Sequence[CertificatePaper]) -> Iterator[bytes]:
        pictures = _checked(papers)
        html = self._filled("certificates.html", set_certificates(papers, pictures))
        engine = self._started()
        document = engine.lay_out(html, pictures)
        starts = [at for at, page in enumerate(document.pages) if page.anchors]  # each front has an id
        ends = [*starts[1:], len(document.pages)]
        for paper, start, end in zip(papers, starts, ends, strict=True):
            title = f"{paper.heading.capitalize()} Nomor {paper.number}, {paper.name.full}"
            yield engine.write(document, document.pages[start:end], title=title)

    def _printed(self, template: str, values: dict[str, object], pictures: Pictures) -> bytes:
        html = self._filled(template, values)
        engine = self._started()
        return engine.write(engine.lay_out(html, pictures))

    def _filled(self, template: str, values: dict[str, object]) -> str:
        return self._templates.get_template(template).render(values)

    def _started(self) -> "Engine":
        if self._engine is None:
            try:
                from app.services.paper.engine import Engine  # noqa: PLC0415 - see that module
            except (ImportError, OSError) as missing:
                raise PaperUnavailable from missing
            self._engine = Engine(self._static)
        return self._engine


def _checked(sheet: object) -> Pictures:
    """Refuse letters without a shape before any work is done."""
    letters = unprintable("".join(_texts(sheet)))
    if letters:
        raise UnprintableLetters(letters)
    return Pictures()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
