"""A paper of paragraphs, facts and tables: a copy of personal data, a list, a notice to an authority."""

from dataclasses import dataclass

from app.services.paper.framing import set_head
from app.services.paper.lettering import unprintable
from app.services.paper.parts import Fact, Letterhead, Signer
from app.services.paper.pictures import Pictures


@dataclass(frozen=True, slots=True)
class Columns:
    """A plain table: as many cells in each row as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class StatementPart:
    """One part of a statement, in this order: its title, paragraphs, facts, and a table."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A paper that states something. `as_of` stands at the foot; without a signer nobody signs."""

    letterhead: Letterhead
    heading: str
    subheading: tuple[str, ...]
    parts: tuple[StatementPart, ...]
    as_of: str = ""
    place_and_date: str = ""
    signer: Signer | None = None


def set_statement(statement: Statement, pictures: Pictures) -> dict[str, object]:
    """Values for statement.html."""
    return {"statement": statement, "head": set_head(statement.letterhead, pictures)}


def printable(text: str) -> str:
    """Return a text with a question mark for each letter that no font has: a copy is better than none."""
    missing = set(unprintable(text))
    return "".join("?" if letter in missing else letter for letter in text)
