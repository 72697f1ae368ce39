"""A list of people as a paper: the columns that were chosen, grouped or not."""

from dataclasses import dataclass

from app.services.paper.parts import Fact, Letterhead, Signer


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """A column of a list of people: the word above it, and its width in mm as far as there is room."""

    word: str
    width: float


@dataclass(frozen=True, slots=True)
class PeopleGroup:
    """The people of one office; each row has a text for every column."""

    office: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A list of people, office by office: as seen on a screen, or the nominal list (daftar nominatif).

    `wide` lays it across (A4 landscape). With a `signer` it ends with a signature.
    """

    letterhead: Letterhead
    title: str
    event_title: str
    facts: tuple[Fact, ...]
    columns: tuple[PeopleColumn, ...]
    groups: tuple[PeopleGroup, ...]
    wide: bool = False
    place_and_date: str = ""
    signer: Signer | None = None
    as_of: str = ""
